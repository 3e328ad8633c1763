"""The products of matrices and tensors in NumPy: the counterpart of ../reference/linear.cpp."""

import numpy as np


def product(r, a):
    arguments = {}
    if r["out"]:
        arguments["out"] = a[2]
    if r["axes"]:
        arguments["axes"] = [tuple(axes) for axes in r["axes"]]
    return getattr(np, r["name"])(a[0], a[1], **arguments)


OPERATIONS = {
    "product": product,
    "tensordot": lambda r, a: np.tensordot(a[0], a[1], r["axes"]),
    "einsum": lambda r, a: np.einsum(r["name"], *a),
    "tensor_product": lambda r, a: getattr(np, r["name"])(a[0], a[1]),
}
