#!/usr/bin/env python3
"""Makes loops.txt, the table of every ufunc's loops by release, from installed NumPys.

usage: make_loops.py INTERPRETER=FOLDER ...

Each INTERPRETER imports the numpy in its FOLDER (pip install --target). A row is one ufunc in the releases that agree:

    add 1.15 2.5 2 1 0 ??->? bb->b ... | ?:-

its name, the first and the last of these releases, operands in and out, the identity of its reduction ("-" is none),
and the loops in the order in which NumPy looks for one. Behind "|" stand inputs of numbers for which the first loop
that they can be cast to safely isn't what NumPy takes: the dtypes of the outputs, or "-" where it refuses. Run it
again with all releases when NumPy publishes one. The measuring half runs in Python 3.6 and newer.
"""

import itertools
import json
import sys
from pathlib import Path

NUMERIC = "?bBhHiIlLefdgFDG"
CODES = NUMERIC + "Mm"
# Generalized ufuncs, text, and what has no loop over numbers or times.
HEAD = """# The loops of NumPy's ufuncs, in the order in which they are looked for. Made by make_loops.py from NumPy
# {}.
# name, first and last release, inputs, outputs, identity, loops | exceptions for inputs of numbers
"""


def measure(folder):
    """{name: [nin, nout, identity, loops, exceptions]} of the numpy in `folder`."""
    sys.path.insert(0, folder)
    import warnings

    import numpy as np

    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    try:
        from numpy.core import umath
    except ImportError:
        from numpy._core import umath
    safe = {(a, b): np.can_cast(a, b, "safe") for a in NUMERIC for b in NUMERIC}

    def letters(text):
        return text.replace("q", "l").replace("Q", "L")

    def loops_of(ufunc):
        found = []
        for text in ufunc.types:
            text = letters(text)
            if all(letter in CODES for letter in text.replace("->", "")) and text not in found:
                found.append(text)
        return found

    def outputs(ufunc, inputs):
        """What NumPy makes of arrays of these dtypes."""
        arrays = [np.ones(2, code) for code in inputs]
        try:
            results = ufunc(*arrays)
        except TypeError:
            return "-"
        results = results if isinstance(results, tuple) else (results,)
        return "".join(letters(one.dtype.char) for one in results)

    def predicted(loops, inputs):
        for loop in loops:
            if loop.partition("->")[0] == inputs:
                return loop.partition("->")[2]
        for loop in loops:
            if all(letter in NUMERIC and safe[code, letter] for code, letter in zip(inputs, loop.partition("->")[0])):
                return loop.partition("->")[2]
        return "-"

    table = {}
    for name in sorted(set(dir(np)) | {"clip"}):
        ufunc = umath.clip if name == "clip" and hasattr(umath, "clip") else getattr(np, name, None)
        if name.startswith("_") or not isinstance(ufunc, np.ufunc) or ufunc.signature is not None:
            continue
        # Up to 1.22 divide's own name is true_divide.
        if ufunc.__name__ != name and (name, ufunc.__name__) != ("divide", "true_divide") or name == "true_divide":
            continue
        loops = loops_of(ufunc)
        if not loops:
            continue
        exceptions = []
        if ufunc.nin <= 2:
            for inputs in itertools.product(NUMERIC, repeat=ufunc.nin):
                inputs = "".join(inputs)
                seen = outputs(ufunc, inputs)
                if seen != predicted(loops, inputs):
                    exceptions.append(inputs + ":" + seen)
        identity = "-" if ufunc.identity is None else "%g" % ufunc.identity
        table[name] = [ufunc.nin, ufunc.nout, identity, loops, exceptions]
    return {"version": np.__version__, "table": table}


def main():
    if sys.argv[1] == "--measure":
        json.dump(measure(sys.argv[2]), sys.stdout)
        return
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from measured_numpys import ask

    measured = ask(__file__, sys.argv[1:])
    rows = []
    for name in sorted({name for one in measured for name in one["table"]}):
        regimes = []
        for one in measured:
            release = ".".join(one["version"].split(".")[:2])
            found = one["table"].get(name)
            if regimes and regimes[-1][2] == found:
                regimes[-1][1] = release
            else:
                regimes.append([release, release, found])
        for first, last, found in regimes:
            if found is None:
                continue
            nin, nout, identity, loops, exceptions = found
            row = f"{name} {first} {last} {nin} {nout} {identity} {' '.join(loops)}"
            rows.append(row + (f" | {' '.join(exceptions)}" if exceptions else ""))
    versions = [one["version"] for one in measured]
    half = len(versions) // 2
    listed = ", ".join(versions[:half]) + ",\n# " + ", ".join(versions[half:])
    (Path(__file__).parent / "loops.txt").write_text(HEAD.format(listed) + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} rows, {len({row.split()[0] for row in rows})} ufuncs")


if __name__ == "__main__":
    main()
