"""When two results of the rest of the main namespace agree: in every bit, or within the bound of what they are made of."""

import math

from compute_verdicts import ALWAYS, EPSILON, part_kind, value
from statistics_verdicts import largest

OPERATIONS = ("packbits", "unpackbits", "unravel_index", "ravel_multi_index", "poly_pair", "polyval", "polyder", "polyint",
              "poly", "vander", "window", "i0")


def memories(request, data):
    """The memory of each array."""
    found = []
    for described in request["arrays"]:
        found.append(data[: described["n"]])
        data = data[described["n"] :]
    return found


def within(ours, theirs, bound):
    return len(ours) == len(theirs) and all(
        a == b or "nan" not in (a, b) and abs(value(a) - value(b)) <= bound(value(a)) for a, b in zip(ours, theirs))


def same(request, data, kind, ours, theirs):
    """Products of polynomials are sums of products (BLAS); windows and i0 are transcendental."""
    if ours == theirs:
        return "equal"
    part = part_kind(kind)
    if part not in EPSILON:
        return "other values"
    epsilon = EPSILON[part]
    if request["op"] == "window" and within(ours, theirs, lambda x: 16 * EPSILON["f8"] * max(1.0, abs(x))):
        return "within the bound"
    if request["op"] == "i0" and within(ours, theirs, lambda x: 16 * max(epsilon, EPSILON["f8"]) * abs(x)):
        return "within the bound"
    if request["op"] == "poly_pair" and request["name"] == "polymul" and part in ("f4", "f8"):
        terms = max(math.prod(one["s"]) for one in request["arrays"])
        magnitude = math.prod(largest(*one) for one in zip(request["arrays"], memories(request, data)))
        if within(ours, theirs, lambda x: 4 * terms * epsilon * magnitude):
            return "within the bound"
    if request["op"] == "poly" and part != "f16":
        (described,), (memory,) = request["arrays"], memories(request, data)
        magnitude = (1 + largest(described, memory)) ** (math.prod(described["s"]) + 1)
        if within(ours, theirs, lambda x: 32 * epsilon * magnitude):
            return "within the bound"
    return "other values"


def without_axes(request):
    return any(not one["s"] for one in request["arrays"])


# As in differential.py.
EXPLAINED = [
    ("policy: a polynomial without an axis is a constant", ["NumPy refuses", "another shape"], *ALWAYS,
     lambda r: r["op"] in ("polyder", "polyint", "polyval") and without_axes(r)),
    ("policy: an array without axes has no axis 0", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] in ("packbits", "unpackbits") and without_axes(r)),
    ("NumPy: bits of nothing are what the memory held before", ["other values"], (1, 17), (99, 0),
     lambda r: r["op"] == "unpackbits" and 0 in r["arrays"][0]["s"]),
    ("NumPy: i0 of float16 is computed in float16, and overflows on the way", ["other values"], *ALWAYS,
     lambda r: r["op"] == "i0" and r["arrays"][0]["d"] == "<f2"),
    ("NumPy: i0 of integers is cut off to their type", ["another dtype"], (0, 0), (1, 20),
     lambda r: r["op"] == "i0" and r["arrays"][0]["d"].lstrip("<|")[0] in "iu"),
    ("order: of two errors another one is found first", ["both refuse, another kind of error"], *ALWAYS,
     lambda r: r["op"] in OPERATIONS),
]
