"""Where NumPy's files differ from arraycore's, and why; as in differential.py."""

import ast

ALWAYS = (0, 0), (99, 0)


def descrs(request):
    return [ast.literal_eval(descr) for descr in (request["descrs"] if "descrs" in request else [request["descr"]])]


def inner(descr):
    """The fields of a type, those within them, and so on."""
    for field in descr if isinstance(descr, list) else ():
        yield field
        yield from inner(field[1])


def has_padding(request):
    return any(field[0] == "" for descr in descrs(request) for field in inner(descr))


def size_is_zero(descr):
    if isinstance(descr, list):
        return all(size_is_zero(field[1]) or 0 in (field[2] if len(field) == 3 else ()) for field in descr)
    return descr[1:] in ("S0", "U0", "V0")


def has_empty_parts(request):
    return any(len(field) == 3 and size_is_zero(field[1]) for descr in descrs(request) for field in inner(descr))


def has_record_without_fields(request):
    return any(descr == [] or any(field[1] == [] for field in inner(descr)) for descr in descrs(request))


def has_foreign_times(request):
    return any(mark in repr(descrs(request)) for mark in (">M8", ">m8"))


EXPLAINED = [
    ("policy: type strings that no NumPy writes, such as 'S 6', are refused", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "npy_read" and r["damaged"]),
    ("NumPy: times in the other byte order are converted, and wrap", ["other values"], (0, 0), (1, 19),
     lambda r: r["op"] == "npy_read" and has_foreign_times(r)),
    ("NumPy: no version 3.0", ["NumPy refuses"], (0, 0), (1, 16),
     lambda r: r["op"] == "npy_read" and r["version"] == [3, 0]),
    ("NumPy: a record without fields isn't read", ["NumPy refuses"], (1, 16), (1, 17),
     lambda r: r["op"] == "npy_read" and has_record_without_fields(r)),
    ("NumPy: padding becomes a field", ["other values", "another shape", "NumPy refuses"], (0, 0), (1, 15),
     lambda r: r["op"] == "npy_read" and has_padding(r)),
    ("NumPy: no sub-array of elements without bytes", ["NumPy refuses"], *ALWAYS,
     lambda r: r["op"] in ("npy", "npz", "npy_read") and has_empty_parts(r)),
]
