#!/usr/bin/env python3
"""Makes the tables of casting and promotion in tables/ from installed NumPys.

usage: make_tables.py INTERPRETER=FOLDER ...

Each INTERPRETER imports the numpy in its FOLDER (pip install --target) and is asked for all pairs of dtypes. Releases
that give the same table share one file, named after the first of them. Run it again with all releases when NumPy
publishes one: a new file means a new regime. The measuring half runs in Python 3.6 and newer.
"""

import json
import sys
from pathlib import Path

KINDS = "?bBhHiIlLefdgFDGMmSU"
NUMERIC = KINDS[:16]
LEVELS = [("n", "no"), ("e", "equiv"), ("s", "safe"), ("k", "same_kind"), ("u", "unsafe")]
UNITS = ["", "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
UNIT_CODES = ".YMWDhmsiunpfa"

# One value of each class that numpy.min_scalar_type tells apart, and its code in the tables. Lower case letters of
# integers are those that fit the signed and the unsigned type alike.
SCALARS = [
    ("?", True), ("1", 1), ("B", 200), ("b", -1), ("2", 300), ("H", 40000), ("h", -200), ("4", 70000),
    ("I", 3 * 10**9), ("i", -70000), ("8", 2**40), ("L", 2**63), ("l", -2**40), ("O", 2**64), ("e", 1.0), ("f", 1e10),
    ("d", 1e300), ("F", 1j), ("D", 1e300j),
]

TITLES = {
    "promote": "numpy.promote_types: the dtype that two have in common, in NumPy's one-letter codes; '-' is an error.",
    "can_cast": "numpy.can_cast from the row's dtype to the column's: the strictest level that allows it: n(o),\n"
    "# e(quiv), s(afe), (same_)k(ind), u(nsafe); '-' is never. Strings are long enough, times have no unit.",
    "scalars": "numpy.result_type of an array and a Python scalar. A column is a class of values: ? a bool; integers\n"
    "# that fit int8 and uint8 (1), uint8 (B), int8 (b), and so on to int64 and uint64 (8, L, l) or neither (O);\n"
    "# floats and complex numbers by the narrowest type that holds them. O is object, '-' is an error.",
    "text": "How long the string is that numpy.promote_types makes of a number and an empty string.",
    "text_truth": "Which text is True: what isn't empty (n), or an integer other than 0 (i).",
    "scientific": "The power of ten from which on a number is written with an exponent, by its type, as text.",
    "several": "numpy.result_type of int16, uint16 and float32: float64 (d) where it joins from left to right,\n"
    "# float32 (f) where the most general kind is joined with each of the others.",
    "number_unit": "The unit of numpy.promote_types of a number and a timedelta64 in seconds: its own (s), none (.).",
    "units": "numpy.can_cast between the units of one time type, as in can_cast. Units: . (none) YMWDhms, ms (i)\n"
    "# us (u) ns (n) ps (p) fs (f) as (a).",
    "joint_units": "numpy.promote_types of two units of one time type: the unit of the result; '-' is an error.",
}


def measure(folder):
    """All tables of the numpy in `folder`, as lists of rows of text."""
    sys.path.insert(0, folder)
    import warnings

    import numpy as np

    warnings.simplefilter("ignore")

    def code(dtype):
        return {"q": "l", "Q": "L"}.get(dtype.char, dtype.char)

    def attempt(function):
        try:
            return function()
        except (TypeError, ValueError, OverflowError):
            return "-"

    def level(source, target):
        found = [name for name, casting in LEVELS if np.can_cast(np.dtype(source), np.dtype(target), casting)]
        return found[0] if found else "-"

    def long_enough(kind):
        return {"S": "S100", "U": "U100"}.get(kind, kind)

    def timed(kind, unit):
        return kind + "8" + ("[" + unit + "]" if unit else "")

    def joint_unit(kind, a, b):
        joint = np.promote_types(timed(kind, a), timed(kind, b)).str.partition("[")[2].rstrip("]")
        return UNIT_CODES[UNITS.index(joint)]

    def scientific(kind):
        """The first power of ten that is written with an exponent; what has none counts as float64."""
        powers = [k for k in range(1, 17) if "e" in np.array([10.0**k]).astype(kind).astype("U")[0]]
        return powers[0] if powers else 16

    def number_unit(a):
        return "s" if np.promote_types(a, "m8[s]").str.endswith("[s]") else "."

    def truth():
        """n: text that isn't empty is true; i: its integer counts."""
        return "n" if np.array(["0"]).astype("?")[0] else "i"

    tables = {
        "promote": [a + " " + "".join(attempt(lambda: code(np.promote_types(a, b))) for b in KINDS) for a in KINDS],
        "can_cast": [a + " " + "".join(level(a, long_enough(b)) for b in KINDS) for a in KINDS],
        "scalars": [
            a + " " + "".join(attempt(lambda: code(np.result_type(np.zeros(3, a), value))) for _, value in SCALARS)
            for a in NUMERIC
        ],
        "number_unit": [a + " " + attempt(lambda: number_unit(a)) for a in "?bBhHiIlL"],
        "several": ["f " + code(np.result_type("i2", "u2", "f4"))],
        "scientific": [a + " " + str(scientific(a)) for a in "efdg"],
        "text_truth": ["? " + truth()],
        "text": [a + " " + attempt(lambda: str(np.promote_types(a, "S0").itemsize)) for a in NUMERIC],
    }
    for kind in "Mm":
        tables["units-" + kind] = [
            code_a + " " + "".join(level(timed(kind, a), timed(kind, b)) for b in UNITS)
            for code_a, a in zip(UNIT_CODES, UNITS)
        ]
        tables["joint_units-" + kind] = [
            code_a + " " + "".join(attempt(lambda: joint_unit(kind, a, b)) for b in UNITS)
            for code_a, a in zip(UNIT_CODES, UNITS)
        ]
    return {"version": np.__version__, "tables": tables}


def columns(table):
    """The codes of a table's columns; those of one column have none."""
    if table in ("text", "text_truth", "number_unit", "several", "scientific"):
        return ""
    if table == "scalars":
        return "".join(name for name, _ in SCALARS)
    return UNIT_CODES if "units" in table else KINDS


def main():
    if sys.argv[1] == "--measure":
        json.dump(measure(sys.argv[2]), sys.stdout)
        return
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from measured_numpys import ask

    measured = ask(__file__, sys.argv[1:])
    folder = Path(__file__).parent / "tables"
    for old in folder.glob("*.txt"):
        old.unlink()
    for table in measured[0]["tables"]:
        regimes = []
        for one in measured:
            if not regimes or regimes[-1][1] != one["tables"][table]:
                regimes.append(([], one["tables"][table]))
            regimes[-1][0].append(one["version"])
        for versions, rows in regimes:
            first, last = (".".join(version.split(".")[:2]) for version in (versions[0], versions[-1]))
            text = f"# {TITLES[table.partition('-')[0]]}\n# Made by make_tables.py from NumPy {', '.join(versions)}.\n"
            text += f"releases {first} {last}\n"
            if columns(table):
                text += f"columns {columns(table)}\n"
            (folder / f"{table}-{first}.txt").write_text(text + "\n".join(rows) + "\n", encoding="utf-8")
        print(f"{table}: {len(regimes)} regimes: " + ", ".join(f"{v[0]} to {v[-1]}" for v, _ in regimes))


if __name__ == "__main__":
    main()
