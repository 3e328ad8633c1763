"""dtypes, what one can become another, and the limits of numbers."""

from . import _core
from ._core import dtype, ndarray, promote_types

bool = bool_ = dtype("bool")
int8, int16, int32, int64 = (dtype(f"int{bits}") for bits in (8, 16, 32, 64))
uint8, uint16, uint32, uint64 = (dtype(f"uint{bits}") for bits in (8, 16, 32, 64))
float16, float32, float64, longdouble = (dtype(name) for name in ("float16", "float32", "float64", "longdouble"))
complex64, complex128, clongdouble = (dtype(name) for name in ("complex64", "complex128", "clongdouble"))
byte, short, intc, int_, intp, longlong, long = int8, int16, int32, int64, int64, int64, int64
ubyte, ushort, uintc, uint, uintp, ulonglong, ulong = uint8, uint16, uint32, uint64, uint64, uint64, uint64
half, single, double, csingle, cdouble = float16, float32, float64, complex64, complex128
str_, bytes_, datetime64, timedelta64 = (dtype(name) for name in ("str", "bytes", "datetime64", "timedelta64"))

_NUMBERS = (__builtins__["bool"] if isinstance(__builtins__, dict) else __builtins__.bool, int, float, complex)
_KINDS = {
    "bool": "b",
    "signed integer": "i",
    "unsigned integer": "u",
    "integral": "iu",
    "real floating": "f",
    "complex floating": "c",
    "numeric": "iufc",
}


def dtype_of(value):
    """The dtype of an array, or the one that a dtype, a type or a string names."""
    return value.dtype if isinstance(value, ndarray) else dtype(value)


def can_cast(from_, to, casting="safe"):
    return _core.can_cast(dtype_of(from_), dtype(to), casting)


def result_type(*arrays_and_dtypes):
    if not arrays_and_dtypes:
        raise ValueError("at least one array or dtype is required")
    numbers = [value for value in arrays_and_dtypes if type(value) in _NUMBERS]
    dtypes = [dtype_of(value) for value in arrays_and_dtypes if type(value) not in _NUMBERS]
    if not dtypes:
        return _core.result_type([dtype(type(value)) for value in numbers])
    common = _core.result_type(dtypes)
    for number in numbers:
        common = _core.result_type_with_number(common, number)
    return common


def isdtype(dtype, kind):
    if isinstance(kind, tuple):
        return any(isdtype(dtype, one) for one in kind)
    if isinstance(kind, str):
        if kind not in _KINDS:
            raise ValueError(f"no such kind of dtypes: {kind!r}")
        return _core.dtype(dtype).kind in _KINDS[kind]
    return _core.dtype(dtype) == _core.dtype(kind)


class iinfo:
    """The limits of integers."""

    def __init__(self, type):
        self.dtype = dtype_of(type)
        if self.dtype.kind not in "iu":
            raise ValueError(f"{self.dtype} is no integer type")
        self.kind = self.dtype.kind
        self.bits = 8 * self.dtype.itemsize
        signed = self.kind == "i"
        self.min = -(1 << (self.bits - 1)) if signed else 0
        self.max = (1 << (self.bits - signed)) - 1


class _Limit(float):
    """A Python number that is written with the digits that its own type needs."""

    def __new__(cls, array):
        limit = super().__new__(cls, array)
        limit._text = str(array)
        return limit

    def __str__(self):
        return self._text


class finfo:
    """The limits of floating-point numbers; of complex ones those of their parts."""

    # Bits of the significand behind its point, bits of the exponent. A long double's leading bit is written.
    _FORMATS = {"e": (10, 5), "f": (23, 8), "d": (52, 11), "g": (63, 15)}

    def __init__(self, dtype):
        from ._creation import array
        from ._ufuncs import ldexp, nextafter

        given = dtype_of(dtype)
        real = {"F": "f", "D": "d", "G": "g"}.get(given.char, given.char)
        if real not in self._FORMATS:
            raise ValueError(f"{given} isn't inexact")
        self.dtype = _core.dtype(real)
        self.nmant, self.iexp = self._FORMATS[real]
        self.maxexp = 1 << (self.iexp - 1)
        self.minexp = 2 - self.maxexp
        self.bits = 8 * self.dtype.itemsize

        def power(exponent):
            return ldexp(array(1, self.dtype), exponent)

        inf = array("inf", self.dtype)
        limits = {
            "eps": power(-self.nmant),
            "epsneg": power(-self.nmant - 1),
            "max": nextafter(inf, array(0, self.dtype)),
            "smallest_normal": power(self.minexp),
            "smallest_subnormal": power(self.minexp - self.nmant),
        }
        # Python's own numbers hold those of all types but long double.
        self._arrays = limits
        for name, limit in limits.items():
            setattr(self, name, limit if real == "g" else _Limit(limit))
        self.min = -self.max if real == "g" else _Limit(-limits["max"])
        self.tiny = self.smallest_normal
        self.resolution = 10.0 ** -self.precision

    @property
    def precision(self):
        return int(self.nmant * 0.30102999566398120)
