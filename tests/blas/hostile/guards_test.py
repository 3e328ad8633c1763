#!/usr/bin/env python3
"""NaN and infinities at every place of a small input of every guarded routine, s d c z, with every option: bounded, the documented info, the spectrum NaN; and finite input computes.

guards_test.py LIBRARY [--prefix P] [--suffix S] [--bits 32|64] [ROUTINE]...
"""

import argparse
import ctypes
import math
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from lapack_calls import ALL, ORDER, Call, option_sets  # noqa: E402

SPECIAL = (math.nan, math.inf, -math.inf)
SECONDS = 60  # of CPU time, for all together: a few in fact


def documented(routine: str, options: dict[str, str], value: float) -> set[int]:
    """What `info` may be, from the routines' documentation."""
    name = routine[1:].removesuffix("_2stage")
    n, off, submatrix = ORDER, ORDER - 1, 2 * ORDER + 1
    divided = (
        {submatrix} if "V" in (options.get("jobz"), options.get("compz")) or options.get("compz") == "I" else {off}
    )
    known = {
        "gesdd": {-4} if math.isnan(value) else {1},
        "bdsdc": {1},
        "lasq1": {2},
        "gesvdx": {submatrix},
        "bdsvdx": {submatrix},
        "pteqr": {n + off},
        "stemr": {11},
        "stegr": {11},
        "syevd": divided,
        "heevd": divided,
        "stedc": divided,
        "syevr": {1},
        "heevr": {1},
        "stevr": {1},
    }
    if name in known:
        return known[name]
    if name.startswith(("ge", "gg", "hs", "hg")) and name not in ("gesvd", "gelsd", "gelss") or name.endswith("evx"):
        return {n}
    return {off}


def failures(library: ctypes.CDLL, routine: str, names: dict[str, object]) -> list[str]:
    found = []
    for options in option_sets(routine):
        finite = Call(library, routine, options, **names)
        if finite.run() != 0 or not all(math.isfinite(value) for value in finite.spectrum()):
            found.append(f"{routine} {options}: finite input: info = {finite.info.value}, {finite.spectrum()}")
            continue
        for place, value in ((place, value) for place in range(len(finite.inputs)) for value in SPECIAL):
            call = Call(library, routine, options, **names)
            array, index = call.inputs[place]
            array[index] = value
            info = call.run()
            if info not in documented(routine, options, value) or not all(math.isnan(x) for x in call.spectrum()):
                found.append(f"{routine} {options}: {value} at input {place}: info = {info}, {call.spectrum()}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("--prefix", default="")
    parser.add_argument("--suffix", default="")
    parser.add_argument("--bits", type=int, default=32)
    parser.add_argument("routines", nargs="*")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    library = ctypes.CDLL(given.library)
    names = {"prefix": given.prefix, "suffix": given.suffix, "bits": given.bits}
    wrong = 0
    for routine in given.routines or ALL:
        print(routine, end=" ", flush=True)  # the last one named is where a hang was
        for line in failures(library, routine, names)[:5]:
            print("\n  " + line, flush=True)
            wrong += 1
    print(f"\n{len(given.routines or ALL)} routines, {wrong} failures")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
