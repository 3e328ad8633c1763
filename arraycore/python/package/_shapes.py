"""Shapes, joins, and other ways to move elements."""

import operator

from . import _core
from ._core import ndarray
from ._creation import _shape, asarray, zeros
from ._ufuncs import axes_of


def _arrays(arrays):
    """Python numbers among arrays take their dtype."""
    return _core.operands(list(arrays))


def reshape(a, /, shape, order="C", *, copy=None):
    a = asarray(a)
    if order == "A":
        order = "F" if a._contiguous("F") and not a._contiguous("C") else "C"
    return _core.reshape(a, _shape(shape), order, copy)


def ravel(a, order="C"):
    a = asarray(a)
    if order == "K":
        order = "A"
    return reshape(a, -1, order)


def transpose(a, axes=None):
    a = asarray(a)
    return _core.transposed(a) if axes is None else _core.permuted(a, axes_of(axes))


def permute_dims(a, axes):
    return transpose(a, axes)


def matrix_transpose(x, /):
    x = asarray(x)
    if x.ndim < 2:
        raise ValueError(f"Input array must be at least 2-dimensional, but it is {x.ndim}")
    return swapaxes(x, -1, -2)


def swapaxes(a, axis1, axis2):
    a = asarray(a)
    axes = list(range(a.ndim))
    first, second = _core.normal_axis(axis1, a.ndim), _core.normal_axis(axis2, a.ndim)
    axes[first], axes[second] = second, first
    return _core.permuted(a, axes)


def moveaxis(a, source, destination):
    return _core.axes_moved(asarray(a), axes_of(source), axes_of(destination))


def rollaxis(a, axis, start=0):
    a = asarray(a)
    axis = _core.normal_axis(axis, a.ndim)
    start = start + a.ndim if start < 0 else start
    return moveaxis(a, axis, start - 1 if start > axis else start)


def expand_dims(a, axis=0):
    return _core.expanded(asarray(a), axes_of(axis))


def squeeze(a, axis=None):
    return _core.squeezed(asarray(a), axes_of(axis))


def broadcast_shapes(*args):
    return tuple(_core.broadcast_shapes([_shape(shape) for shape in args]))


def broadcast_to(array, /, shape, subok=False):
    return _core.broadcast_to(asarray(array), _shape(shape))


def broadcast_arrays(*args, subok=False):
    arrays = [asarray(one) for one in args]
    shape = _core.broadcast_shapes([list(one.shape) for one in arrays])
    return tuple(_core.broadcast_to(one, shape) for one in arrays)


def flip(m, axis=None):
    m = asarray(m)
    return _core.flipped(m, list(range(m.ndim)) if axis is None else axes_of(axis))


def fliplr(m):
    return flip(m, 1)


def flipud(m):
    return flip(m, 0)


def rot90(m, k=1, axes=(0, 1)):
    turns = k % 4
    if turns == 0:
        return asarray(m)[...]
    if turns == 2:
        return flip(m, axes)
    return swapaxes(flip(m, axes[1]), *axes) if turns == 1 else flip(swapaxes(m, *axes), axes[1])


def _at_least(arys, pad):
    results = tuple(pad(asarray(one)) for one in arys)
    return results[0] if len(results) == 1 else results


def atleast_1d(*arys):
    return _at_least(arys, lambda a: a if a.ndim else reshape(a, 1))


def atleast_2d(*arys):
    return _at_least(arys, lambda a: a if a.ndim > 1 else reshape(a, (1, -1)))


def atleast_3d(*arys):
    return _at_least(arys, lambda a: a if a.ndim > 2 else expand_dims(a, -1) if a.ndim == 2 else reshape(a, (1, -1, 1)))


def concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
    from ._ufuncs import written_to

    result = _core.concatenate([asarray(one) for one in arrays], axis)
    if dtype is not None:
        result = result._cast(_core.dtype(dtype), casting)
    return written_to(out, result, casting)


concat = concatenate


def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    from ._ufuncs import written_to

    result = _core.stack([asarray(one) for one in arrays], axis)
    if dtype is not None:
        result = result._cast(_core.dtype(dtype), casting)
    return written_to(out, result, casting)


def unstack(x, /, *, axis=0):
    x = asarray(x)
    if x.ndim == 0:
        raise ValueError("Input array must be at least 1-d.")
    return tuple(moveaxis(x, axis, 0))


def vstack(tup):
    return concatenate([atleast_2d(one) for one in tup], 0)


def hstack(tup):
    arrays = [atleast_1d(one) for one in tup]
    return concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1)


def dstack(tup):
    return concatenate([atleast_3d(one) for one in tup], 2)


def column_stack(tup):
    arrays = [asarray(one) for one in tup]
    return concatenate([reshape(one, (-1, 1)) if one.ndim < 2 else one for one in arrays], 1)


def _split(ary, indices_or_sections, axis, unevenly):
    ary = asarray(ary)
    if hasattr(indices_or_sections, "__index__"):
        return _core.split(ary, operator.index(indices_or_sections), axis, unevenly)
    return _core.split_at(ary, [operator.index(place) for place in indices_or_sections], axis)


def split(ary, indices_or_sections, axis=0):
    return _split(ary, indices_or_sections, axis, False)


def array_split(ary, indices_or_sections, axis=0):
    return _split(ary, indices_or_sections, axis, True)


def hsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 1 if asarray(ary).ndim > 1 else 0)


def vsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 0)


def tile(A, reps):
    return _core.tile(asarray(A), _shape(reps))


def repeat(a, repeats, axis=None):
    counts = _core.integers(asarray(repeats))
    return _core.repeat(asarray(a), counts, axis)


def roll(a, shift, axis=None):
    a = asarray(a)
    if axis is None:
        return _core.roll(a, [sum(axes_of(shift))], None)
    shifts, axes = axes_of(shift), axes_of(axis)
    count = max(len(shifts), len(axes))
    shifts, axes = (one * count if len(one) == 1 else one for one in (shifts, axes))
    return _core.roll(a, shifts, axes)


def pad(array, pad_width, mode="constant", **kwargs):
    if callable(mode):
        raise NotImplementedError("arraycore calls no function to pad with")
    array = asarray(array)

    def pairs(values):
        return broadcast_to(asarray(values), (array.ndim, 2)).tolist()

    widths = pairs(pad_width)
    if mode in ("constant", "empty"):
        value = asarray(kwargs.pop("constant_values", 0) if mode == "constant" else 0)
        _no_more(kwargs, mode)
        if value.ndim:
            raise NotImplementedError("arraycore pads with one value only")
        return _core.pad_constant(array, widths, value)
    if mode in ("maximum", "minimum", "mean", "median"):
        lengths = kwargs.pop("stat_length", None)
        _no_more(kwargs, mode)
        return _core.pad_statistic(array, widths, mode,
                                   [(None, None)] * array.ndim if lengths is None else pairs(lengths))
    if mode == "linear_ramp":
        ends = pairs(kwargs.pop("end_values", 0))
        _no_more(kwargs, mode)
        return _core.pad_ramp(array, widths, ends)
    if mode in ("reflect", "symmetric") and kwargs.pop("reflect_type", "even") == "odd":
        _no_more(kwargs, mode)
        return _core.pad_odd(array, widths, mode == "symmetric")
    _no_more(kwargs, mode)
    return _core.pad(array, widths, mode)


def _no_more(kwargs, mode):
    if kwargs:
        raise NotImplementedError(f"arraycore has no pad with {sorted(kwargs)} for mode {mode!r}")


def diagonal(a, offset=0, axis1=0, axis2=1):
    return _core.diagonal(asarray(a), offset, axis1, axis2)


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    return diagonal(a, offset, axis1, axis2).sum(-1, dtype, out)


def resize(a, new_shape):
    a, shape = ravel(a), _shape(new_shape)
    count = 1
    for extent in shape:
        count *= extent
    if count == 0 or a.size == 0:
        return zeros(shape, a.dtype)
    return reshape(tile(a, -(-count // a.size))[:count], shape)


def append(arr, values, axis=None):
    arr, values = _arrays([arr, values])
    if axis is None:
        arr, values, axis = ravel(arr), ravel(values), 0
    return concatenate([arr, values], axis)


def delete(arr, obj, axis=None):
    from ._creation import ones

    arr = asarray(arr)
    if axis is None:
        arr, axis = ravel(arr), 0
    keep = ones(arr.shape[axis], bool)
    keep[obj if isinstance(obj, slice) else asarray(obj)] = False
    place = [slice(None)] * arr.ndim
    place[axis] = keep
    return arr[tuple(place)]


def dsplit(ary, indices_or_sections):
    if asarray(ary).ndim < 3:
        raise ValueError("dsplit only works on arrays of 3 or more dimensions")
    return split(ary, indices_or_sections, 2)


def block(arrays):
    """Nested lists of blocks: the innermost ones are joined along the last axis."""
    depth = _block_depth(arrays)
    least = max(depth, _most_axes(arrays))

    def joined(part, level):
        if level == depth:
            array = asarray(part)
            return expand_dims(array, tuple(range(least - array.ndim))) if array.ndim < least else array
        return concatenate([joined(one, level + 1) for one in part], level - depth)

    return joined(arrays, 0)[...] if depth == 0 else joined(arrays, 0)


def _block_depth(part):
    if isinstance(part, tuple):
        raise TypeError("arrays is a tuple. Only lists can be used to arrange blocks")
    if not isinstance(part, list):
        return 0
    if not part:
        raise ValueError("List at arrays cannot be empty")
    depths = {_block_depth(one) for one in part}
    if len(depths) > 1:
        raise ValueError("List depths are mismatched")
    return 1 + depths.pop()


def _most_axes(part):
    return max(_most_axes(one) for one in part) if isinstance(part, list) else asarray(part).ndim


def insert(arr, obj, values, axis=None):
    """Places count in the array as it was before."""
    from ._creation import _places, arange, ones

    arr = asarray(arr)
    if axis is None:
        arr, axis = ravel(arr), 0
    axis = _core.normal_axis(axis, arr.ndim)
    extent = arr.shape[axis]
    if isinstance(obj, slice):
        obj = arange(*obj.indices(extent))
    places = asarray(obj)
    if places.dtype.kind == "b":
        places = asarray([place for place, true in enumerate(places.tolist()) if true], "int64")
    if places.ndim > 1:
        raise ValueError("index array argument obj to insert must be one dimensional or scalar")
    values = _core.operands([arr, values])[1]._cast(arr.dtype, "unsafe")
    if values.ndim < arr.ndim:
        values = expand_dims(values, tuple(range(arr.ndim - values.ndim)))
    numbers = [operator.index(place) for place in ravel(places).tolist()]
    for place in numbers:
        if not -extent <= place <= extent:
            raise IndexError(f"index {place} is out of bounds for axis {axis} with size {extent}")
    numbers = [place + extent if place < 0 else place for place in numbers]
    if len(numbers) == 1:
        if places.ndim == 0:
            values = moveaxis(values, 0, axis)
        numbers *= values.shape[axis]
    ranks = sorted(range(len(numbers)), key=numbers.__getitem__)
    targets = [0] * len(numbers)
    for rank, place in enumerate(ranks):
        targets[place] = numbers[place] + rank
    shape = list(arr.shape)
    shape[axis] += len(numbers)
    result, kept = zeros(shape, arr.dtype), ones(shape[axis], bool)
    before = (slice(None),) * axis
    chosen = asarray(targets, "int64") if targets else _places(0)
    kept[chosen] = False
    result[before + (chosen,)] = values
    result[before + (kept,)] = arr
    return result


def ndim(a):
    return asarray(a).ndim


def shape(a):
    return asarray(a).shape


def size(a, axis=None):
    a = asarray(a)
    return a.size if axis is None else a.shape[axis]


__all__ = [name for name, value in list(globals().items())
           if callable(value) and not name.startswith("_") and value not in (asarray, zeros, axes_of, ndarray)]
