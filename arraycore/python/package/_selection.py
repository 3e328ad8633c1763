"""Elements chosen by conditions and by indices."""

from . import _core
from ._core import ndarray
from ._creation import _array, array, asarray, zeros
from ._shapes import _arrays, broadcast_arrays, ravel, reshape
from ._ufuncs import not_equal, written_to


def _truth(a):
    a = asarray(a)
    return a if a.dtype.kind == "b" else not_equal(a, zeros((), a.dtype))


def where(condition, x=None, y=None, /):
    if x is None and y is None:
        return nonzero(condition)
    if x is None or y is None:
        raise ValueError("either both or neither of x and y should be given")
    x, y = _arrays([x, y])
    return _core.select([_truth(condition)], [x], y)


def nonzero(a):
    a = _truth(a)
    if a.ndim == 0:
        raise ValueError("Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.")
    return tuple(_core.true_places(a))


def flatnonzero(a):
    return nonzero(ravel(a))[0]


def argwhere(a):
    a = _truth(a)
    if a.ndim == 0:
        return zeros((int(a), 0), "int64")
    return _core.stack(list(nonzero(a)), 1)


def count_nonzero(a, axis=None, *, keepdims=False):
    return _truth(a).sum(axis, "int64", keepdims=keepdims)


def take(a, indices, axis=None, out=None, mode="raise"):
    return written_to(out, _core.take(asarray(a), asarray(indices), axis, mode), "unsafe")


def take_along_axis(arr, indices, axis=-1):
    return asarray(arr)[_along(arr, indices, axis)] if axis is not None else ravel(arr)[asarray(indices)]


def put_along_axis(arr, indices, values, axis):
    arr[_along(arr, indices, axis)] = values


def _along(arr, indices, axis):
    """The index that has `indices` along an axis, and every place along the others."""
    from ._creation import _places

    arr, indices = asarray(arr), asarray(indices)
    axis = _core.normal_axis(axis, arr.ndim)
    if arr.ndim != indices.ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    place = []
    for other in range(arr.ndim):
        shape = [1] * arr.ndim
        shape[other] = -1
        place.append(indices if other == axis else reshape(_places(arr.shape[other]), shape))
    return tuple(place)


def put(a, ind, v, mode="raise"):
    _core.put(a, asarray(ind), _core.operands([a, v])[1], mode)


def choose(a, choices, out=None, mode="raise"):
    return written_to(out, _core.choose(asarray(a), _arrays(choices), mode), "unsafe")


def select(condlist, choicelist, default=0):
    *choices, rest = _arrays(list(choicelist) + [default])
    return _core.select([asarray(one) for one in condlist], choices, rest)


def compress(condition, a, axis=None, out=None):
    a = ravel(a) if axis is None else asarray(a)
    return take(a, flatnonzero(condition), axis or 0, out)


def extract(condition, arr):
    return take(ravel(arr), flatnonzero(condition))


def putmask(a, /, mask, values):
    values = asarray(values)
    mask = _truth(mask)
    if values.size:
        a[mask] = take(ravel(values), flatnonzero(mask), mode="wrap")


def copyto(dst, src, casting="same_kind", where=True):
    source = src if isinstance(src, ndarray) else _core.operands([dst, src])[1]
    _core.copyto(dst, source, casting, None if where is True else _truth(where))


def indices(dimensions, dtype=int, sparse=False):
    from ._creation import _places, meshgrid

    grids = meshgrid(*(_places(extent) for extent in dimensions), indexing="ij", sparse=sparse)
    grids = tuple(grid._cast(_core.dtype(dtype), "unsafe") for grid in grids)
    return grids if sparse else _core.stack(list(grids), 0)


def trim_zeros(filt, trim="fb"):
    filt = asarray(filt)
    places = flatnonzero(filt)
    first = int(places[0]) if places.size else filt.size
    last = int(places[-1]) + 1 if places.size else filt.size
    return filt[first if "f" in trim.lower() else 0 : last if "b" in trim.lower() else filt.size]


def place(arr, mask, vals):
    values = ravel(_core.operands([arr, vals])[1])
    mask = _truth(mask)
    if values.size == 0:
        if mask.any():
            raise ValueError("Cannot insert from an empty array!")
        return
    places = flatnonzero(mask)
    put(arr, places, values)


def may_share_memory(a, b, max_work=None):
    return _core.may_overlap(asarray(a), asarray(b))


def shares_memory(a, b, /, max_work=None):
    return _core.shares_memory(asarray(a), asarray(b))


__all__ = ["where", "nonzero", "flatnonzero", "argwhere", "count_nonzero", "take", "take_along_axis", "put_along_axis",
           "put", "choose", "select", "compress", "extract", "place", "putmask", "copyto", "indices", "trim_zeros",
           "may_share_memory", "shares_memory"]
