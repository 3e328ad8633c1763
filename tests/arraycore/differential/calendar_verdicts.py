"""Where NumPy's business days and times as text differ from arraycore's, and why; as in differential.py."""

ALWAYS = (0, 0), (99, 0)
EXPLAINED = [
    ("policy: a time that doesn't fit the unit of its text is refused", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "datetime_as_string" and r["unit"] in ("us", "ns")),
]
