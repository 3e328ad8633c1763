"""Polynomials by their coefficients, the highest power first, and windows."""

import functools
import operator
import warnings

from . import _core
from ._creation import asarray
from .linalg import of_matrices


class RankWarning(RuntimeWarning):
    """A fit whose matrix has less than the full rank."""


def _of_objects(function):
    """Of a poly1d among the operands comes one."""

    @functools.wraps(function)
    def wrapped(*operands, **options):
        from ._poly1d import poly1d

        result = function(*operands, **options)
        if not any(isinstance(operand, poly1d) for operand in operands):
            return result
        return tuple(poly1d(part) for part in result) if isinstance(result, tuple) else poly1d(result)

    return wrapped


@_of_objects
def polyadd(a1, a2):
    return _core.polyadd(asarray(a1), asarray(a2))


@_of_objects
def polysub(a1, a2):
    return _core.polysub(asarray(a1), asarray(a2))


@_of_objects
def polymul(a1, a2):
    return _core.polymul(asarray(a1), asarray(a2))


@_of_objects
def polydiv(u, v):
    return _core.polydiv(asarray(u), asarray(v))


def polyval(p, x):
    return _core.polyval(asarray(p), asarray(x))


@_of_objects
def polyder(p, m=1):
    return _core.polyder(asarray(p), operator.index(m))


@_of_objects
def polyint(p, m=1, k=None):
    return _core.polyint(asarray(p), operator.index(m), None if k is None else asarray(k))


def poly(seq_of_zeros):
    roots = asarray(seq_of_zeros)
    if roots.ndim == 2:
        raise NotImplementedError("arraycore has no poly of a matrix yet")
    return _core.poly(roots)


@of_matrices
def roots(p):
    return _core.roots(asarray(p))


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    wanted = "none" if full or not cov else "unscaled" if isinstance(cov, str) and cov == "unscaled" else "scaled"
    weights = None if w is None else asarray(w)
    *found, rcond, covariance = of_matrices(_core.polyfit)(
        asarray(x), asarray(y), operator.index(deg), rcond, weights, wanted)
    coefficients, _, rank, _ = found
    if full:
        return (*found, rcond)
    if rank != operator.index(deg) + 1:
        warnings.warn("Polyfit may be poorly conditioned", RankWarning, stacklevel=2)
    return (coefficients, covariance) if cov else coefficients


def vander(x, N=None, increasing=False):
    return _core.vander(asarray(x), N, bool(increasing))


def bartlett(M):
    return _core.bartlett(operator.index(M))


def blackman(M):
    return _core.blackman(operator.index(M))


def hamming(M):
    return _core.hamming(operator.index(M))


def hanning(M):
    return _core.hanning(operator.index(M))


def kaiser(M, beta):
    return _core.kaiser(operator.index(M), float(beta))


def i0(x):
    return _core.i0(asarray(x))


__all__ = [name for name, value in list(globals().items())
           if callable(value) and not name.startswith("_") and value.__module__ == __name__]
