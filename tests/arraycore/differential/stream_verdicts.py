"""When two streams of random numbers agree: in every bit. Where they needn't, and why."""

import math
import struct

from compute_verdicts import ALWAYS, EPSILON, value
from random_requests import places

OPERATIONS = ("stream",)


def of(request, *kinds):
    return request["op"] == "stream" and (request["kind"] in kinds or request.get("name") in kinds)


def of_nothing(request):
    return any(0 in one["s"] for one in request["arrays"])


def has_bounds_to_check(request):
    """Integers of 64 bits by bounds of several axes that the dtype may not hold."""
    return of(request, "integers") and request["dtype"] in ("<i8", "<u8") and any(
        one["d"] != request["dtype"] and len(one["s"]) > 1 for one in request["arrays"])


def has_parameters_beyond_size(request):
    """Whether the parameters broadcast with the size, but to more elements than it has."""
    if not of(request, "draw", "fill", "multinomial") or request["size"] is None:
        return False
    shapes = [one["s"] for one in request["arrays"]]
    if of(request, "multinomial"):
        shapes[1] = shapes[1][:-1]
    joint = list(request["size"])
    for shape in shapes:
        joint = [1] * (len(shape) - len(joint)) + joint
        for axis in range(1, len(shape) + 1):
            if 1 not in (joint[-axis], shape[-axis]) and joint[-axis] != shape[-axis]:
                return False
            joint[-axis] = shape[-axis] if joint[-axis] == 1 else joint[-axis]
    return joint != request["size"]


def normal_bound(request, data):
    """Of normal numbers with a covariance: 4 n^2 epsilons of the largest term for n variables, a standard normal number
    counted as 6. Eigenvectors move by the largest eigenvalue over the least distance of two, the request's `gap`."""
    mean, covariance = request["arrays"]
    numbers = [[struct.unpack_from("<d", memory, place)[0] for place in places(described)]
               for described, memory in ((mean, data[: mean["n"]]), (covariance, data[mean["n"] :]))]
    n = len(numbers[0])
    largest = max(map(abs, numbers[0]), default=0) + 6 * math.sqrt(max(map(abs, numbers[1]), default=0))
    return 4 * n * n * EPSILON["f8"] * largest * request["gap"]


def same(request, data, kind, ours, theirs):
    if ours == theirs:
        return "equal"
    if not of(request, "multivariate_normal") or request["after"] or len(ours) != len(theirs):
        return "other values"
    bound = normal_bound(request, data)
    near = all("nan" not in (a, b) and abs(value(a) - value(b)) <= bound for a, b in zip(ours, theirs))
    return "within the bound" if near else "other values"


# As in differential.py.
EXPLAINED = [
    ("NumPy: nothing can't be chosen out of nothing", ["NumPy refuses"], (0, 0), (1, 15),
     lambda r: of(r, "choice")),
    ("NumPy: probabilities may be NaN", ["arraycore refuses"], (0, 0), (1, 15), lambda r: of(r, "choice") and r["p"]),
    ("NumPy: gamma numbers that are all 0 are divided by their sum", ["NumPy refuses"], (0, 0), (1, 16),
     lambda r: of(r, "dirichlet")),
    ("NumPy: -0.0 isn't negative", ["arraycore refuses"], (0, 0), (1, 16), lambda r: of(r, "draw")),
    ("NumPy: one choice of an array of several axes is no number", ["NumPy refuses", "another shape"], (0, 0), (1, 26),
     lambda r: of(r, "choice") and r["array"] and r["size"] == []),
    ("NumPy: no probability 0", ["NumPy refuses"], (0, 0), (1, 16), lambda r: of(r, "logseries")),
    ("NumPy: bounds that aren't by rows in memory end up in other places",
     ["other values", "NumPy refuses", "arraycore refuses"], (1, 25), (99, 0), has_bounds_to_check),
    ("NumPy: an unsigned upper bound of 0 less 1 wraps", ["NumPy refuses"], (1, 17), (1, 24),
     lambda r: of(r, "integers") and r["arrays"][1]["d"] == "<u8" and not r["endpoint"]),
    ("NumPy: parameters may have more elements than the size; that many numbers are drawn", ["arraycore refuses"],
     (1, 17), (1, 18), has_parameters_beyond_size),
    ("policy: MT19937 jumps as of 1.19", ["other values"], (1, 17), (1, 18),
     lambda r: of(r, "raw") and r["bits"] == "MT19937" and r["jumps"] > 0),
    ("LAPACK before 3.10 makes rotations of other signs, and so singular vectors and eigenvectors", ["other values"],
     (0, 0), (1, 23), lambda r: of(r, "multivariate_normal") and r["method"] != "cholesky"),
    ("NumPy: another axis of an array without elements isn't shuffled", ["NumPy refuses"], (0, 0), (1, 20),
     lambda r: of(r, "shuffle") and of_nothing(r)),
]
