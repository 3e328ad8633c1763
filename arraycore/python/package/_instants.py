"""Moments of time, whatever the unit they are counted in."""

from . import _core

# Of each unit, in attoseconds; years and months are counted in months.
_SECONDS = {"W": 604800, "D": 86400, "h": 3600, "m": 60, "s": 1}
_FRACTIONS = {"s": 0, "ms": 1, "us": 2, "ns": 3, "ps": 4, "fs": 5, "as": 6}


def instant(array):
    """What equal times of different units have in common: a kind and a number."""
    if array.dtype.kind == "M" and array.dtype.str[-2:] in ("Y]", "M]"):
        array = array._cast(_core.dtype("M8[D]"), "unsafe")
    ticks = array._view(_core.dtype("int64")).tolist()
    unit = array.dtype.str.partition("[")[2].rstrip("]")
    letters = unit.lstrip("0123456789")
    if ticks == -(2**63) or not letters:
        return "none", ticks
    number = ticks * int(unit[: len(unit) - len(letters)] or 1)
    if letters in ("Y", "M"):
        return "months", number * (12 if letters == "Y" else 1)
    if letters in _FRACTIONS:
        return "attoseconds", number * 1000 ** (6 - _FRACTIONS[letters])
    return "attoseconds", number * _SECONDS[letters] * 10**18
