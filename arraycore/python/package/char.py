"""numpy.char: numpy.strings, but white space at the end doesn't count in comparisons, and parts stand in one array."""

from . import _ufuncs, strings
from ._shapes import stack
from .strings import *  # noqa: F403


def _comparison(name):
    compared = getattr(_ufuncs, name)

    def comparison(x1, x2):
        return compared(strings.rstrip(x1), strings.rstrip(x2))

    comparison.__name__ = comparison.__qualname__ = name
    return comparison


equal, not_equal, less, less_equal, greater, greater_equal = (
    _comparison(name) for name in ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal"))


def partition(a, sep):
    return stack(strings.partition(a, sep), axis=-1)


def rpartition(a, sep):
    return stack(strings.rpartition(a, sep), axis=-1)


__all__ = list(strings.__all__)
