a = [1,
def f(:
  return
b = 'x
class 1: pass
c = )
d = '''
