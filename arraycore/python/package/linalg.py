"""Linear algebra, under the names of numpy.linalg."""

import collections
import functools
import operator

from . import _core, _products, _shapes, _statistics
from ._creation import asarray
from ._ufuncs import axes_of, no_value, written_to

EigResult = collections.namedtuple("EigResult", "eigenvalues eigenvectors")
EighResult = collections.namedtuple("EighResult", "eigenvalues eigenvectors")
QRResult = collections.namedtuple("QRResult", "Q R")
SlogdetResult = collections.namedtuple("SlogdetResult", "sign logabsdet")
SVDResult = collections.namedtuple("SVDResult", "U S Vh")


class LinAlgError(ValueError):
    """A matrix that an operation can't take."""


def of_matrices(function):
    """Errors of values are those of matrices."""

    @functools.wraps(function)
    def guarded(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except ValueError as error:
            if type(error) is not ValueError:
                raise
            raise LinAlgError(str(error)) from None

    return guarded


@of_matrices
def solve(a, b):
    return _core.solve(asarray(a), asarray(b))


@of_matrices
def inv(a):
    return _core.inv(asarray(a))


@of_matrices
def det(a):
    return _core.det(asarray(a))


@of_matrices
def slogdet(a):
    return SlogdetResult(*_core.slogdet(asarray(a)))


@of_matrices
def cholesky(a, /, *, upper=False):
    return _core.cholesky(asarray(a), upper)


@of_matrices
def qr(a, mode="reduced"):
    q, r = _core.qr(asarray(a), mode)
    return r if mode == "r" else (q, r) if mode == "raw" else QRResult(q, r)


@of_matrices
def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    if not compute_uv:
        return _core.svdvals(asarray(a), bool(hermitian))
    return SVDResult(*_core.svd(asarray(a), full_matrices, bool(hermitian)))


@of_matrices
def svdvals(x, /):
    return _core.svdvals(asarray(x), False)


def _triangle(name):
    if name not in ("L", "U", "l", "u"):
        raise ValueError("UPLO argument must be 'L' or 'U'")
    return name in "Uu"


@of_matrices
def eigh(a, UPLO="L"):
    return EighResult(*_core.eigh(asarray(a), _triangle(UPLO)))


@of_matrices
def eigvalsh(a, UPLO="L"):
    return _core.eigh(asarray(a), _triangle(UPLO))[0]


@of_matrices
def eig(a):
    return EigResult(*_core.eig(asarray(a)))


@of_matrices
def eigvals(a):
    return _core.eigvals(asarray(a))


@of_matrices
def lstsq(a, b, rcond=None):
    return _core.lstsq(asarray(a), asarray(b), rcond)


@of_matrices
def pinv(a, rcond=None, hermitian=False, *, rtol=no_value):
    a = asarray(a)
    if rcond is None:
        rcond = 1e-15 if rtol is no_value else rtol
    if rcond is None:
        rcond = max(a.shape[-2:]) * (2.0**-23 if a.dtype.char in "fF" else 2.0**-52)
    return _core.pinv(a, rcond, bool(hermitian))


@of_matrices
def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    A = asarray(A)
    if rtol is not None:
        tol = rtol * float(_core.svdvals(A, bool(hermitian))[..., 0])
    return _core.matrix_rank(A, tol, bool(hermitian))


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    return _core.vector_norm(asarray(x), float(ord), axes_of(axis), keepdims)


def _norm_name(ord):
    if ord is None:
        return "fro"
    return ord if isinstance(ord, str) else {float("inf"): "inf", -float("inf"): "-inf"}.get(ord, f"{ord:g}")


def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    return _core.matrix_norm(asarray(x), _norm_name(ord), (-2, -1), keepdims)


def norm(x, ord=None, axis=None, keepdims=False):
    x = asarray(x)
    axes = axes_of(axis)
    if axes is None and (ord is None or x.ndim == 1):
        return _core.vector_norm(x, 2.0 if ord is None else float(ord), None, keepdims)
    axes = list(range(x.ndim)) if axes is None else axes
    if len(axes) == 1:
        return _core.vector_norm(x, 2.0 if ord is None else float(ord), axes, keepdims)
    if len(axes) != 2:
        raise ValueError("Improper number of dimensions to norm.")
    return _core.matrix_norm(x, _norm_name(ord), tuple(axes), keepdims)


@of_matrices
def cond(x, p=None):
    return _core.cond(asarray(x), None if p is None else _norm_name(p))


@of_matrices
def matrix_power(a, n):
    return _core.matrix_power(asarray(a), operator.index(n))


@of_matrices
def tensorsolve(a, b, axes=None):
    return _core.tensorsolve(asarray(a), asarray(b), None if axes is None else list(axes))


@of_matrices
def tensorinv(a, ind=2):
    return _core.tensorinv(asarray(a), operator.index(ind))


def cross(x1, x2, /, *, axis=-1):
    x1, x2 = asarray(x1), asarray(x2)
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError("Both input arrays must be (arrays of) 3-dimensional vectors, but they are "
                         f"{x1.shape[axis]} and {x2.shape[axis]} dimensional instead.")
    return _products.cross(x1, x2, axis=axis)


def multi_dot(arrays, *, out=None):
    return written_to(out, functools.reduce(_statistics.dot, arrays))


def outer(x1, x2, /):
    return _products.outer(x1, x2)


def matmul(x1, x2, /):
    return _products.matmul(x1, x2)


def tensordot(x1, x2, /, *, axes=2):
    return _products.tensordot(x1, x2, axes)


def vecdot(x1, x2, /, *, axis=-1):
    return _products.vecdot(x1, x2, axis=axis)


def matrix_transpose(x, /):
    return _shapes.matrix_transpose(x)


def diagonal(x, /, *, offset=0):
    return _shapes.diagonal(x, offset, -2, -1)


def trace(x, /, *, offset=0, dtype=None):
    return _shapes.trace(x, offset, -2, -1, dtype)
