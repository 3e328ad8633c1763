"""Sorting, searching and sets."""

import operator
from collections import namedtuple

from . import _core
from ._creation import asarray
from ._shapes import flip, ravel

UniqueAllResult = namedtuple("UniqueAllResult", "values indices inverse_indices counts")
UniqueCountsResult = namedtuple("UniqueCountsResult", "values counts")
UniqueInverseResult = namedtuple("UniqueInverseResult", "values inverse_indices")


def _along(a, axis):
    return (ravel(a), 0) if axis is None else (asarray(a), axis)


def sort(a, axis=-1, kind=None, order=None, *, stable=None, descending=False):
    """Stable, whatever `kind` says."""
    a, axis = _along(a, axis)
    result = _core.sorted(a, axis)
    return flip(result, axis) if descending else result


def argsort(a, axis=-1, kind=None, order=None, *, stable=None, descending=False):
    a, axis = _along(a, axis if asarray(a).ndim else None)
    if not descending:
        return _core.sorting_places(a, axis)
    # Equal elements keep their order: the last place of the reversed array is the first of the array.
    return a.shape[axis] - 1 - flip(_core.sorting_places(flip(a, axis), axis), axis)


def sort_complex(a):
    result = sort(a)
    if result.dtype.kind == "c":
        return result
    letter = "F" if result.dtype.char in "bhBH" else "G" if result.dtype.char == "g" else "D"
    return result._cast(_core.dtype(letter), "unsafe")


def lexsort(keys, axis=-1):
    keys = [asarray(key) for key in keys]
    if keys and not keys[0].ndim and all(not key.ndim for key in keys):
        return asarray(0)
    return _core.lexsort(keys, axis)


def _kths(kth):
    if isinstance(kth, bool):
        raise ValueError("Booleans unacceptable as partition index")
    kth = asarray(kth)
    if kth.dtype.kind not in "iu":
        raise TypeError("Partition index must be integer")
    if kth.ndim > 1:
        raise ValueError("object too deep for desired array")
    return _core.integers(kth)


def partition(a, kth, axis=-1, kind="introselect", order=None):
    a, axis = _along(a, axis)
    return _core.partitioned(a, _kths(kth), axis)


def argpartition(a, kth, axis=-1, kind="introselect", order=None):
    a, axis = _along(a, axis)
    return _core.partitioning_places(a, _kths(kth), axis)


def searchsorted(a, v, side="left", sorter=None):
    a = asarray(a)
    return _core.search_sorted(a, _core.operands([a, v])[1], side, None if sorter is None else asarray(sorter))


# ---- sets


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True,
           sorted=True):
    axis = None if axis is None else operator.index(axis)
    results = _core.unique(asarray(ar), axis, bool(return_index), bool(return_inverse), bool(return_counts), equal_nan)
    return results if len(results) > 1 else results[0]


def unique_all(x):
    return UniqueAllResult(*unique(x, True, True, True, equal_nan=False))


def unique_counts(x):
    return UniqueCountsResult(*unique(x, return_counts=True, equal_nan=False))


def unique_inverse(x):
    return UniqueInverseResult(*unique(x, return_inverse=True, equal_nan=False))


def unique_values(x):
    return unique(x, equal_nan=False)


def union1d(ar1, ar2):
    return _core.union1d(asarray(ar1), asarray(ar2))


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    results = _core.intersect1d(asarray(ar1), asarray(ar2), bool(assume_unique))
    return results if return_indices else results[0]


def setdiff1d(ar1, ar2, assume_unique=False):
    return _core.setdiff1d(asarray(ar1), asarray(ar2), bool(assume_unique))


def setxor1d(ar1, ar2, assume_unique=False):
    return _core.setxor1d(asarray(ar1), asarray(ar2), bool(assume_unique))


def isin(element, test_elements, assume_unique=False, invert=False, *, kind=None):
    if kind not in (None, "sort", "table"):
        raise ValueError(f"Invalid kind: '{kind}'. Please use None, 'sort' or 'table'.")
    elements, wanted = _core.operands([element, test_elements])
    return _core.isin(elements, wanted, bool(invert))


def in1d(ar1, ar2, assume_unique=False, invert=False, *, kind=None):
    return isin(ravel(ar1), ar2, assume_unique, invert, kind=kind)


__all__ = [name for name, value in list(globals().items())
           if callable(value) and not name.startswith("_") and value.__module__ == __name__
           and not name.endswith("Result")]
