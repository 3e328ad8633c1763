"""Functions of Python applied to arrays, piece by piece."""

import operator

from . import _core
from ._creation import array, asarray, zeros
from ._indices import ndindex
from ._selection import indices
from ._shapes import moveaxis, stack


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    """The axes of what the function returns stand where the axis was."""
    arr = asarray(arr)
    axis = _core.normal_axis(axis, arr.ndim)
    lines = moveaxis(arr, axis, -1)
    shape = lines.shape[:-1]
    results = [asarray(func1d(lines[place], *args, **kwargs)) for place in ndindex(*shape)]
    if not results:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    result = stack(results, 0).reshape(shape + results[0].shape)
    count = results[0].ndim
    return moveaxis(result, range(len(shape), len(shape) + count), range(axis, axis + count))


def apply_over_axes(func, a, axes):
    from ._shapes import expand_dims

    value = asarray(a)
    given = value.ndim
    for axis in asarray(axes).reshape(-1).tolist():
        axis = axis + given if axis < 0 else axis
        result = asarray(func(value, axis))
        if result.ndim != value.ndim:
            result = expand_dims(result, axis)
            if result.ndim != value.ndim:
                raise ValueError("function is not returning an array of the correct shape")
        value = result
    return value


def piecewise(x, condlist, funclist, *args, **kw):
    from ._selection import _truth
    from ._ufuncs import logical_not, logical_or

    x = asarray(x)
    funclist = list(funclist)
    if isinstance(condlist, bool) or not isinstance(condlist, (list, tuple)) and asarray(condlist).ndim == x.ndim:
        condlist = [condlist]
    elif condlist and x.ndim and all(isinstance(one, bool) for one in condlist):
        condlist = [condlist]
    conditions = [_truth(one) for one in condlist]
    if len(funclist) == len(conditions) + 1:
        any_of = conditions[0]
        for one in conditions[1:]:
            any_of = logical_or(any_of, one)
        conditions.append(logical_not(any_of))
    elif len(funclist) != len(conditions):
        count = len(conditions)
        raise ValueError(f"with {count} condition(s), either {count} or {count + 1} functions are expected")
    result = zeros(x.shape, x.dtype)
    for condition, function in zip(conditions, funclist):
        if not callable(function):
            result[condition] = function
        elif condition.any():
            result[condition] = function(x[condition], *args, **kw)
    return result


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    return function(*indices(shape, dtype), **kwargs)


def fromiter(iter, dtype, count=-1, *, like=None):
    elements = []
    for element in iter:
        if len(elements) == count:
            break
        elements.append(element)
    if len(elements) < count:
        raise ValueError(f"iterator too short: Expected {count} but iterator had only {len(elements)} items.")
    return array(elements, dtype) if elements else zeros(0, dtype)


class vectorize:
    """Calls a function for each element; without a signature, and always in Python."""

    def __init__(self, pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if excluded or signature:
            raise NotImplementedError("arraycore has no vectorize with excluded arguments or a signature")
        self.pyfunc, self.otypes, self.__doc__ = pyfunc, otypes, doc or pyfunc.__doc__

    def __call__(self, *args):
        from ._shapes import broadcast_arrays

        arrays = broadcast_arrays(*(asarray(one) for one in args))
        if arrays[0].size == 0 and self.otypes is None:
            raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
        results = [self.pyfunc(*(one[place] for one in arrays)) for place in ndindex(*arrays[0].shape)]
        if results and isinstance(results[0], tuple):
            columns = list(zip(*results))
            return tuple(self._array(column, place, arrays[0].shape) for place, column in enumerate(columns))
        return self._array(results, 0, arrays[0].shape)

    def _array(self, results, place, shape):
        dtype = self.otypes[place] if self.otypes is not None else None
        results = [one.item() if hasattr(one, "item") else one for one in results]
        return array(results, dtype).reshape(shape) if results else zeros(shape, dtype)


def iterable(y):
    try:
        iter(y)
    except TypeError:
        return False
    return True


def base_repr(number, base=2, padding=0):
    """An integer in digits and capital letters."""
    if not 2 <= base <= 36:
        raise ValueError("Bases less than 2 or greater than 36 not handled in base_repr.")
    number = operator.index(number)
    digits, rest = "", abs(number)
    while rest:
        rest, digit = divmod(rest, base)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    digits = "0" * padding + digits if number or padding else "0"
    return ("-" if number < 0 else "") + (digits or "0")


def binary_repr(num, width=None):
    """Two's complement of a negative number where a width is given."""
    num = operator.index(num)
    if num < 0 and width is None:
        return f"-{-num:b}"
    least = num.bit_length() if num >= 0 else (-num - 1).bit_length() + 1
    if width is not None and width < least:
        raise ValueError(f"Insufficient bit width={width} provided for binwidth={least}")
    return f"{num:0{width or 1}b}" if num >= 0 else f"{num + 2**width:b}"


__all__ = [name for name, value in list(globals().items())
           if callable(value) and not name.startswith("_") and getattr(value, "__module__", None) == __name__]
