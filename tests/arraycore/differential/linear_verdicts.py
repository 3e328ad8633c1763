"""When two products of matrices agree: in every bit, or within what the order of sums can change."""

from compute_verdicts import ALWAYS, EPSILON, kinds, part_kind
from fft_verdicts import exact
from statistics_verdicts import largest

OPERATIONS = ("product", "tensordot", "einsum", "tensor_product")

# Their terms have one factor of each operand and are never added up.
ELEMENT_BY_ELEMENT = ("outer", "kron")


def bound_of(request, data, part):
    """4 n^2 eps times the largest term, for n terms: 4 n eps times their sum."""
    size = 1.0
    for described in request["arrays"][:2] if request["op"] == "product" else request["arrays"]:
        memory, data = data[: described["n"]], data[described["n"] :]
        size *= max(largest(described, memory), 1e-300)
    return 4 * max(request["terms"], 1) ** 2 * EPSILON[part] * size * len(request["arrays"])


def exact_sums(request, part):
    """float16 and long double are added up in one order; einsum's, and that of products in 1.15, are others."""
    if part in ("f4", "f8"):
        return False
    return request["op"] != "einsum" and not (request["release"] < [1, 16] and request["op"] == "product")


def same(request, data, kind, ours, theirs):
    if ours == theirs:
        return "equal"
    part = part_kind(kind)
    if part not in EPSILON or exact_sums(request, part) and kind[0] != "c":
        return "other values"
    if request.get("name") in ELEMENT_BY_ELEMENT and kind[0] != "c":
        return "other values"
    bound = bound_of(request, data, part)
    for a, b in zip(ours, theirs):
        if a != b and ("nan" in (a, b) or not abs(exact(a) - exact(b)) <= bound):
            return "other values"
    return "within the bound"


EXPLAINED = [
    ("NumPy: vecmat of complex numbers doesn't write to an output with gaps", ["other values"], (2, 2), (99, 0),
     lambda r: r.get("name") == "vecmat" and r["out"] and r["arrays"][2]["d"][1] == "c"),
    ("NumPy: vecdot, matvec and vecmat write to an output before they have read an input in its memory",
     ["other values"], (2, 0), (2, 3), lambda r: r["op"] == "product" and r["out"] and "m" in r["arrays"][2]),
    # It hands such arrays to the BLAS. Kernels for old processors, which OpenBLAS takes on processors that it doesn't
    # know, load whole vectors: seen with 1.26.4 on Intel's model 207.
    ("NumPy: vdot of a misaligned array kills the process", ["NumPy dies"], (0, 0), (2, 1),
     lambda r: r.get("name") == "vdot"),
    ("order: of two errors another one is found first", ["both refuse, another kind of error"], *ALWAYS,
     lambda r: r["op"] in OPERATIONS),
]
