version = "2.3.5"
__version__: str = version
full_version = u'1' b"\x41\101" rb'''q''' f"{version!r:>{1}}" t"{x}"
short_version = version.split("+")[0]
a, (b, c) = ("\N{DASH}\u20ac\
", ), [{**d}, {1: 2}]
release += 1
