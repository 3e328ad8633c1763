"""The array object's operators, methods and attributes. Its memory and its indices are in the extension."""

import operator

from . import _core, _creation, _instants, _printing, _products, _reductions, _selection, _shapes, _sorting, _statistics, _ufuncs
from ._core import dtype, ndarray

_OPERATORS = {
    "add": _ufuncs.add, "sub": _ufuncs.subtract, "mul": _ufuncs.multiply, "truediv": _ufuncs.divide,
    "floordiv": _ufuncs.floor_divide, "mod": _ufuncs.remainder, "divmod": _ufuncs.divmod, "pow": _ufuncs.power,
    "and": _ufuncs.bitwise_and, "or": _ufuncs.bitwise_or, "xor": _ufuncs.bitwise_xor, "lshift": _ufuncs.left_shift,
    "rshift": _ufuncs.right_shift,
}
_COMPARISONS = {"eq": _ufuncs.equal, "ne": _ufuncs.not_equal, "lt": _ufuncs.less, "le": _ufuncs.less_equal,
                "gt": _ufuncs.greater, "ge": _ufuncs.greater_equal}
_UNARY = {"neg": _ufuncs.negative, "pos": _ufuncs.positive, "abs": _ufuncs.absolute, "invert": _ufuncs.invert}


def _is_operand(value):
    return isinstance(value, (ndarray, int, float, complex, str, bytes, list, tuple)) or \
        _core.foreign_array(value) is not None


def _operator(ufunc):
    def forward(self, other):
        return ufunc(self, other) if _is_operand(other) else NotImplemented

    def reflected(self, other):
        return ufunc(other, self) if _is_operand(other) else NotImplemented

    def inplace(self, other):
        return ufunc(self, other, out=self) if _is_operand(other) else NotImplemented

    return forward, reflected, inplace


def _whole(self):
    """The element of an array that has one."""
    if self.size != 1:
        raise TypeError("only length-1 arrays can be converted to Python scalars")
    return _core.reshape(self, [], "C", None)


def _exact(self):
    """A long double as a whole number and an exponent of 2."""
    fraction, exponent = _ufuncs.frexp(self)
    digits = int(_ufuncs.ldexp(_ufuncs.absolute(fraction), 64)._cast(dtype("uint64"), "unsafe").tolist())
    return (-digits if bool(_ufuncs.signbit(self).tolist()) else digits), int(exponent.tolist()) - 64


def __bool__(self):
    if self.size != 1:
        raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
                         if self.size else "The truth value of an empty array is ambiguous.")
    return _core.reshape(self, [], "C", None)._cast(dtype("bool"), "unsafe").tolist()


def __int__(self):
    element = _whole(self)
    if element.dtype.char == "g" and bool(_ufuncs.isfinite(element).tolist()):
        digits, exponent = _exact(element)
        whole = abs(digits) << exponent if exponent >= 0 else abs(digits) >> -exponent
        return -whole if digits < 0 else whole
    if element.dtype.kind in "mM":
        return element._view(dtype("int64")).tolist()
    if element.dtype.kind == "c":
        raise TypeError("int() argument must not be complex")
    return int(element.tolist() if element.dtype.char != "g" else float(element))


def __float__(self):
    element = _whole(self)
    if element.dtype.kind == "c":
        raise TypeError("float() argument must not be complex")
    return float(element._cast(dtype("float64"), "unsafe").tolist())


def __complex__(self):
    return _whole(self)._cast(dtype("complex128"), "unsafe").tolist()


def __index__(self):
    if self.ndim or self.dtype.kind not in "iu":
        raise TypeError("only integer scalar arrays can be converted to a scalar index")
    return self.tolist()


def __len__(self):
    if self.ndim == 0:
        raise TypeError("len() of unsized object")
    return self.shape[0]


def __iter__(self):
    if self.ndim == 0:
        raise TypeError("iteration over a 0-d array")
    return (self[i] for i in range(self.shape[0]))


def __contains__(self, value):
    return bool((self == value).any())


def __hash__(self):
    """Of an array without axes, which is what NumPy's scalars are here: that of the Python number it equals."""
    if self.ndim:
        raise TypeError("unhashable type: 'arraycore.ndarray'")
    if self.dtype.char == "g" and bool(_ufuncs.isfinite(self).tolist()):
        from fractions import Fraction

        digits, exponent = _exact(self)
        return hash(Fraction(digits) * Fraction(2) ** exponent)
    if self.dtype.kind in "mM":
        return hash(_instants.instant(self))
    return hash(self.tolist() if self.dtype.char not in "gG" else self.tobytes())


def __format__(self, spec):
    if self.ndim or not spec:
        return format(str(self), spec)
    if self.dtype.char == "g" and bool(_ufuncs.isfinite(self).tolist()):
        from decimal import Context, Decimal

        digits, exponent = _exact(self)
        context = Context(prec=20000, Emin=-30000, Emax=30000)  # enough for all digits of every long double
        return format(context.multiply(Decimal(digits), context.power(Decimal(2), exponent)), spec)
    return format(float(self) if self.dtype.char == "g" else self.item(), spec)


def __round__(self, ndigits=None):
    if ndigits is not None:
        return _statistics.round(self, ndigits)
    return int(_ufuncs.rint(self))


def __trunc__(self):
    return int(self)


def __matmul__(self, other):
    return _products.matmul(self, other)


def __rmatmul__(self, other):
    return _products.matmul(other, self)


def __imatmul__(self, other):
    return _products.matmul(self, other, out=self)


def __str__(self):
    return _printing.array_str(self)


def __repr__(self):
    return _printing.array_repr(self)


def __copy__(self):
    return _creation.copy(self)


def __deepcopy__(self, memo):
    return _creation.copy(self)


def __array_namespace__(self, /, *, api_version=None):
    import arraycore

    if api_version not in (None, "2021.12", "2022.12", "2023.12", "2024.12", "2025.12"):
        raise ValueError(f"version {api_version!r} of the array API isn't supported")
    return arraycore


def __dlpack__(self, *, stream=None, max_version=None, dl_device=None, copy=None):
    if dl_device not in (None, (1, 0)):
        raise BufferError(f"arraycore can't hand arrays over to the device {dl_device}")
    array = self._copy("C") if copy else self
    return _core.dlpack(array, max_version is not None and max_version[0] >= 1, bool(copy))


def __dlpack_device__(self):
    return (1, 0)


def item(self, *args):
    if args:
        place = args[0] if len(args) == 1 and isinstance(args[0], tuple) else args
        found = self[place] if len(place) == self.ndim else _shapes.ravel(self)[place[0]]
    elif self.size != 1:
        raise ValueError("can only convert an array of size 1 to a Python scalar")
    else:
        found = _core.reshape(self, [], "C", None)
    return found.tolist()


def astype(self, dtype, order="K", casting="unsafe", subok=True, copy=True):
    wanted = _creation._resolved(_core.dtype(dtype), self)
    if not _core.can_cast(self.dtype, wanted, casting):
        raise TypeError(f"Cannot cast array data from {self.dtype!r} to {wanted!r} according to the rule '{casting}'")
    return _creation._array(self, wanted, True if copy else None, order)


def view(self, dtype=None, type=None):
    return self._alias() if dtype is None else self._view(_core.dtype(dtype))


def reshape(self, *shape, order="C", copy=None):
    return _shapes.reshape(self, shape[0] if len(shape) == 1 else shape, order, copy=copy)


def transpose(self, *axes):
    if len(axes) == 1 and not hasattr(axes[0], "__index__"):
        axes = axes[0]
    return _shapes.transpose(self, axes or None)


def fill(self, value):
    _selection.copyto(self, value, "unsafe")


def flatten(self, order="C"):
    return _shapes.ravel(self, order)._copy("C")


def to_device(self, device, /, *, stream=None):
    _creation._on_cpu(device)
    return self


def sort(self, axis=-1, kind=None, order=None, *, stable=None, descending=False):
    self[...] = _sorting.sort(self, axis, kind, order, stable=stable, descending=descending)


def partition(self, kth, axis=-1, kind="introselect", order=None):
    self[...] = _sorting.partition(self, kth, axis, kind, order)


class Flags(dict):
    """`a.flags`, by name and by attribute."""

    def __getattr__(self, name):
        try:
            return self[name.upper()]
        except KeyError:
            raise AttributeError(name) from None


def _flags(self):
    return Flags(C_CONTIGUOUS=self._contiguous("C"), F_CONTIGUOUS=self._contiguous("F"), WRITEABLE=self._writable)


def _real(self):
    return self._part(False) if self.dtype.kind == "c" else self


def _imag(self):
    return self._part(True) if self.dtype.kind == "c" else _creation.zeros_like(self)


def _set_real(self, value):
    _real(self)[...] = value


def _set_imag(self, value):
    self._part(True)[...] = value


def _attach():
    for name, ufunc in _OPERATORS.items():
        forward, reflected, inplace = _operator(ufunc)
        setattr(ndarray, f"__{name}__", forward)
        setattr(ndarray, f"__r{name}__", reflected)
        if name != "divmod":
            setattr(ndarray, f"__i{name}__", inplace)
    for name, ufunc in _COMPARISONS.items():
        setattr(ndarray, f"__{name}__", _operator(ufunc)[0])
    for name, ufunc in _UNARY.items():
        setattr(ndarray, f"__{name}__", lambda self, ufunc=ufunc: ufunc(self))
    for function in (__bool__, __int__, __float__, __complex__, __index__, __len__, __iter__, __contains__, __hash__,
                     __format__, __round__, __trunc__, __matmul__, __rmatmul__, __imatmul__, __str__, __repr__, __copy__,
                     __deepcopy__, __array_namespace__, __dlpack__,
                     __dlpack_device__, item, astype, view, reshape, transpose, fill, flatten, to_device, sort, partition):
        setattr(ndarray, function.__name__, function)
    for function in (_reductions.sum, _reductions.prod, _reductions.max, _reductions.min, _reductions.all,
                     _reductions.any, _reductions.mean, _reductions.var, _reductions.std, _reductions.argmax,
                     _reductions.argmin, _reductions.cumsum, _reductions.cumprod, _statistics.clip,
                     _sorting.argsort, _sorting.argpartition, _sorting.searchsorted, _statistics.dot, _statistics.round,
                     _statistics.ptp, _shapes.ravel, _shapes.squeeze, _shapes.swapaxes, _shapes.repeat, _shapes.diagonal, _shapes.trace,
                     _selection.nonzero, _selection.take, _selection.put, _selection.choose, _creation.copy):
        setattr(ndarray, function.__name__, function)
    ndarray.conj = ndarray.conjugate = lambda self: _ufuncs.conjugate(self)
    ndarray.compress = lambda self, condition, axis=None, out=None: _selection.compress(condition, self, axis, out)
    ndarray.T = property(_core.transposed)
    ndarray.mT = property(_shapes.matrix_transpose)
    ndarray.real = property(_real, _set_real)
    ndarray.imag = property(_imag, _set_imag)
    ndarray.flat = property(lambda self: iter(_shapes.ravel(self)))
    ndarray.flags = property(_flags)
    ndarray.device = property(lambda self: "cpu")
    ndarray.__array_priority__ = 0.0


def _number(self, value=0, unit=None):
    """`float64(3)`: an array without axes, which does what NumPy's scalars do."""
    if unit is None and self == dtype("M8") and isinstance(value, str):
        unit = _core.unit_of_text(value)
    wanted = dtype(f"{self.str}[{unit}]") if unit else self
    return _creation.array(value, wanted)


_attach()
dtype.__call__ = _number
