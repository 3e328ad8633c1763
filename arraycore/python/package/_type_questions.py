"""Questions about dtypes: NumPy's abstract types, and which type several arrays have in common."""

import sys

from . import _core
from ._creation import asarray
from ._dtypes import complex64, complex128, clongdouble, dtype_of, float16, float32, float64, longdouble


class generic:
    """The root of NumPy's types. Classes stand for the abstract ones, dtypes for the others."""

    _kinds = "biufcmMSU"


class number(generic):
    _kinds = "iufcm"


class integer(number):
    _kinds = "ium"


class signedinteger(integer):
    _kinds = "im"


class unsignedinteger(integer):
    _kinds = "u"


class inexact(number):
    _kinds = "fc"


class floating(inexact):
    _kinds = "f"


class complexfloating(inexact):
    _kinds = "c"


class flexible(generic):
    _kinds = "SU"


class character(flexible):
    _kinds = "SU"


def _is_abstract(given):
    return isinstance(given, type) and issubclass(given, generic)


def issubdtype(arg1, arg2):
    if _is_abstract(arg1):
        return _is_abstract(arg2) and issubclass(arg1, arg2)
    found = dtype_of(arg1)
    if _is_abstract(arg2):
        return found.kind in arg2._kinds
    return found.type == dtype_of(arg2).type


def min_scalar_type(a, /):
    return _core.min_scalar_type(asarray(a))


_REAL = [float16, float32, float64, longdouble]
_COMPLEX = [complex64, complex64, complex128, clongdouble]


def common_type(*arrays):
    """The floating type that holds all of them; integers count as float64."""
    rank, is_complex = 0, False
    for array in arrays:
        found = array.dtype
        if found.kind not in "iufc":
            raise TypeError("can't get common type for non-numeric array")
        is_complex = is_complex or found.kind == "c"
        # Integers as float64, complex numbers as their parts.
        real = "d" if found.kind in "iu" else {"F": "f", "D": "d", "G": "g"}.get(found.char, found.char)
        rank = max(rank, "efdg".index(real))
    return (_COMPLEX if is_complex else _REAL)[rank]


# From the most precise to the least one.
_MINIMAL = "GDFgdf"


def mintypecode(typechars, typeset="GDFgdf", default="d"):
    """The least type code of `typeset` that all of these can be cast to safely."""
    found = {one if isinstance(one, str) else asarray(one).dtype.char for one in typechars} & set(typeset)
    if not found:
        return default
    if "F" in found and "d" in found:
        return "D"
    return min(found, key=_MINIMAL.find)


_NAMES = {"S1": "character", "?": "bool", "B": "unsigned char", "D": "complex double precision",
          "G": "complex long double precision", "F": "complex single precision", "I": "unsigned integer",
          "H": "unsigned short", "L": "unsigned long integer", "O": "object", "Q": "unsigned long long integer",
          "S": "string", "U": "unicode", "V": "void", "b": "signed char", "d": "double precision",
          "g": "long precision", "f": "single precision", "i": "integer", "h": "short", "l": "long integer",
          "q": "long long integer"}


def typename(char):
    return _NAMES[char]


typecodes = {"Character": "c", "Integer": "bhilqnp", "UnsignedInteger": "BHILQNP", "Float": "efdg", "Complex": "FDG",
             "AllInteger": "bBhHiIlLqQnNpP", "AllFloat": "efdgFDG", "Datetime": "Mm",
             "All": "?bhilqnpBHILQNPefdgFDGSUVOMm"}
little_endian = sys.byteorder == "little"
float128, complex256 = longdouble, clongdouble
True_, False_ = asarray(True), asarray(False)

__all__ = ["False_", "True_", "character", "common_type", "complex256", "complexfloating", "flexible", "float128",
           "floating", "generic", "inexact", "integer", "issubdtype", "little_endian", "min_scalar_type", "mintypecode",
           "number", "signedinteger", "typecodes", "typename", "unsignedinteger"]
