"""What is known to differ between arraycore and NumPy where times become text and texts times."""

ALWAYS = (0, 0), (99, 0)


def is_cast(request, source, target):
    return (request["op"] == "astype" and request["arrays"][0]["d"].lstrip("<|")[0] in source
            and request["dtype"].lstrip("<|")[0] in target)


# As EXPLAINED of differential.py.
EXPLAINED = [
    ("NumPy: a datetime longer than its text is a RuntimeError", ["both refuse, another kind of error"], *ALWAYS,
     lambda r: is_cast(r, "M", "SU")),
    ("NumPy: the number of units of a time wraps, or doesn't fit", ["other values", "NumPy refuses",
                                                                      "arraycore refuses"], *ALWAYS,
     lambda r: is_cast(r, "mM", "SU")),
    ("NumPy: a datetime in a text that doesn't fit wraps", ["arraycore refuses", "other values"], *ALWAYS,
     lambda r: is_cast(r, "SU", "M")),
    ("NumPy: text becomes a timedelta by Python's int, which knows no NaT", ["NumPy refuses", "other values"],
     (0, 0), (1, 18), lambda r: is_cast(r, "SU", "m")),
    ("NumPy: an integer in a text that doesn't fit becomes the largest", ["arraycore refuses"], *ALWAYS,
     lambda r: is_cast(r, "SU", "m")),
]
