"""Where NumPy's texts differ from arraycore's, and why; as in differential.py."""

ALWAYS = (0, 0), (99, 0)


def prints(request):
    return request["op"] in ("print", "scalar_text")


def is_date(request):
    return prints(request) and request["arrays"][0]["d"].startswith("<M8")


def same(request, ours, theirs):
    """"equal", or what differs."""
    if ours == theirs:
        return "equal"
    if request["op"] == "format_float" and request["layout"]["trim"] == "-" and theirs.replace(".", "", 1) == ours:
        return "the point is left"
    if request["op"] == "format_float" and request["layout"].get("min_digits") and ours.replace("0", "") == theirs.replace("0", ""):
        return "a digit less"
    if "repr" in request and request["repr"] and ours.replace("[", "").replace("]", "") == theirs:
        return "a unit in brackets"
    return "another dtype or answer"


EXPLAINED = [
    ("NumPy: the point stays where nothing is behind it any more", ["the point is left"], *ALWAYS,
     lambda r: r["op"] == "format_float"),
    ("NumPy: zeros that carrying leaves at the end don't count for min_digits", ["a digit less"], (1, 21), (99, 0),
     lambda r: r["op"] == "format_float"),
    ("NumPy: a timedelta with a multiple wraps", ["another dtype or answer"], *ALWAYS,
     lambda r: r["op"] in ("scalar_text", "print") and r["arrays"][0]["d"].startswith("<m8") and not r["arrays"][0]["s"]),
    ("NumPy: a date with a multiple that its unit doesn't hold is refused where it is written", ["NumPy refuses"],
     (2, 5), (99, 0), is_date),
    ("NumPy: dates that can't be counted in days or with a multiple wrap", ["arraycore refuses", "another dtype or answer"],
     *ALWAYS, is_date),
    ("NumPy: precision 0 of all digits is none", ["arraycore refuses"], (0, 0), (1, 20),
     lambda r: r["op"] == "format_float" and not r["layout"].get("fractional", True)),
]
