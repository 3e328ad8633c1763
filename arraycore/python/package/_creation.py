"""New arrays."""

import math
import operator

from . import _core
from ._core import dtype as _dtype
from ._core import ndarray
from ._dtypes import result_type


def _on_cpu(device):
    if device not in (None, "cpu"):
        raise ValueError(f"arraycore has the device 'cpu' only, not {device!r}")


def _shape(shape):
    return [operator.index(shape)] if hasattr(shape, "__index__") else [operator.index(extent) for extent in shape]


def _copy_order(array, order):
    if order in ("K", "A", None):
        return "F" if array._contiguous("F") and not array._contiguous("C") else "C"
    return order


def _array(object, dtype, copy, order):
    """`copy`: True, False (an error where one is needed), None (only where one is needed)."""
    found = object if isinstance(object, ndarray) else _core.foreign_array(object)
    if found is None:
        if copy is False:
            raise ValueError("Unable to avoid copy while creating an array as requested.")
        found, copy = _core.array_of_elements(object, dtype), None
    wanted = found.dtype if dtype is None else _resolved(_dtype(dtype), found)
    moved = order in ("C", "F") and not found._contiguous(order)
    if wanted != found.dtype or moved or copy:
        if copy is False:
            raise ValueError("Unable to avoid copy while creating an array as requested.")
        found = found._cast(wanted, "unsafe") if wanted != found.dtype else found
        found = found._copy(_copy_order(found, order))
    return found


def _resolved(wanted, array):
    """Text without a length is as long as the elements need."""
    if wanted.kind in "SU" and wanted.itemsize == 0 and array.dtype.kind in "mM":
        return _dtype(f"{wanted.kind}{_core.time_text_length(array.dtype)}")
    if wanted.kind in "SU" and wanted.itemsize == 0:
        length = _core.promote_types(wanted, array.dtype).itemsize // (4 if array.dtype.kind != "S" else 1)
        return _dtype(f"{wanted.kind}{max(1, length)}")
    return wanted


def array(object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0, like=None):
    result = _array(object, dtype, copy, order)
    missing = ndmin - result.ndim
    return _core.expanded(result, list(range(missing))) if missing > 0 else result


def asarray(a, dtype=None, order=None, *, device=None, copy=None, like=None):
    _on_cpu(device)
    return _array(a, dtype, copy, order)


asanyarray = asarray


def ascontiguousarray(a, dtype=None, *, like=None):
    result = _array(a, dtype, None, "C")
    return _core.expanded(result, [0]) if result.ndim == 0 else result


def asfortranarray(a, dtype=None, *, like=None):
    return _array(a, dtype, None, "F")


def copy(a, order="K", subok=False):
    return _array(a, None, True, order)


def frombuffer(buffer, dtype=float, count=-1, offset=0, *, like=None):
    size = _dtype(dtype).itemsize
    octets = _core.foreign_array(memoryview(buffer).cast("B"))[offset:]
    count = octets.size // size if count == -1 else count
    return octets[: count * size]._view(_dtype(dtype))


def from_dlpack(x, /, *, device=None, copy=None):
    _on_cpu(device)
    result = _core.from_dlpack(x)
    return result._copy("C") if copy else result


def zeros(shape, dtype=None, order="C", *, device=None, like=None):
    _on_cpu(device)
    return _core.zeros(_shape(shape), dtype, order)


empty = zeros


def full(shape, fill_value, dtype=None, order="C", *, device=None, like=None):
    _on_cpu(device)
    value = array(fill_value, dtype)
    result = _core.zeros(_shape(shape), value.dtype, order)
    _core.copyto(result, value, "unsafe", None)
    return result


def ones(shape, dtype=None, order="C", *, device=None, like=None):
    return full(shape, 1, _dtype(dtype), order, device=device)


def full_like(a, fill_value, dtype=None, order="K", subok=True, shape=None, *, device=None):
    a = asarray(a)
    return full(a.shape if shape is None else shape, fill_value, dtype or a.dtype, _copy_order(a, order), device=device)


def zeros_like(a, dtype=None, order="K", subok=True, shape=None, *, device=None):
    return full_like(a, 0, dtype, order, subok, shape, device=device)


empty_like = zeros_like


def ones_like(a, dtype=None, order="K", subok=True, shape=None, *, device=None):
    return full_like(a, 1, dtype, order, subok, shape, device=device)


def arange(start, stop=None, step=1, dtype=None, *, device=None, like=None):
    """NumPy's: the first two elements, and the others by their difference in the result's type."""
    from ._ufuncs import add, multiply

    _on_cpu(device)
    if stop is None:
        start, stop = 0, start
    if step == 0:
        raise ZeroDivisionError("arange with step 0")
    start, stop, step = (value.item() if isinstance(value, ndarray) else value for value in (start, stop, step))
    wanted = _dtype(dtype) if dtype is not None else result_type(start, stop, step)
    whole = all(isinstance(value, int) for value in (start, stop, step))
    span = stop - start
    count = -(-span // step) if whole else math.ceil(span / step)
    count = max(0, count)
    if wanted.kind in "iu" and whole:
        last = start + step * max(0, count - 1)
        for value in (start, last) if count else ():
            array(value, wanted)  # an OverflowError where it doesn't fit
        return add(multiply(_places(count), _wrapped(step)), _wrapped(start))._cast(wanted, "unsafe")
    first = array(start, wanted)
    difference = array(start + step, wanted) - first
    places = _places(count)._cast(wanted, "unsafe")
    result = add(first, multiply(places, difference))
    if count:
        result[0] = first
    if count > 1:
        result[1] = array(start + step, wanted)
    return result


def _wrapped(number):
    return array(number % 2**64, "uint64")._view(_dtype("int64"))


def _places(count):
    """0, 1, 2 and so on."""
    return _core.accumulate("add", full(count, 1, "int64"), 0, None) - 1 if count else zeros(0, "int64")


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None):
    """NumPy's order of operations: places times the step, then the start; the last element is `stop`."""
    from ._shapes import moveaxis
    from ._state import errstate
    from ._ufuncs import floor

    _on_cpu(device)
    num = operator.index(num)
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    first, last = _core.operands([start, stop])
    common = result_type(first, last)
    common = result_type(common, 1.0) if common.kind in "biu" else common
    first, last = first._cast(common, "unsafe"), last._cast(common, "unsafe")
    with errstate(all="ignore"):
        result, step = _evenly_spaced(first, last, num, num - 1 if endpoint else num)
    if endpoint and num > 1:
        result[-1, ...] = last
    wanted = common if dtype is None else _dtype(dtype)
    result = (floor(result) if wanted.kind in "iu" else result)._cast(wanted, "unsafe")
    result = moveaxis(result, 0, axis) if axis else result
    return (result, step) if retstep else result


def _evenly_spaced(first, last, num, intervals):
    from ._selection import where
    from ._ufuncs import add, divide, isfinite, multiply, subtract

    delta = subtract(last, first)
    places = _core.reshape(_places(num)._cast(first.dtype, "unsafe"), [-1] + [1] * delta.ndim, "C", None)
    if intervals <= 0:
        return add(multiply(places, delta), first), full((), float("nan"), first.dtype)
    step = divide(delta, intervals)
    if bool((step == 0).any()):
        result = multiply(divide(places, intervals), delta)  # a step below the smallest number
    else:
        result = multiply(places, step)
    result = add(result, first)
    # The distance between two numbers may not fit, half of it does. Two equal infinities have none.
    part = divide(places, intervals)
    halves = multiply(add(divide(first, 2), multiply(part, subtract(divide(last, 2), divide(first, 2)))), 2)
    far = isfinite(first) & isfinite(last) & ~isfinite(delta)
    return where(first == last, first, where(far, halves, result)), step


def eye(N, M=None, k=0, dtype=float, order="C", *, device=None, like=None):
    _on_cpu(device)
    columns = N if M is None else M
    result = zeros((N, columns), dtype, order)
    first = max(0, -k)
    count = min(N - first, columns - max(0, k))
    if count > 0:
        places = _places(count)
        result[places + first, places + max(0, k)] = 1
    return result


def identity(n, dtype=None, *, like=None):
    return eye(n, dtype=dtype)


def tri(N, M=None, k=0, dtype=float, *, like=None):
    rows, columns = _places(N), _places(N if M is None else M)
    return (rows[:, None] >= columns - k)._cast(_dtype(dtype), "unsafe")


def _triangle(m, keep_upper, k):
    from ._selection import where

    m = asarray(m)
    below = tri(m.shape[-2], m.shape[-1], k - 1 if keep_upper else k, "bool")
    zero = zeros((), m.dtype)
    return where(below, zero, m) if keep_upper else where(below, m, zero)


def tril(m, k=0):
    return _triangle(m, False, k)


def triu(m, k=0):
    return _triangle(m, True, k)


def diag(v, k=0):
    v = asarray(v)
    if v.ndim == 2:
        return _core.diagonal(v, k, 0, 1)
    if v.ndim != 1:
        raise ValueError("Input must be 1- or 2-d.")
    extent = v.shape[0] + abs(k)
    result = zeros((extent, extent), v.dtype)
    places = _places(v.shape[0])
    result[places + max(0, -k), places + max(0, k)] = v
    return result


def diagflat(v, k=0):
    v = asarray(v)
    return diag(_core.reshape(v, [-1], "C", None), k)


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    """Powers of the base with evenly spaced exponents."""
    from ._ufuncs import power

    if getattr(base, "ndim", 0):
        raise NotImplementedError("arraycore has no logspace with several bases")
    result = power(base, linspace(start, stop, num, endpoint, axis=axis))
    return result if dtype is None else result._cast(_dtype(dtype), "unsafe")


def asarray_chkfinite(a, dtype=None, order=None):
    from ._ufuncs import isfinite

    a = asarray(a, dtype, order)
    if a.dtype.kind in "fc" and not isfinite(a).all():
        raise ValueError("array must not contain infs or NaNs")
    return a


def require(a, dtype=None, requirements=None, *, like=None):
    wanted = {str(one).upper()[:1] for one in requirements or ()}
    return asarray(a, dtype, "F" if "F" in wanted else "C" if "C" in wanted else None)


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    axes = list(range(len(xi)))
    if indexing == "xy" and len(axes) > 1:
        axes[0], axes[1] = 1, 0
    spread = []
    for axis, x in zip(axes, xi):
        shape = [1] * len(xi)
        shape[axis] = -1
        spread.append(_core.reshape(asarray(x), shape, "C", None))
    if not sparse:
        shape = _core.broadcast_shapes([list(x.shape) for x in spread])
        spread = [_core.broadcast_to(x, shape) for x in spread]
    return tuple(x._copy("C") if copy else x for x in spread)
