"""When two results of linear algebra agree. The matrices have small conditions, so that results are near each other."""

import math

from compute_verdicts import ALWAYS, EPSILON, part_kind, value

OPERATIONS = ("linalg",)


def same(request, data, kind, ours, theirs):
    if ours == theirs:
        return "equal"
    part = part_kind(kind)
    if part not in EPSILON or len(ours) != len(theirs):
        return "other values"
    if any((a == "nan") != (b == "nan") for a, b in zip(ours, theirs)):
        return "other values"
    pairs = [(value(a), value(b)) for a, b in zip(ours, theirs) if a != "nan"]
    largest = max([abs(x) for x, _ in pairs if math.isfinite(x)] + [1e-300])
    # Of a system, an inverse or a power errors are by the condition, which is below 30.
    bound = 200 * (request["n"] + 2) * EPSILON[part] * max(largest, 1.0 if request["name"] != "det" else largest)
    if request["name"] == "lstsq" and request["which"] == 1:
        bound = 1e4 * EPSILON[part] * max(largest, 1.0)
    return "within the bound" if all(x == y or abs(x - y) <= bound for x, y in pairs) else "other values"


EXPLAINED = [
    ("NumPy: a norm's reciprocal order is a float64", ["other values"], (0, 0), (1, 25),
     lambda r: r.get("name") == "vector_norm" and r["order"] == "3" and r["arrays"][0]["d"] == "<f16"),
    ("NumPy: the condition of a complex matrix by norms is complex", ["another dtype"], (0, 0), (2, 2),
     lambda r: r.get("name") == "cond" and r["arrays"][0]["d"][1] == "c"),
    ("order: of two errors another one is found first, or LinAlgError is no ValueError",
     ["both refuse, another kind of error"], *ALWAYS, lambda r: r["op"] in OPERATIONS),
]
