"""Functions of bytes and text, by the names of numpy.strings."""

from . import _core
from ._creation import asarray
from ._ufuncs import add, equal, greater, greater_equal, less, less_equal, not_equal

_TO_THE_END = 2**63 - 1


def _same_kind(part, texts):
    """A part as bytes beside bytes, where it is text of Python's."""
    part = asarray(part)
    if (texts.dtype.kind, part.dtype.kind) != ("S", "U"):
        return part
    return part._cast(_core.dtype(f"S{part.dtype.itemsize // 4}"), "unsafe")


def _of_one(name, function):
    def of_one(a, /):
        return function(asarray(a))

    return _named(name, of_one)


def _search(name, function):
    def search(a, sub, start=0, end=None):
        a = asarray(a)
        return function(a, asarray(sub), asarray(start), asarray(_TO_THE_END if end is None else end))

    return _named(name, search)


def _strip(name, function):
    def strip(a, chars=None):
        return function(asarray(a), None if chars is None else asarray(chars))

    return _named(name, strip)


def _justify(name, function):
    def justify(a, width, fillchar=" "):
        a = asarray(a)
        return function(a, asarray(width), _same_kind(fillchar, a))

    return _named(name, justify)


def _partition(name, function):
    def partition(a, sep):
        return function(asarray(a), asarray(sep))

    return _named(name, partition)


def _named(name, function):
    function.__name__ = function.__qualname__ = name
    return function


str_len = _of_one("str_len", _core.str_len)
isalpha, isdigit, isspace, isalnum, islower, isupper, istitle, isdecimal, isnumeric = (
    _of_one(name, getattr(_core, "text_" + name)) for name in (
        "isalpha", "isdigit", "isspace", "isalnum", "islower", "isupper", "istitle", "isdecimal", "isnumeric"))
upper, lower, swapcase, capitalize, title = (
    _of_one(name, getattr(_core, "text_" + name)) for name in ("upper", "lower", "swapcase", "capitalize", "title"))
find, rfind, index, rindex, count, startswith, endswith = (
    _search(name, getattr(_core, "text_" + name)) for name in (
        "find", "rfind", "index", "rindex", "count", "startswith", "endswith"))
strip, lstrip, rstrip = (_strip(name, getattr(_core, "text_" + name)) for name in ("strip", "lstrip", "rstrip"))
ljust, rjust, center = (_justify(name, getattr(_core, "text_" + name)) for name in ("ljust", "rjust", "center"))
partition, rpartition = (_partition(name, getattr(_core, "text_" + name)) for name in ("partition", "rpartition"))


def zfill(a, width):
    return _core.text_zfill(asarray(a), asarray(width))


def replace(a, old, new, count=-1):
    return _core.text_replace(asarray(a), asarray(old), asarray(new), asarray(count))


def multiply(a, i):
    return _core.text_multiply(asarray(a), asarray(i))


def expandtabs(a, tabsize=8):
    return _core.text_expandtabs(asarray(a), asarray(tabsize))


__all__ = ["add", "equal", "greater", "greater_equal", "less", "less_equal", "not_equal",
           *(name for name, value in list(globals().items())
             if callable(value) and not name.startswith("_") and value.__module__ == __name__)]
