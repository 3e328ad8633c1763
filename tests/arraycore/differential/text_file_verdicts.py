"""Where NumPy's text files differ from arraycore's, and why; as in differential.py."""

ALWAYS = (0, 0), (99, 0)


def reads(request, operation, *kinds):
    """Whether a file is read as a dtype that begins so."""
    return request["op"] == operation and request["dtype"].lstrip("<|").startswith(kinds)


def loads(request, *kinds):
    return reads(request, "loadtxt", *kinds) or reads(request, "genfromtxt", *kinds)


def quotes_between_spaces(request):
    return request["op"] == "loadtxt" and request["quotechar"] is not None and request["delimiter"] is None


EXPLAINED = [
    ("NumPy: whether the last field is in quotes is asked of the first one", ["another shape", "another dtype",
                                                                             "NumPy refuses", "arraycore refuses",
                                                                             "other values"],
     *ALWAYS, quotes_between_spaces),
    ("NumPy: text to float32, float16 and complex64 rounds twice, by way of double", ["other values"], *ALWAYS,
     lambda r: loads(r, "f2", "f4", "c8") or reads(r, "fromstring", "f2", "f4", "c8")),
    ("NumPy: a float16 is read as Python's, with underscores", ["arraycore refuses"], *ALWAYS,
     lambda r: reads(r, "loadtxt", "f2")),
    ("NumPy: a long double is read by C's strtold: hexadecimal numbers, but no spaces behind",
     ["arraycore refuses", "NumPy refuses", "other values"], *ALWAYS, lambda r: loads(r, "f16")),
    ("NumPy: white space around a time is refused", ["NumPy refuses"], *ALWAYS,
     lambda r: reads(r, "loadtxt", "M8", "m8")),
    ("NumPy: with several widths the end of a line belongs to it",
     ["another shape", "another dtype", "other values", "NumPy refuses", "arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "genfromtxt" and isinstance(r["delimiter"], list)),
    ("NumPy: of white space alone one number is made that was never read", ["another shape"], *ALWAYS,
     lambda r: r["op"] == "fromstring"),
    ("NumPy: fewer numbers than asked for leave the rest unset", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "fromstring" and (r["count"] or -1) > 0),
    ("NumPy: an unsigned integer with a sign isn't read", ["NumPy refuses"], *ALWAYS,
     lambda r: reads(r, "fromstring", "u")),
    ("NumPy: times of small units are numbers", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "savetxt" and r["arrays"][0]["d"][1:3] in ("M8", "m8")),
    ("NumPy: times with a multiple wrap, or are refused where they are written",
     ["another shape", "other values", "NumPy refuses", "arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "savetxt" and r["arrays"][0]["d"][1:3] in ("M8", "m8")),
    ("NumPy: the length of text that no row has can't be found", ["NumPy refuses"], *ALWAYS,
     lambda r: reads(r, "loadtxt", "U0", "S0") and r["max_rows"] == 0),
    ("NumPy: rows of the footer are counted without comments and empty lines",
     ["arraycore refuses", "another shape"], *ALWAYS,
     lambda r: r["op"] == "genfromtxt" and r["skip_footer"] > 0),
    ("NumPy: an integer in a text file wraps", ["arraycore refuses"], (0, 0), (2, 2),
     lambda r: loads(r, "i", "u")),
    ("NumPy: an integer in a text wraps", ["arraycore refuses"], *ALWAYS, lambda r: reads(r, "fromstring", "i", "u")),
    ("NumPy: what is no number ends the reading", ["arraycore refuses"], (0, 0), (2, 2),
     lambda r: r["op"] == "fromstring"),
    ("NumPy: an unsigned integer with a sign is 0", ["other values"], *ALWAYS,
     lambda r: reads(r, "fromstring", "u")),
    ("NumPy: separators alone make a number that was never read", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "fromstring"),
    ("NumPy: timedeltas of nothing aren't read", ["NumPy refuses"], *ALWAYS, lambda r: reads(r, "fromstring", "m8")),
    ("NumPy: octal and hexadecimal truth values", ["arraycore refuses"], (0, 0), (2, 2),
     lambda r: r["op"] == "savetxt" and r["arrays"][0]["d"] == "|b1"),
    ("NumPy: a header beyond the file stops the iteration", ["NumPy refuses", "both refuse, another kind of error"],
     (0, 0), (1, 18), lambda r: r["op"] == "genfromtxt" and r["skip_header"] > 0),
    ("Python up to 3.9: %g leaves the zero of a tie", ["another shape"], (0, 0), (1, 21),
     lambda r: r["op"] == "savetxt"),
    ("order: of two errors another one is found first", ["both refuse, another kind of error"], *ALWAYS,
     lambda r: r["op"] == "savetxt"),
    ("NumPy: a timedelta is read as a double", ["other values"], (0, 0), (1, 22), lambda r: reads(r, "loadtxt", "m8")),
    ("policy: loadtxt reads as 1.23 and later do",
     ["NumPy refuses", "arraycore refuses", "another shape", "another dtype", "both refuse, another kind of error"],
     (0, 0), (1, 22), lambda r: r["op"] == "loadtxt"),
]
