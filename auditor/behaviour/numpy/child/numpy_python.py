"""What Python itself asks of NumPy's scalars: the counterpart of ../reference/python_numbers.cpp."""

import operator
import struct

CONVERSIONS = {"int": lambda x: str(int(x)), "index": lambda x: str(operator.index(x)), "bool": lambda x: str(bool(x)),
               "float": lambda x: "nan" if x != x else "%016x" % struct.unpack("<Q", struct.pack("<d", float(x)))}


def hashes(r, a):
    """Whether two equal scalars hash alike; with one, whether it hashes like Python's number."""
    one = a[0][()]
    other = a[1][()] if len(a) > 1 else one.item()
    return str(hash(one) == hash(other)) if bool(one == other) else "unequal"


GIVES_TEXTS = True
OPERATIONS = {"convert": lambda r, a: CONVERSIONS[r["name"]](a[0][()]), "hashes": hashes}
