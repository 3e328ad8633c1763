"""The operations of the differential test that are functions of text, in NumPy: the counterpart of strings.cpp."""

import numpy as np


def simple(r, a):
    return getattr(np.char, r["name"])(*a)


def partition(r, a):
    """np.strings has the parts apart, of which np.char makes one array, as wide as the widest part."""
    if hasattr(np, "strings") and hasattr(np.strings, "partition"):
        return getattr(np.strings, r["name"])(*a)[r["which"]]
    part = getattr(np.char, r["name"])(*a)[..., r["which"]]
    longest = max([1] + [len(one) for one in part.ravel().tolist()])
    return part.astype("%s%d" % (part.dtype.kind, longest))


SIMPLE = ("text_test", "text_case", "text_search", "text_strip", "text_justify", "text_change")
OPERATIONS = dict(dict.fromkeys(SIMPLE, simple), text_partition=partition)
