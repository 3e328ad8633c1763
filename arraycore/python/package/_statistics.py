"""Statistics, differences and interpolation."""

import math
import operator

from . import _core
from ._creation import asarray
from ._dtypes import _NUMBERS
from ._shapes import atleast_2d, concatenate, ravel
from ._state import report
from ._ufuncs import _initial, axes_of, mask_of, no_value, subtract, written_to


def _optional(value):
    return None if value is None else asarray(value)


def _named(name, function):
    function.__name__ = function.__qualname__ = name
    return function


# ---- what sorts


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    return written_to(out, _core.median(asarray(a), axes_of(axis), keepdims))


def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    return written_to(out, _core.nanmedian(asarray(a), axes_of(axis), keepdims))


def ptp(a, axis=None, out=None, keepdims=False):
    return written_to(out, _core.ptp(asarray(a), axes_of(axis), keepdims))


def _quantiles(name, function):
    def quantiles(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
        result = function(asarray(a), asarray(q), axes_of(axis), keepdims, method, _optional(weights),
                          type(q) in _NUMBERS)
        return written_to(out, result)

    return _named(name, quantiles)


quantile = _quantiles("quantile", _core.quantile)
percentile = _quantiles("percentile", _core.percentile)
nanquantile = _quantiles("nanquantile", _core.nanquantile)
nanpercentile = _quantiles("nanpercentile", _core.nanpercentile)


def digitize(x, bins, right=False):
    return _core.digitize(asarray(x), asarray(bins), right)


# ---- what counts


def histogram(a, bins=10, range=None, density=None, weights=None):
    named = isinstance(bins, str) or hasattr(bins, "__index__") and not hasattr(bins, "shape")
    return _core.histogram(asarray(a), bins if named else asarray(bins),
                           None if range is None else tuple(float(edge) for edge in range), _optional(weights),
                           bool(density))


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    return histogram(a, bins, range, None, weights)[1]


def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    if getattr(sample, "ndim", None) == 2:
        points = sample
    else:
        points = atleast_2d(asarray(sample)).T
    columns = points.shape[1]
    each = [bins] * columns if _is_integer(bins) else list(bins)
    ranges = [None if one is None else tuple(float(edge) for edge in one) for one in range or ()]
    each = [operator.index(one) if _is_integer(one) else asarray(one) for one in each]
    return _core.histogramdd(asarray(points), each, ranges, _optional(weights), bool(density))


def _is_integer(bins):
    return hasattr(bins, "__index__") and not getattr(bins, "ndim", 0)


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    x, y = asarray(x), asarray(y)
    if len(x) != len(y):
        raise ValueError("x and y must have the same length.")
    # One list of other than one or two is the edges of both.
    if hasattr(bins, "__len__") and len(bins) not in (1, 2):
        bins = [asarray(bins)] * 2
    elif hasattr(bins, "__len__") and len(bins) == 1:
        bins = list(bins) * 2
    counts, (of_x, of_y) = histogramdd([x, y], bins, range, density, weights)
    return counts, of_x, of_y


def bincount(x, /, weights=None, minlength=0):
    return _core.bincount(asarray(x, dtype="int64" if hasattr(x, "__len__") and len(x) == 0 else None),
                          _optional(weights), minlength)


# ---- averages


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    mean, sums = _core.average(asarray(a), axes_of(axis), _optional(weights), keepdims)
    return (mean, sums) if returned else mean


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    return _core.cov(asarray(m), _optional(y), rowvar, ddof, bias, _optional(fweights), _optional(aweights), dtype)


def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    return _core.corrcoef(asarray(x), _optional(y), rowvar, None, False, None, None, dtype)


# ---- what skips NaN


def _nan_reduction(name, function):
    def reduction(a, axis=None, dtype=None, out=None, keepdims=False, initial=no_value, where=True):
        a = asarray(a)
        begin = None if initial is no_value else _initial(initial, a, dtype)
        result, flags = function(a, axes_of(axis), dtype, keepdims, begin, mask_of(where))
        report(flags, name)
        return written_to(out, result)

    return _named(name, reduction)


def _nan_extremum(name, function):
    reduction = _nan_reduction(name, function)

    def extremum(a, axis=None, out=None, keepdims=False, initial=no_value, where=True):
        return reduction(a, axis, None, out, keepdims, initial, where)

    return _named(name, extremum)


def _nan_spread(name, function):
    def spread(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=no_value,
               correction=no_value):
        if mean is not no_value:
            raise NotImplementedError(f"arraycore has no {name} with a given mean")
        less = ddof if correction is no_value else correction
        return written_to(out, function(asarray(a), axes_of(axis), dtype, keepdims, less, mask_of(where)))

    return _named(name, spread)


def _nan_place(name, function):
    def place(a, axis=None, out=None, *, keepdims=False):
        return written_to(out, function(asarray(a), axis, keepdims))

    return _named(name, place)


def _nan_accumulation(name, function):
    def accumulation(a, axis=None, dtype=None, out=None):
        return written_to(out, function(asarray(a), axis, dtype))

    return _named(name, accumulation)


nansum = _nan_reduction("nansum", _core.nansum)
nanprod = _nan_reduction("nanprod", _core.nanprod)
nanmax = _nan_extremum("nanmax", _core.nanmax)
nanmin = _nan_extremum("nanmin", _core.nanmin)
nanvar = _nan_spread("nanvar", _core.nanvar)
nanstd = _nan_spread("nanstd", _core.nanstd)
nanargmax = _nan_place("nanargmax", _core.nanargmax)
nanargmin = _nan_place("nanargmin", _core.nanargmin)
nancumsum = _nan_accumulation("nancumsum", _core.nancumsum)
nancumprod = _nan_accumulation("nancumprod", _core.nancumprod)


def nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    return written_to(out, _core.nanmean(asarray(a), axes_of(axis), dtype, keepdims, 0, mask_of(where)))


# ---- differences


def diff(a, n=1, axis=-1, prepend=None, append=None):
    return _core.diff(asarray(a), n, axis, _optional(prepend), _optional(append))


def ediff1d(ary, to_end=None, to_begin=None):
    ary = ravel(ary)
    parts = [ravel(part) for part in (to_begin, subtract(ary[1:], ary[:-1]), to_end) if part is not None]
    return concatenate([part._cast(ary.dtype, "same_kind") for part in parts])


def gradient(f, *varargs, axis=None, edge_order=1):
    distances = [one if type(one) in (int, float) else asarray(one) for one in varargs]
    results = _core.gradient(asarray(f), axes_of(axis), distances, edge_order)
    single = len(results) == 1 and not isinstance(axis, tuple)
    return results[0] if single else tuple(results)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    return _core.trapezoid(asarray(y), dx if x is None else asarray(x), axis)


def unwrap(p, discont=None, axis=-1, *, period=2 * math.pi):
    return _core.unwrap(asarray(p), discont, axis, period)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    start, stop = _core.operands([start, stop])
    return _core.geomspace(start, stop, operator.index(num), bool(endpoint), dtype, axis)


def interp(x, xp, fp, left=None, right=None, period=None):
    return _core.interp(asarray(x), asarray(xp), asarray(fp), left, right, period)


def convolve(a, v, mode="full"):
    return _core.convolve(asarray(a), asarray(v), mode)


def correlate(a, v, mode="valid"):
    return _core.correlate(asarray(a), asarray(v), mode)


def dot(a, b, out=None):
    return written_to(out, _core.dot(*_core.operands([a, b])))


# ---- rounding


def round(a, decimals=0, out=None):
    return written_to(out, _core.round(asarray(a), decimals))


around = round


def clip(a, a_min=None, a_max=None, out=None, *, min=None, max=None, **kwargs):
    from . import _ufuncs

    low, high = (a_min if min is None else min), (a_max if max is None else max)
    if kwargs and low is not None and high is not None:
        return _ufuncs.clip(a, low, high, out=out, **kwargs)
    if kwargs:
        raise NotImplementedError(f"arraycore has no clip with {sorted(kwargs)} and one bound")
    operands = _core.operands([one for one in (a, low, high) if one is not None])
    low = None if low is None else operands[1]
    return written_to(out, _core.clip(operands[0], low, None if high is None else operands[-1]))


__all__ = [name for name, value in list(globals().items())
           if callable(value) and not name.startswith("_") and value.__module__ == __name__]
