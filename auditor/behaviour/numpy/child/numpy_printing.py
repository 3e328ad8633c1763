"""Operations that are texts, in NumPy: the counterpart of ../reference/printing.cpp."""

import codecs

import numpy as np

from print_defaults import DEFAULTS


def print_array(r, a):
    # All of them each time; the context manager of 2.2 doesn't know legacy="2.1".
    options = dict(r["options"])
    if options.pop("formatter", None):
        options["formatter"] = {"all": lambda element: codecs.encode(element.tobytes(), "hex").decode()}
    np.set_printoptions(**options)
    try:
        if r["function"] == "array2string":
            return np.array2string(a[0], separator=r["separator"], prefix=r["prefix"], suffix=r["suffix"])
        return getattr(np, r["function"])(a[0])
    finally:
        np.set_printoptions(**DEFAULTS)


def format_float(r, a):
    function = np.format_float_scientific if r["scientific"] else np.format_float_positional
    return function(a[0][()], **r["layout"])


GIVES_TEXTS = True
OPERATIONS = {
    "format": lambda r, a: format(a[0][()], ".%df" % r["digits"]),
    "binary_repr": lambda r, a: np.binary_repr(a[0][()], r["width"]),
    "base_repr": lambda r, a: np.base_repr(a[0][()], r["base"]),
    "print": print_array,
    "format_float": format_float,
    "scalar_text": lambda r, a: str((repr if r["repr"] else str)(a[0][()])),
}
