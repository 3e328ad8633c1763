"""When two streams of random numbers agree: in every bit. Where they needn't, and why."""

from compute_verdicts import ALWAYS

OPERATIONS = ("stream",)


def of(request, *kinds):
    return request["op"] == "stream" and (request["kind"] in kinds or request.get("name") in kinds)


def of_nothing(request):
    return any(0 in one["s"] for one in request["arrays"])


def has_bounds_to_check(request):
    """Integers of 64 bits by bounds of several axes that the dtype may not hold."""
    return of(request, "integers") and request["dtype"] in ("<i8", "<u8") and any(
        one["d"] != request["dtype"] and len(one["s"]) > 1 for one in request["arrays"])


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
    ("NumPy: another axis of an array without elements isn't shuffled", ["NumPy refuses"], (0, 0), (1, 20),
     lambda r: of(r, "shuffle") and of_nothing(r)),
]
