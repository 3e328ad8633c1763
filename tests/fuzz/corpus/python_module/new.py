match x:
  case [1, *r] if r: pass
  case _: y = t'{x}'
type T[U] = list[U]
def f[V](a: V) -> V: ...
async def g():
  async with a as b, c: await d
try: pass
except* (A, B): pass
if (n := 10) > 5: z = n
