"""NumPy's universal functions. arraycore has their loops; here are their arguments."""

import operator

from . import _core
from ._core import dtype as _dtype
from ._core import ndarray
from ._state import report

no_value = type("no_value", (), {"__repr__": lambda self: "<no value>"})()


def axes_of(axis):
    """None, a number or several, as a list."""
    if axis is None:
        return None
    return [operator.index(axis)] if hasattr(axis, "__index__") else [operator.index(one) for one in axis]


def mask_of(where):
    from ._creation import asarray

    return None if where is True else asarray(where)


def written_to(out, result, casting="same_kind"):
    """The result, or `out` with it in its elements."""
    if isinstance(out, tuple):
        (out,) = out
    if out is None:
        return result
    if out.shape != result.shape:
        raise ValueError(f"output array has shape {out.shape}, the result {result.shape}")
    _core.copyto(out, result, casting, None)
    return out


def _letters(signature):
    if signature is None or isinstance(signature, str):
        return signature or ""
    *inputs, output = ("" if one is None else _dtype(one).char for one in signature)
    return output if not any(inputs) else "".join(inputs) + "->" + output


class ufunc:
    """A function that computes element by element."""

    def __init__(self, name):
        self.__name__ = self.__qualname__ = name
        self.nin, self.nout, identity, self._loops = _core.describe_ufunc(name)
        self.nargs = self.nin + self.nout
        self.ntypes = len(self._loops)
        self.identity = None if identity is None else float(identity) if identity == "-inf" else int(identity)

    @property
    def types(self):
        return list(_core.describe_ufunc(self.__name__)[3])

    def __repr__(self):
        return f"<ufunc '{self.__name__}'>"

    def __call__(self, *args, out=None, where=True, casting="same_kind", order="K", dtype=None, subok=True,
                 signature=None, sig=None):
        inputs = args[: self.nin]
        if len(args) < self.nin or len(args) > self.nargs:
            raise TypeError(f"{self.__name__}() takes from {self.nin} to {self.nargs} positional arguments "
                            f"but {len(args)} were given")
        if len(args) > self.nin:
            out = args[self.nin:] + (None,) * (self.nargs - len(args))
        letters = _dtype(dtype).char if dtype is not None else _letters(signature or sig)
        outputs = out if isinstance(out, tuple) else (out,) + (None,) * (self.nout - 1)
        if len(outputs) != self.nout:
            raise ValueError("The 'out' tuple must have exactly one entry per ufunc output")
        if any(output is not None and not isinstance(output, ndarray) for output in outputs):
            raise TypeError("return arrays must be of ArrayType")
        mask = mask_of(where)
        if all(output is not None for output in outputs):
            flags = _core.call_ufunc_into(self.__name__, inputs, outputs, mask, casting, letters)
            results = outputs
        else:
            results, flags = _core.call_ufunc(self.__name__, inputs, mask, casting, letters)
            results = tuple(written_to(one, result, casting) for one, result in zip(outputs, results))
        report(flags, self.__name__)
        return results[0] if self.nout == 1 else results

    def reduce(self, array, axis=0, dtype=None, out=None, keepdims=False, initial=no_value, where=True):
        from ._creation import asarray

        array = asarray(array)
        axes = axes_of(axis)
        if array.ndim == 0 and axes == [0]:
            axes = None
        begin = None if initial is no_value or initial is None else _initial(initial, array, dtype)
        result, flags = _core.reduce(self.__name__, array, axes, dtype, keepdims, begin, mask_of(where))
        report(flags, "reduce")
        return written_to(out, result)

    def accumulate(self, array, axis=0, dtype=None, out=None):
        from ._creation import asarray

        return written_to(out, _core.accumulate(self.__name__, asarray(array), axis, dtype))

    def reduceat(self, array, indices, axis=0, dtype=None, out=None):
        from ._creation import asarray

        places = _core.integers(asarray(indices))
        return written_to(out, _core.reduce_at(self.__name__, asarray(array), places, axis, dtype))

    def outer(self, A, B, /, *, casting="same_kind", dtype=None, signature=None):
        letters = _dtype(dtype).char if dtype is not None else _letters(signature)
        results, flags = _core.outer_ufunc(self.__name__, (A, B), casting, letters)
        report(flags, self.__name__)
        return results[0] if self.nout == 1 else results

    def at(self, a, indices, b=None, /):
        if not isinstance(a, ndarray):
            raise TypeError("first operand must be array")
        values = None if b is None else _core.operands([a, b])[1]
        _core.apply_at(self.__name__, a, indices, values)


def _initial(initial, array, dtype):
    """A number to begin with, of the array's kind."""
    if isinstance(initial, ndarray):
        return initial
    return _core.operands([array if dtype is None else _core.zeros([1], dtype, "C"), initial])[1]


_ALIASES = {
    "abs": "absolute", "acos": "arccos", "acosh": "arccosh", "asin": "arcsin", "asinh": "arcsinh", "atan": "arctan",
    "atan2": "arctan2", "atanh": "arctanh", "bitwise_invert": "invert", "bitwise_left_shift": "left_shift",
    "bitwise_not": "invert", "bitwise_right_shift": "right_shift", "conj": "conjugate", "mod": "remainder",
    "pow": "power", "true_divide": "divide",
}
__all__ = []
for _name in _core.ufunc_names():
    globals()[_name] = ufunc(_name)
    __all__.append(_name)
for _name, _main in _ALIASES.items():
    globals()[_name] = globals()[_main]
    __all__.append(_name)
# NumPy's clip isn't the ufunc itself: see _elementwise.
__all__.remove("clip")
