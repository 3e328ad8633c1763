"""When two results of sorting, searching and sets agree: in every bit, but for which of two equal elements it is."""

from compute_verdicts import ALWAYS, kinds, part_kind, rank, times

OPERATIONS = ("sort", "argsort", "partition", "lexsort", "search", "unique", "set", "isin")


def without_signs_of_zero(kind, elements):
    """Complex numbers with a NaN in a part are one, too: which of them stands for all, nobody promises."""
    elements = [one if one == "nan" or rank(one) != 0 else b"" for one in elements]
    if kind[0] != "c":
        return elements
    pairs = zip(elements[::2], elements[1::2])
    return ["nan" if "nan" in pair else pair for pair in pairs]


def same(request, data, kind, ours, theirs):
    """Which of two equal zeros comes first, or stands for both, only a stable sort promises."""
    if ours == theirs:
        return "equal"
    if part_kind(kind)[0] == "f" and (
            request["op"] in ("unique", "set", "partition") or request.get("kind", "stable") != "stable"):
        if without_signs_of_zero(kind, ours) == without_signs_of_zero(kind, theirs):
            return "equal but for the sign of zero"
    return "other values"


def nothing_to_partition(request):
    return request["op"] == "partition" and 0 in request["arrays"][0]["s"]


def without_common_integer(request):
    """Signed integers and unsigned ones of 64 bits, which meet in float64 alone; or one that float64 doesn't hold."""
    found = kinds(request)
    return len(found) > 1 and found[0] != found[1] and any(kind in ("u8", "i8") for kind in found)


# As in differential.py.
EXPLAINED = [
    ("policy: a place out of bounds is refused where there is nothing to partition, too", ["arraycore refuses"],
     *ALWAYS, nothing_to_partition),
    ("NumPy: NaT sorts first, and equals itself", ["other values", "another shape"], (0, 0), (1, 17),
     lambda r: r["op"] in OPERATIONS and times(r)),
    ("NumPy: NaT is a number in partitions and in rows", ["other values"], (0, 0), (1, 20),
     lambda r: r["op"] in ("partition", "unique") and times(r)),
    ("order: which of several NaNs has which place is open where the sort isn't stable", ["other values"], *ALWAYS,
     lambda r: r["op"] == "unique" and r["which"] == "inverse" and kinds(r)[0][0] in "fcmM"
     and (r["axis"] is not None or not r["equal_nan"] or r["release"] < [1, 21])),
    ("NumPy: a float16 NaN sorts first in rows", ["other values"], *ALWAYS,
     lambda r: r["op"] == "unique" and r["axis"] is not None and kinds(r)[0] == "f2"),
    ("policy: a bad axis is refused where there is nothing to sort, too", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "lexsort" and r["arrays"][0]["s"].count(1) + r["arrays"][0]["s"].count(0) > 0),
    ("NumPy: subarrays are compared with their axes exchanged", ["other values"], (0, 0), (1, 17),
     lambda r: r["op"] == "unique" and r["axis"] is not None and len(r["arrays"][0]["s"]) > 2),
    ("NumPy: rows without elements are refused", ["NumPy refuses"], (0, 0), (1, 17),
     lambda r: r["op"] == "unique" and r["axis"] is not None and 0 in r["arrays"][0]["s"]),
    ("NumPy: integers that meet in float64 are compared there, and made unique before",
     ["NumPy refuses", "another shape", "other values"], *ALWAYS,
     lambda r: r["op"] in ("set", "isin") and r.get("name") != "union1d" and without_common_integer(r)),
    ("NumPy: NaT is one element though equal_nan is false", ["another shape"], (2, 3), (99, 0),
     lambda r: r["op"] == "unique" and not r["equal_nan"] and r["which"] == "values" and times(r)),
]
