"""Arrays as text: each element as NumPy's str has it, in nested brackets."""

from . import _core

_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days", "h": "hours", "m": "minutes", "s": "seconds",
          "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds", "ps": "picoseconds", "fs": "femtoseconds",
          "as": "attoseconds"}


def _duration(array):
    ticks = array._view(_core.dtype("int64")).tolist()
    if ticks == -(2**63):
        return "NaT"
    unit = array.dtype.str.partition("[")[2].rstrip("]")
    letters = unit.lstrip("0123456789")
    multiple = int(unit[: len(unit) - len(letters)] or 1)
    return f"{ticks * multiple} {_UNITS.get(letters, 'generic time units')}"


def element_text(array):
    """Of an array without axes."""
    kind = array.dtype.kind
    if kind == "m":
        return _duration(array)
    if kind in "SU":
        return str(array.tolist())
    return array._cast(_core.dtype("U64" if kind == "M" else "U128"), "unsafe").tolist()


def array_text(array, separator, element=element_text):
    if array.ndim == 0:
        return element(array)
    return "[" + separator.join(array_text(part, separator, element) for part in array) + "]"


def _quoted(array):
    return repr(array.tolist()) if array.dtype.kind in "SU" else element_text(array)


def array_repr(array):
    plain = array.dtype.char in "?ldDSU"
    words = array_text(array, ", ", _quoted) if array.size else str(array.tolist())
    return f"array({words}" + ("" if plain else f", dtype={array.dtype.name}") + ")"
