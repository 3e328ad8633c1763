"""Where NumPy's functions of text differ from arraycore's, and why; as in differential.py."""

from random_requests import item_size

ALWAYS = (0, 0), (99, 0)
OPERATIONS = ("text_test", "text_case", "text_search", "text_strip", "text_justify", "text_change", "text_partition")


def nothing(request):
    return request["op"] in OPERATIONS and any(0 in one["s"] for one in request["arrays"])


def named(*names):
    return lambda request: request["op"] in OPERATIONS and request["name"] in names


def with_longer_separators(request):
    """Whether the dtype of the separators has more characters than that of the texts."""
    return (named("partition", "rpartition")(request)
            and item_size(request["arrays"][1]["d"]) > item_size(request["arrays"][0]["d"]))


EXPLAINED = [
    ("NumPy: the length of no text isn't known", ["NumPy refuses", "another dtype", "another shape"], *ALWAYS, nothing),
    ("NumPy: the fill of bytes must be Python's", ["NumPy refuses"], (0, 0), (2, 0),
     lambda r: named("ljust", "rjust", "center")(r) and r["arrays"][0]["d"].startswith("|S")),
    ("NumPy: each character gets the room of a tab", ["another dtype"], (2, 0), (2, 4), named("expandtabs")),
    ("NumPy: no width may be negative where all are", ["NumPy refuses"], (0, 0), (2, 0),
     named("ljust", "rjust", "center", "zfill")),
    ("NumPy: a sign alone isn't one to zfill", ["other values"], (2, 0), (2, 3), named("zfill")),
    ("NumPy: partitions look for a separator behind the text's end", ["other values", "another dtype"], (2, 1), (2, 3),
     with_longer_separators),
    ("Python up to 3.8: an empty text holds no empty text to replace", ["other values", "another dtype"], (0, 0),
     (1, 20), named("replace")),
    ("Python up to 3.7: capitalize writes an upper case, not the title case", ["other values"], (0, 0), (1, 16),
     named("capitalize")),
]
