# -*- coding: latin-1 -*-
print 'a', b
exec c in d
try:
	import e
except (F, G), h: print >>i, 0777L
if a <> b: `c`
raise E, 'x'
