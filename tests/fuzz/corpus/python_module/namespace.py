from __future__ import annotations
import sys, os.path as p
from . import q
from .q import *
__all__ = ['a'] + list(set(q.__all__) | {'b'})
__all__ += [n for n in dir(q) if not n.startswith('_')]
if sys.version_info >= (3, 8) and p: a = 1
else: b = lambda x, y=1: x
for k, v in {'X': 1}.items(): globals()['%s_%d' % (k.lower(), v)] = v
def __dir__(): return list(globals().keys() - {'a'})
def __getattr__(n):
  if n == 'z': return q
  raise AttributeError(f'{n}')
__all__ = ['c', '_d']
c = _d = 1.5e-3 * 2
try:
  import nothing
except ImportError as e: d = 'x'.upper()
else: del c
finally: pass
