"""Functions of each element that NumPy composes of ufuncs."""

from . import _core, _ufuncs
from ._core import ndarray
from ._creation import array, asarray, zeros
from ._selection import where
from ._ufuncs import (absolute, add, arctan2, divide, equal, isfinite, isinf, isnan, less_equal, logical_and, multiply,
                      signbit, sin, subtract)

pi = 3.141592653589793
e = 2.718281828459045
euler_gamma = 0.5772156649015329
inf = float("inf")
nan = float("nan")
newaxis = None


def astype(x, dtype, /, *, copy=True, device=None):
    return x.astype(dtype, copy=copy)


def real(val):
    return asarray(val).real


def imag(val):
    return asarray(val).imag


def angle(z, deg=False):
    z = asarray(z)
    result = arctan2(z.imag, z.real)
    return multiply(result, 180 / pi) if deg else result


def isreal(x):
    return imag(x) == 0


def iscomplex(x):
    return imag(x) != 0


def isrealobj(x):
    return asarray(x).dtype.kind != "c"


def iscomplexobj(x):
    return asarray(x).dtype.kind == "c"


def isposinf(x, out=None):
    return logical_and(isinf(x), _ufuncs.logical_not(signbit(x)), out=out)


def isneginf(x, out=None):
    return logical_and(isinf(x), signbit(x), out=out)


def isclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    """|a - b| <= atol + rtol |b|, computed in floating point, or both the same infinity."""
    from ._state import errstate

    a, b = _core.operands([a, b])
    with errstate(all="ignore"):
        near = absolute(b) if b.dtype.kind in "fcm" else absolute(b._cast(_core.dtype("float64"), "unsafe"))
        one = multiply(b, 1.0) if b.dtype.kind in "biu" else b
        distance = absolute(subtract(a, one))
        close = logical_and(less_equal(distance, add(atol, multiply(rtol, near))), isfinite(b))
        result = _ufuncs.logical_or(close, equal(a, b))
        if equal_nan:
            result = _ufuncs.logical_or(result, logical_and(isnan(a), isnan(b)))
    return result


def allclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    return bool(isclose(a, b, rtol, atol, equal_nan).all())


def array_equal(a1, a2, equal_nan=False):
    a1, a2 = asarray(a1), asarray(a2)
    if a1.shape != a2.shape:
        return False
    same = equal(a1, a2)
    if equal_nan and a1.dtype.kind in "fc" and a2.dtype.kind in "fc":
        same = _ufuncs.logical_or(same, logical_and(isnan(a1), isnan(a2)))
    return bool(same.all())


def array_equiv(a1, a2):
    a1, a2 = asarray(a1), asarray(a2)
    try:
        _core.broadcast_shapes([list(a1.shape), list(a2.shape)])
    except ValueError:
        return False
    return bool(equal(a1, a2).all())


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    from ._dtypes import finfo

    x = array(x, copy=True) if copy else asarray(x)
    if x.dtype.kind not in "fc":
        return x
    limits = finfo(x.dtype)._arrays
    for part in (x.real, x.imag) if x.dtype.kind == "c" else (x,):
        places = isnan(part), isposinf(part), isneginf(part)
        values = nan, limits["max"] if posinf is None else posinf, -limits["max"] if neginf is None else neginf
        for place, value in zip(places, values):
            _core.copyto(part, _core.operands([part, value])[1], "unsafe", place)
    return x


def fix(x, out=None):
    return _ufuncs.trunc(x, out=out)


def real_if_close(a, tol=100):
    """The real parts, if all imaginary ones are below `tol`, or below so many epsilons of the type."""
    from ._dtypes import finfo

    a = asarray(a)
    if a.dtype.kind != "c":
        return a
    bound = float(finfo(a.dtype).eps) * tol if tol > 1 else tol
    return a.real if bool((absolute(a.imag) < bound).all()) else a


def isscalar(element):
    """Python's own; arrays without axes stand for NumPy's scalars."""
    import numbers

    return isinstance(element, (str, bytes, numbers.Number)) or isinstance(element, ndarray) and element.ndim == 0


def isfortran(a):
    return a._contiguous("F") and not a._contiguous("C")


def sinc(x):
    """sin(pi x) / (pi x); 1 where that argument is 0."""
    x = asarray(x)
    if x.dtype.kind in "biu":
        x = x._cast(_core.dtype("float64"), "unsafe")
    # A float16's product with pi may round to 0, though it isn't.
    wide = x._cast(_core.dtype("float32"), "unsafe") if x.dtype.char == "e" else x
    argument = multiply(wide, pi)
    nought = equal(argument, 0)
    argument = where(nought, 1, argument)
    return where(nought, 1, divide(sin(argument), argument))._cast(x.dtype, "unsafe")


__all__ = [name for name, value in list(globals().items())
           if not name.startswith("_") and (getattr(value, "__module__", None) == __name__ or name in
                                            ("pi", "e", "euler_gamma", "inf", "nan", "newaxis"))]
