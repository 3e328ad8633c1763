"""Sums, means and other results of all elements along some axes."""

import operator

from . import _core, _ufuncs
from ._creation import asarray, ones_like, zeros_like
from ._shapes import concatenate, ravel
from ._ufuncs import axes_of, mask_of, no_value, written_to


def _reduction(name, ufunc, dtype=None):
    def reduction(a, axis=None, out=None, keepdims=False, initial=no_value, where=True):
        return ufunc.reduce(asarray(a), axis, dtype, out, keepdims, initial, where)

    reduction.__name__ = reduction.__qualname__ = name
    return reduction


def _summation(name, ufunc):
    def summation(a, axis=None, dtype=None, out=None, keepdims=False, initial=no_value, where=True):
        return ufunc.reduce(asarray(a), axis, dtype, out, keepdims, initial, where)

    summation.__name__ = summation.__qualname__ = name
    return summation


sum = _summation("sum", _ufuncs.add)
prod = _summation("prod", _ufuncs.multiply)
max = amax = _reduction("max", _ufuncs.maximum)
min = amin = _reduction("min", _ufuncs.minimum)


def all(a, axis=None, out=None, keepdims=False, *, where=True):
    return _ufuncs.logical_and.reduce(asarray(a), axis, None, out, keepdims, no_value, where)


def any(a, axis=None, out=None, keepdims=False, *, where=True):
    return _ufuncs.logical_or.reduce(asarray(a), axis, None, out, keepdims, no_value, where)


def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    return written_to(out, _core.mean(asarray(a), axes_of(axis), dtype, keepdims, 0, mask_of(where)))


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=no_value, correction=no_value):
    return _spread(_core.var, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=no_value, correction=no_value):
    return _spread(_core.std, a, axis, dtype, out, ddof, keepdims, where, mean, correction)


def _spread(statistic, a, axis, dtype, out, ddof, keepdims, where, mean, correction):
    if mean is not no_value:
        raise NotImplementedError("arraycore has no var and std with a given mean")
    if correction is not no_value:
        if ddof:
            raise ValueError("ddof and correction can't be provided simultaneously.")
        ddof = correction
    return written_to(out, statistic(asarray(a), axes_of(axis), dtype, keepdims, ddof, mask_of(where)))


def argmax(a, axis=None, out=None, *, keepdims=False):
    return written_to(out, _core.argmax(asarray(a), axis, keepdims))


def argmin(a, axis=None, out=None, *, keepdims=False):
    return written_to(out, _core.argmin(asarray(a), axis, keepdims))


def _accumulation(a, axis, dtype, out, ufunc):
    a = asarray(a)
    if axis is None or a.ndim == 0:
        a, axis = ravel(a), 0
    return ufunc.accumulate(a, axis, dtype, out)


def cumsum(a, axis=None, dtype=None, out=None):
    return _accumulation(a, axis, dtype, out, _ufuncs.add)


def cumprod(a, axis=None, dtype=None, out=None):
    return _accumulation(a, axis, dtype, out, _ufuncs.multiply)


def _cumulative(x, axis, dtype, out, include_initial, ufunc, start):
    x = asarray(x)
    if axis is None:
        if x.ndim > 1:
            raise ValueError("For arrays which have more than one dimension ``axis`` argument is required.")
        axis = 0
    x = x if x.ndim else ravel(x)
    result = _accumulation(x, axis, dtype, None, ufunc)
    if include_initial:
        first = [slice(None)] * x.ndim
        first[axis] = slice(0, 1)
        shape = list(x.shape)
        shape[axis] = 1
        result = concatenate([start(result, shape=shape), result], axis)
    return written_to(out, result)


def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(x, axis, dtype, out, include_initial, _ufuncs.add, zeros_like)


def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(x, axis, dtype, out, include_initial, _ufuncs.multiply, ones_like)


__all__ = ["sum", "prod", "max", "amax", "min", "amin", "all", "any", "mean", "var", "std", "argmax", "argmin",
           "cumsum", "cumprod", "cumulative_sum", "cumulative_prod"]
