"""Arrays as text: each element as NumPy's str has it, in nested brackets."""

from . import _core

def element_text(array):
    """Of an array without axes."""
    if array.dtype.kind in "SU":
        return str(array.tolist())
    return array._cast(_core.dtype("U128"), "unsafe").tolist()


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
