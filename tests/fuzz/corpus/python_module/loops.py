l = []
l.append(l)
d = {}
d['d'] = d
while True: l += l
for i in range(99999): s = set(range(1000))
a = 'x'*9
class B(B): pass
class C(B, C): pass
def f(n): return f(map(f, [n, n]))
f(1)
x = '%s{}'.format(1) % (2,)
x = x.join(['a', 'b'])[1:-1]
