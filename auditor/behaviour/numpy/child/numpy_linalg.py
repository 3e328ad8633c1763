"""The linear algebra in NumPy: the counterpart of ../reference/linalg.cpp."""

import numpy as np


def order_of(r):
    return r["order"] if r["order"] in ("fro", "nuc") else float(r["order"])


def turned(a):
    return np.conj(np.swapaxes(a, -1, -2))


def from_factors(name, a):
    """What vectors must have in common, since they are unique only up to signs: what they restore, and that they are
    orthogonal."""
    if name.startswith("eigh"):
        w, v = np.linalg.eigh(a)
        return np.matmul(v * w[..., None, :], turned(v)) if name == "eigh_restored" else np.matmul(turned(v), v)
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    if name == "svd_restored":
        return np.matmul(u * s[..., None, :], vh)
    return np.matmul(turned(u), u) if name == "svd_left" else np.matmul(vh, turned(vh))


def linalg(r, a):
    name = r["name"]
    if name in ("svd_restored", "svd_left", "svd_right", "eigh_restored", "eigh_orthogonal"):
        return from_factors(name, a[0])
    if name in ("solve", "inv", "det", "cholesky", "eigvalsh", "matrix_rank", "pinv"):
        return getattr(np.linalg, name)(*a)
    if name == "eigvals":
        return np.linalg.eigvals(a[0])
    if name == "eig":
        w, v = np.linalg.eig(a[0])
        return np.concatenate([w[..., None, :], v], -2)
    if name == "svdvals_hermitian":
        return np.linalg.svd(a[0], compute_uv=False, hermitian=True)
    if name == "pinv_hermitian":
        return np.linalg.pinv(a[0], hermitian=True)
    if name == "rank_hermitian":
        return np.linalg.matrix_rank(a[0], hermitian=True)
    if name == "tensorsolve":
        return np.linalg.tensorsolve(a[0], a[1], r["axes"])
    if name == "tensorinv":
        return np.linalg.tensorinv(a[0], r["power"])
    if name == "cross":
        return np.cross(a[0], a[1], *r["axes"])
    if name == "slogdet":
        return tuple(np.linalg.slogdet(a[0]))[r["which"]].copy()[()]
    if name == "svdvals":
        return np.linalg.svd(a[0], compute_uv=False)
    if name == "qr":
        return tuple(np.linalg.qr(a[0], r["order"]))[r["which"]]
    if name == "lstsq":
        return np.linalg.lstsq(a[0], a[1], rcond=-1)[r["which"]]
    if name == "vector_norm":
        return np.linalg.norm(a[0], order_of(r), axis=-1)
    if name == "matrix_norm":
        return np.linalg.norm(a[0], order_of(r), axis=(-2, -1))
    if name == "cond":
        return np.linalg.cond(a[0], order_of(r))
    return np.linalg.matrix_power(a[0], r["power"])


OPERATIONS = {"linalg": linalg}
