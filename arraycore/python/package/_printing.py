"""Arrays and floating numbers as text, with NumPy's printoptions, which each thread has its own of."""

import contextlib
import threading

from . import _core
from ._creation import asarray

_DEFAULTS = {"precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False, "nanstr": "nan",
             "infstr": "inf", "sign": "-", "floatmode": "maxprec", "legacy": False, "formatter": None}
_local = threading.local()


def get_printoptions():
    return dict(getattr(_local, "options", _DEFAULTS))


def _changed(**options):
    changed = {name: value for name, value in options.items() if value is not None}
    unknown = changed.keys() - _DEFAULTS.keys()
    if unknown:
        raise TypeError(f"unexpected options: {sorted(unknown)}")
    return dict(get_printoptions(), **changed)


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None,
                     infstr=None, formatter=None, sign=None, floatmode=None, *, legacy=None):
    options = _changed(precision=precision, threshold=threshold, edgeitems=edgeitems, linewidth=linewidth,
                       suppress=suppress, nanstr=nanstr, infstr=infstr, formatter=formatter, sign=sign,
                       floatmode=floatmode, legacy=legacy)
    if options["legacy"] == "1.13":
        options["sign"] = "-"
    _local.options = options


@contextlib.contextmanager
def printoptions(*args, **kwargs):
    before = get_printoptions()
    try:
        set_printoptions(*args, **kwargs)
        yield get_printoptions()
    finally:
        _local.options = before


def array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=" ", prefix="", *,
                 formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix="", legacy=None):
    options = _changed(linewidth=max_line_width, precision=precision, suppress=suppress_small, formatter=formatter,
                       threshold=threshold, edgeitems=edgeitems, sign=sign, floatmode=floatmode, legacy=legacy)
    return _core.array2string(asarray(a), options, separator, prefix, suffix)


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    return _core.array_str(asarray(a), _changed(linewidth=max_line_width, precision=precision, suppress=suppress_small))


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    return _core.array_repr(asarray(arr),
                            _changed(linewidth=max_line_width, precision=precision, suppress=suppress_small))


def _number(x):
    """NumPy takes whatever float() takes."""
    array = asarray(x)
    return array if array.dtype.kind == "f" else asarray(float(array))


def format_float_positional(x, precision=None, unique=True, fractional=True, trim="k", sign=False, pad_left=None,
                            pad_right=None, min_digits=None):
    return _core.format_float(_number(x), False, unique, fractional, trim, sign, {
        "precision": precision, "pad_left": pad_left, "pad_right": pad_right, "min_digits": min_digits})


def format_float_scientific(x, precision=None, unique=True, trim="k", sign=False, pad_left=None, exp_digits=None,
                            min_digits=None):
    return _core.format_float(_number(x), True, unique, True, trim, sign, {
        "precision": precision, "pad_left": pad_left, "exp_digits": exp_digits, "min_digits": min_digits})


__all__ = ["array2string", "array_repr", "array_str", "format_float_positional", "format_float_scientific",
           "get_printoptions", "printoptions", "set_printoptions"]
