"""When two statistics agree: in every bit, within a bound, or where nobody promises anything."""

import math

from compute_verdicts import ALWAYS, DIGITS, EPSILON, kinds, near_complex, part_kind, rank, times, value
from random_requests import item_size, places

OPERATIONS = ("along", "quantile_any", "nan_reduce", "nan_mean", "nan_accumulate", "nan_place", "pad_computed", "histogram",
              "interp", "diff", "gradient", "trapezoid", "bincount", "digitize", "searchsorted", "average", "cov",
              "convolve", "clip", "dot", "round")

# What is added up by BLAS, whose order depends on the machine.
BY_BLAS = ("cov", "convolve", "dot")

# Which of two equal zeros comes first in a sort, or stays in an extremum, nobody promises.
ANY_ZERO = ("median", "ptp", "quantile", "percentile", "nanquantile", "nanpercentile", "nanmin", "nanmax", "nanmedian")


def finite(one):
    return one != "nan" and math.isfinite(value(one))


def largest(described, memory):
    """The largest magnitude in an array, parts of complex numbers apart."""
    name, size = described["d"].lstrip("<|"), item_size(described["d"])
    found = 0.0
    for place in places(described):
        raw = memory[place : place + size]
        if name[0] in "iub":
            found = max(found, abs(int.from_bytes(raw, "little", signed=name[0] == "i")))
            continue
        part = size // (2 if name[0] == "c" else 1)
        for i in range(0, size, part):
            one = value(raw[i : i + min(part, 10)])
            found = max(found, abs(one) if math.isfinite(one) else 0.0)
    return found


def bound_of_products(request, data, part):
    """How much sums of products may differ that are added up in another order."""
    largest_ones, terms = [], 1
    for described in request["arrays"]:
        memory, data = data[: described["n"]], data[described["n"] :]
        largest_ones.append(largest(described, memory))
        terms = max([terms] + described["s"])
    magnitude = max(largest_ones) ** 2 if request["op"] == "cov" else largest_ones[0] * largest_ones[1]
    if request.get("name") == "corrcoef":
        magnitude = 1.0
    return 4 * terms * EPSILON[part] * max(magnitude, 1e-300) * (terms if request["op"] != "cov" else 4)


def same(request, data, kind, ours, theirs):
    """As compute_verdicts.same; "overflows in NumPy" where only NumPy's result isn't finite."""
    if ours == theirs:
        return "equal"
    part = part_kind(kind)
    if part not in EPSILON or len(ours) != len(theirs):
        return "other values"
    if request["op"] in BY_BLAS and (part in ("f4", "f8") or request["op"] == "cov") and not any(
            (a == "nan") != (b == "nan") for a, b in zip(ours, theirs)):
        bound = bound_of_products(request, data, part)
        pairs = [(value(a), value(b)) for a, b in zip(ours, theirs) if a != "nan"]
        if all(a == b or abs(a - b) <= bound for a, b in pairs):
            return "within the bound"
    both = list(zip(ours, theirs))
    if request.get("name") in ANY_ZERO or request["op"] == "clip":
        both = [(a, a) if "nan" not in (a, b) and rank(a) == rank(b) == 0 else (a, b) for a, b in both]
        if all(a == b for a, b in both):
            return "equal but for the sign of zero"
    if all(a == b or finite(a) and not finite(b) for a, b in both):
        return "overflows in NumPy"
    # Weights that float64 doesn't hold aren't counted bin by bin.
    if request["op"] == "histogram" and request["weights"] and (
            request["bins"] is None or kinds(request)[1] in ("f16", "c32")):
        # Elements that are equal are sorted in any order, so that their weights are added up in any order.
        pairs = [(value(a), value(b)) for a, b in zip(ours, theirs) if "nan" not in (a, b)]
        weights = request["arrays"][1]
        terms = math.prod(weights["s"])
        bound = 4 * EPSILON[part] * terms**2 * largest(weights, data[request["arrays"][0]["n"] :][: weights["n"]])
        if all((a == "nan") == (b == "nan") for a, b in zip(ours, theirs)) and all(
                a == b or abs(a - b) <= bound for a, b in pairs):
            return "within the bound"
    if any(one[0] == "c" for one in kinds(request)):
        widest = min((part_kind(one) for one in kinds(request) if part_kind(one) in DIGITS), key=DIGITS.get)
        if kind[0] == "c" and near_complex(ours, theirs, EPSILON[widest], 16):
            return "within the bound"
        near = all(a == b or "nan" not in (a, b) and abs(rank(a) - rank(b)) <= 4 for a, b in zip(ours, theirs))
        return "within the bound" if near else "other values"
    if all(a == b or not finite(b) for a, b in both):
        return "overflows in NumPy"
    return "other values"


def of(request, *names):
    return request.get("name") in names


def of_weights(request):
    """Whether it asks for quantiles with weights."""
    return request["op"] == "quantile_any" and request["weights"]


# As in differential.py.
EXPLAINED = [
    ("NumPy: nothing can't be reduced to nothing", ["NumPy refuses"], *ALWAYS,
     lambda r: of(r, "ptp", "nanmin", "nanmax") and 0 in r["arrays"][0]["s"]),
    ("NumPy: an infinite neighbour that weighs nothing, or a distance that overflows, makes a quantile NaN or infinite",
     ["overflows in NumPy"], *ALWAYS, lambda r: r["op"] == "quantile_any"),
    ("NumPy: the distance of neighbouring integers wraps", ["other values"], (1, 20), (99, 0),
     lambda r: r["op"] == "quantile_any" and kinds(r)[0][0] == "i"),
    ("NumPy: two axes of quantiles end up mixed with the others", ["another shape", "other values"], *ALWAYS,
     lambda r: r["op"] == "quantile_any" and r["name"].startswith("nan") and len(r["arrays"][1]["s"]) == 2),
    ("NumPy: two axes of quantiles are refused", ["NumPy refuses"], (0, 0), (1, 19),
     lambda r: r["op"] == "quantile_any" and len(r["arrays"][1]["s"]) == 2),
    ("NumPy: margins are joined on one by one, rounded, and of a new type where the formula gives one",
     ["other values", "another dtype", "arraycore refuses", "overflows in NumPy"], (0, 0), (1, 16),
     lambda r: r["op"] == "pad_computed"),
    ("policy: the mean of nothing, as an integer, is unspecified", ["other values"], *ALWAYS,
     lambda r: r["op"] == "pad_computed" and r["name"] in ("mean", "median") and kinds(r)[0][0] in "iu"
     and any(0 in pair for pair in r["pairs"])),
    ("NumPy: closest_observation takes the odd one of two that are equally near", ["other values"], (1, 22), (1, 26),
     lambda r: r["op"] == "quantile_any" and r["method"] == "closest_observation"),
    ("NumPy: quantiles as integers take an element from the wrong end",
     ["other values", "another dtype", "NumPy refuses", "arraycore refuses"], (1, 22), (1, 26), lambda r: r["op"] == "quantile_any" and kinds(r)[1][0] == "i"),
    ("NumPy: an empty array isn't reshaped to join axes", ["NumPy refuses"], (0, 0), (2, 4),
     lambda r: r["op"] in ("along", "quantile_any") and 0 in r["arrays"][0]["s"] and r["axes"] is not None
     and len(r["axes"]) != 1),
    ("policy: an axis without elements is refused where no quantile is asked for, too", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "quantile_any" and r["arrays"][0]["s"].count(0) > 1),
    ("NumPy: nanquantile takes no weights of the axes alone", ["NumPy refuses"], *ALWAYS,
     lambda r: of_weights(r) and r["name"].startswith("nan") and r["arrays"][0]["s"] != r["arrays"][2]["s"]),
    ("NumPy: weights that are all zero are taken", ["arraycore refuses"], (2, 0), (2, 3), lambda r: of_weights(r)),
    ("NumPy: weights don't follow where axes are joined", ["other values", "NumPy refuses"], (2, 0), (2, 3),
     lambda r: of_weights(r) and r["axes"] is not None and len(r["axes"]) != 1),
    ("NumPy: an element that weighs nothing is the quantile 0", ["other values"], (2, 0), (2, 0),
     lambda r: of_weights(r)),
    ("NumPy: nanmedian adds two integers up in their own dtype", ["other values"], (0, 0), (1, 23),
     lambda r: of(r, "nanmedian") and kinds(r)[0][0] in "iu"),
    ("NumPy: nanmedian of nothing but NaN is a Python number", ["another dtype", "NumPy refuses"], (0, 0), (1, 20),
     lambda r: of(r, "nanmedian")),
    ("NumPy: nanmean of float16 rounds the sum to float16", ["other values", "overflows in NumPy"], *ALWAYS,
     lambda r: of(r, "nanmean") and kinds(r)[0] == "f2"),
    ("NumPy: the mean of two large middle elements is infinite", ["overflows in NumPy"], *ALWAYS,
     lambda r: of(r, "median", "nanmedian")),
    ("NumPy: no bins to digitize by are refused", ["NumPy refuses"], (0, 0), (1, 15),
     lambda r: r["op"] == "digitize" and r["arrays"][1]["s"] == [0]),
    ("NumPy: a gradient of integers isn't computed in float64, and unsigned ones wrap", ["other values"], (0, 0), (1, 17),
     lambda r: r["op"] == "gradient" and kinds(r)[0][0] in "iu"),
    ("NumPy: correlate of nothing reads and writes memory that isn't its own", ["arraycore refuses", "NumPy dies"],
     (0, 0), (1, 17),
     lambda r: of(r, "correlate") and any(0 in one["s"] for one in r["arrays"])),
    ("NumPy: distances of integers are divided by as integers in a gradient", ["other values", "overflows in NumPy"],
     (0, 0), (1, 18), lambda r: r["op"] == "gradient" and any(kind[0] in "iu" for kind in kinds(r)[1:])),
    ("NumPy: on a line to an infinite value lies NaN", ["overflows in NumPy", "other values"], (0, 0), (1, 16),
     lambda r: r["op"] == "interp"),
    ("NumPy: bincount takes no uint64", ["NumPy refuses"], (0, 0), (2, 1),
     lambda r: r["op"] == "bincount" and kinds(r)[0] == "u8"),
    ("NumPy: digitize computes in float64", ["other values"], (0, 0), (1, 15), lambda r: r["op"] == "digitize"),
    ("NumPy: digitize takes no bins that float64 doesn't hold", ["NumPy refuses"], *ALWAYS,
     lambda r: r["op"] == "digitize" and "f16" in kinds(r)),
    ("NumPy: where the lower bound is above the upper one, either counts", ["other values"], (0, 0), (1, 16),
     lambda r: r["op"] == "clip" and r["lower"] and r["upper"]),
    ("NumPy: correlate takes no number for a list of one", ["NumPy refuses"], *ALWAYS,
     lambda r: of(r, "correlate") and any(not one["s"] for one in r["arrays"])),
    ("NumPy: rounding to decimals overflows on the way", ["overflows in NumPy"], *ALWAYS, lambda r: r["op"] == "round"),
    ("policy: an integer rounded to tens that its type doesn't hold", ["other values"], *ALWAYS,
     lambda r: r["op"] == "round" and kinds(r)[0][0] in "iu" and r["decimals"] < 0),
    ("NumPy: NaN is a quantile of nothing but NaN", ["arraycore refuses"], (0, 0), (1, 19),
     lambda r: r["op"] == "quantile_any" and r["name"].startswith("nan")),
    ("NumPy: a long double without axes is cast to float64 by its value", ["arraycore refuses"], (0, 0), (1, 26),
     lambda r: r["op"] == "interp" and any(one["d"] == "<f16" and not one["s"] for one in r["arrays"])),
    ("NumPy: medians of timedeltas overlook NaT", ["other values"], (0, 0), (1, 24),
     lambda r: of(r, "median") and times(r)),
    ("NumPy: extrema skip NaT", ["other values"], (0, 0), (1, 17), lambda r: of(r, "ptp") and times(r)),
    ("NumPy: nanmedian of timedeltas adds an odd middle to itself, in float64, or is refused",
     ["other values", "NumPy refuses", "arraycore refuses"], *ALWAYS, lambda r: of(r, "nanmedian") and times(r)),
    ("NumPy: a sum or difference of times wraps", ["arraycore refuses", "other values"], (0, 0), (2, 4),
     lambda r: times(r) and (r["op"] == "diff" or of(r, "median", "ptp"))),
    ("NumPy: integers don't join timedeltas with a unit", ["NumPy refuses"], (0, 0), (1, 19),
     lambda r: r["op"] == "diff" and 0 < times(r) < len(r["arrays"])),
    ("NumPy: a matrix of one row is one variable in any case", ["NumPy refuses", "another shape", "arraycore refuses"],
     (0, 0), (2, 1), lambda r: r["op"] == "cov" and not r["rows"] and r["arrays"][0]["s"][:1] == [1]
     and len(r["arrays"][0]["s"]) == 2),
    ("policy: sums of weights that their integers don't hold", ["other values"], *ALWAYS,
     lambda r: r["op"] == "histogram" and r["weights"] and kinds(r)[1] in ("i1", "u1", "i2", "u2", "b1")),
    ("order: of two errors another one is found first", ["both refuse, another kind of error"], *ALWAYS,
     lambda r: r["op"] in OPERATIONS),
]
