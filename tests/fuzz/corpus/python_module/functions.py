import functools
def deco(g):
  @functools.wraps(g)
  def w(*args, **kw): return g(*args, **kw)
  return w
@deco
def f(a, b: int = 0x1F, /, c='it\'s', *d, e=(1,), **g) -> 'x[1]': '''doc'''
class A(dict, metaclass=type):
  def __init__(self, *, a=f): self.a = a
  def __call__(self, x): return x
  def __repr__(self): return '<no value>'
  @property
  def p(self): pass
h = A()
i = functools.partial(f, 1, c=2)
def r(n=h): return r(r)
r()
j = A().__call__
