"""Indices of many elements at once: of diagonals, of triangles, of grids, of the flat array; and packed bits."""

import itertools
import operator

from . import _core
from ._creation import _places, _shape, arange, asarray, linspace, tri
from ._selection import _truth, nonzero
from ._shapes import concatenate, expand_dims, moveaxis, ravel, reshape, stack


def packbits(a, /, axis=None, bitorder="big"):
    return _core.packbits(asarray(a), axis, bitorder)


def unpackbits(a, /, axis=None, count=None, bitorder="big"):
    return _core.unpackbits(asarray(a), axis, count, bitorder)


def unravel_index(indices, shape, order="C"):
    return tuple(_core.unravel_index(asarray(indices), _shape(shape), order))


def ravel_multi_index(multi_index, dims, mode="raise", order="C"):
    dims = _shape(dims)
    modes = [mode] * len(dims) if isinstance(mode, str) else list(mode)
    if len(modes) != len(dims):
        modes = (modes + modes[-1:] * len(dims))[: len(dims)]
    return _core.ravel_multi_index([asarray(one) for one in multi_index], dims, modes, order)


def ix_(*args):
    """Each list along an axis of its own; truth values stand for the places of the true ones."""
    results = []
    for place, one in enumerate(args):
        one = asarray(one)
        if one.ndim != 1:
            raise ValueError("Cross index must be 1 dimensional")
        if one.size == 0:
            one = one._cast(_core.dtype("int64"), "unsafe")
        if one.dtype.kind == "b":
            (one,) = nonzero(one)
        results.append(reshape(one, [1] * place + [one.size] + [1] * (len(args) - place - 1)))
    return tuple(results)


def diag_indices(n, ndim=2):
    return (_places(n),) * ndim


def diag_indices_from(arr):
    if arr.ndim < 2:
        raise ValueError("input array must be at least 2-d")
    if len(set(arr.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    return diag_indices(arr.shape[0], arr.ndim)


def tril_indices(n, k=0, m=None):
    return nonzero(tri(n, m, k, "bool"))


def triu_indices(n, k=0, m=None):
    return nonzero(~tri(n, m, k - 1, "bool"))


def _square_like(arr, indices, k):
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return indices(arr.shape[0], k, arr.shape[1])


def tril_indices_from(arr, k=0):
    return _square_like(arr, tril_indices, k)


def triu_indices_from(arr, k=0):
    return _square_like(arr, triu_indices, k)


def mask_indices(n, mask_func, k=0):
    from ._creation import ones

    return nonzero(_truth(mask_func(ones((n, n), int), k)))


def fill_diagonal(a, val, wrap=False):
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    if a.ndim > 2 and len(set(a.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    values = ravel(_core.operands([a, val])[1])
    if values.size == 0:
        return
    step = a.shape[1] + 1 if a.ndim == 2 else 1 + sum(_strides_in_elements(a.shape))
    end = a.size if a.ndim > 2 or wrap else a.shape[1] ** 2
    count = -(-min(end, a.size) // step)
    if count:
        _core.put(a, _places(count) * step, values, "raise")


def _strides_in_elements(shape):
    count, strides = 1, []
    for extent in reversed(shape[1:]):
        count *= extent
        strides.append(count)
    return strides


class ndindex:
    """All indices of a shape, the last axis fastest."""

    def __init__(self, *shape):
        shape = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
        self._all = itertools.product(*(range(operator.index(extent)) for extent in shape))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._all)


class ndenumerate:
    """Indices and elements of an array."""

    def __init__(self, arr):
        self._array = asarray(arr)
        self._indices = ndindex(*self._array.shape)

    def __iter__(self):
        return self

    def __next__(self):
        index = next(self._indices)
        return index, self._array[index]


def _range_of(piece):
    """start:stop:step, where an imaginary step is a number of elements, the last one included."""
    start = 0 if piece.start is None else piece.start
    step = 1 if piece.step is None else piece.step
    if isinstance(step, complex):
        return linspace(start, piece.stop, int(abs(step)))
    return arange(start, piece.stop, step)


class _Grid:
    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        from ._creation import meshgrid
        from ._dtypes import result_type

        if isinstance(key, slice):
            return _range_of(key)
        ranges = [_range_of(piece) for piece in key]
        common = result_type(*ranges)
        grids = meshgrid(*(one._cast(common, "unsafe") for one in ranges), indexing="ij", sparse=self._sparse)
        return grids if self._sparse else stack(list(grids), 0)


class _Join:
    """r_ and c_: slices become ranges, what has fewer axes gets more, and all is joined."""

    def __init__(self, axis, least, place):
        self._defaults = axis, least, place

    def __getitem__(self, key):
        axis, least, place = self._defaults
        key = key if isinstance(key, tuple) else (key,)
        if key and isinstance(key[0], str):
            if key[0] in ("r", "c"):
                raise NotImplementedError("arraycore has no matrices")
            words = [int(word) for word in key[0].split(",")]
            axis, least, place = (words + [least, place][len(words) - 1:])[:3]
            key = key[1:]
        parts = []
        for piece in key:
            part = _range_of(piece) if isinstance(piece, slice) else asarray(piece)
            missing = max(least, 1) - part.ndim
            if missing > 0:
                given = part.ndim
                part = expand_dims(part, tuple(range(missing)))
                if given and place != -1:
                    part = moveaxis(part, range(missing, missing + given), range(place, place + given))
            parts.append(part)
        return concatenate(parts, axis)


class _Key:
    def __init__(self, as_tuple):
        self._as_tuple = as_tuple

    def __getitem__(self, key):
        return (key,) if self._as_tuple and not isinstance(key, tuple) else key


mgrid, ogrid = _Grid(False), _Grid(True)
r_, c_ = _Join(0, 1, -1), _Join(-1, 2, 0)
s_, index_exp = _Key(False), _Key(True)

__all__ = [name for name, value in list(globals().items())
           if not name.startswith("_") and getattr(value, "__module__", None) == __name__]
