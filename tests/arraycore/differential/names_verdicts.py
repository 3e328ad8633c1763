"""When two results of the rest of the main namespace agree: in every bit, or within the bound of what they are made of."""

import math

from compute_verdicts import ALWAYS, EPSILON, part_kind, value
from linalg_verdicts import complex_numbers, operand
from statistics_verdicts import largest

OPERATIONS = ("packbits", "unpackbits", "unravel_index", "ravel_multi_index", "poly_pair", "polyval", "polyder",
              "polyint", "poly", "roots", "polyfit", "unwrap", "geomspace", "vander", "window", "i0")


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


def are_roots(coefficients, found, epsilon):
    """Whether they are the roots of a polynomial whose coefficients differ by some epsilons of the largest; where the
    leading one is small, of larger ones (the companion matrix')."""
    while coefficients and coefficients[0] == 0:
        coefficients = coefficients[1:]
    zeros = 0
    while coefficients and coefficients[-1] == 0:
        coefficients, zeros = coefficients[:-1], zeros + 1
    if len(found) != max(len(coefficients) - 1, 0) + zeros or any(one != 0 for one in found[len(found) - zeros :]):
        return False
    size = max((abs(one) for one in coefficients), default=1)
    factor = 100 * len(coefficients) ** 2 * epsilon * max(1, size / abs(coefficients[0]) if coefficients else 1)
    for root in found[: len(found) - zeros]:
        total, terms = 0, 0
        for one in coefficients:
            total, terms = total * root + one, terms * abs(root) + abs(one)
        if not abs(total) <= factor * max(terms, size):
            return False
    total = sum(found) + (coefficients[1] / coefficients[0] if len(coefficients) > 1 else 0)
    return abs(total) <= factor * (1 + sum(abs(root) for root in found))


def same_roots(request, data, kind, ours, theirs):
    coefficients, epsilon = operand(request["arrays"][0], data), EPSILON[part_kind(kind)]
    if not are_roots(coefficients, complex_numbers(kind, ours), epsilon):
        return "other values"
    if not are_roots(coefficients, complex_numbers(kind, theirs), epsilon):
        return "NumPy's are no roots"
    return "within the bound"


def same(request, data, kind, ours, theirs):
    """Products of polynomials are sums of products (BLAS); windows and i0 are transcendental."""
    if ours == theirs:
        return "equal"
    part = part_kind(kind)
    if part not in EPSILON:
        return "other values"
    epsilon = EPSILON[part]
    if request["op"] == "roots":
        return same_roots(request, data, kind, ours, theirs)
    if request["op"] == "polyfit":
        # At most nine points beyond a degree of at most three, at distances near 1: conditions are below 1e3.
        most = max([abs(value(one)) for one in ours if one != "nan"] + [1.0])
        if request["which"] == 1:
            most = max(most, sum(abs(one) ** 2 for one in operand(request["arrays"][1], memories(request, data)[1])))
        if within(ours, theirs, lambda x: 1e4 * epsilon * most):
            return "within the bound"
    if request["op"] == "geomspace" and len(ours) == len(theirs):
        # By the rules up to 1.26 arraycore rounds the powers to the operands' type on the way; NumPy doesn't.
        operands = [EPSILON.get(part_kind(one["d"].lstrip("<|")), 0) for one in request["arrays"]]
        epsilon = max([epsilon] + operands * (request["release"] < [2, 0]))
        mine, other = complex_numbers(kind, ours), complex_numbers(kind, theirs)
        if all(a == b or abs(a - b) <= 64 * epsilon * abs(a) for a, b in zip(mine, other)):
            return "within the bound"
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
     lambda r: r["op"] in ("polyder", "polyint", "polyval", "roots") and without_axes(r)),
    ("NumPy: geomspace turns negative ends in place, which must have the shape of both", ["NumPy refuses"],
     (0, 0), (1, 26), lambda r: r["op"] == "geomspace" and r["arrays"][0]["s"] != r["arrays"][1]["s"]),
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
