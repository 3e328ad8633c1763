"""Products of matrices and tensors."""

from . import _core
from ._creation import asarray
from ._einsum_path import called
from ._ufuncs import axes_of, written_to


def _generalized(name, function, cores):
    """A generalized ufunc; `cores`: how many axes of each operand and of the result take part."""

    def product(x1, x2, /, out=None, *, casting="same_kind", order="K", dtype=None, subok=True, axes=None, axis=None,
                keepdims=False):
        if axis is not None:
            if axes is not None or cores != (1, 1, 0):
                raise TypeError(f"{name}: 'axis' can only be used with a single shared core dimension")
            axes = [(axis,), (axis,), (axis,) if keepdims else ()]
        if axes is not None:
            axes = [axes_of(one) for one in axes] + [[]] * (3 - len(axes))
        a, b = _core.operands([x1, x2])
        return written_to(out, function(a, b, dtype, axes, keepdims), casting)

    product.__name__ = product.__qualname__ = name
    return product


matmul = _generalized("matmul", _core.matmul, (2, 2, 2))
vecdot = _generalized("vecdot", _core.vecdot, (1, 1, 0))
matvec = _generalized("matvec", _core.matvec, (2, 1, 1))
vecmat = _generalized("vecmat", _core.vecmat, (1, 2, 1))


def tensordot(a, b, axes=2):
    a, b = _core.operands([a, b])
    if hasattr(axes, "__index__"):
        return _core.tensordot(a, b, axes)
    first, second = axes
    return _core.tensordot(a, b, axes_of(first), axes_of(second))


def inner(a, b, /):
    return _core.inner(*_core.operands([a, b]))


def vdot(a, b, /):
    return _core.vdot(*_core.operands([a, b]))


def outer(a, b, out=None):
    return written_to(out, _core.outer(*_core.operands([a, b])))


def kron(a, b):
    return _core.kron(*_core.operands([a, b]))


def einsum(*operands, out=None, dtype=None, order="K", casting="safe", optimize=False):
    """As NumPy's, but that the result never is a view."""
    subscripts, arrays = called(operands)
    return written_to(out, _core.einsum(subscripts, arrays, dtype), casting)


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    axes = (axisa, axisb, axisc) if axis is None else (axis, axis, axis)
    return _core.cross(asarray(a), asarray(b), axes)


__all__ = ["cross", "einsum", "inner", "kron", "matmul", "matvec", "outer", "tensordot", "vdot", "vecdot", "vecmat"]
