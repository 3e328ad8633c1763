#!/usr/bin/env python3
"""Which known faults of NumPy's releases `fairplay probe` finds unprompted: a table, row by row and build by build.

usage: numpy_cases.py REPORT...    (reports of `fairplay probe --format json`, one or more a NumPy)

A row is what somebody reported or what was seen, the releases that have it, and what a finding of it says: a routine and words of
its message. Not a test: old releases need old Pythons. Rows without a routine are not looked for, and say why.
"""

import collections
import json
import re
import sys

ANY = ((1, 15), (9, 0))
# Row, first and last release, routine, words of the message.
ROWS = [
    ("nextafter of float16 between zeros", (1, 15), (2, 4), "nextafter", "zero"),
    ("nextafter of an infinite float16", (1, 15), (1, 18), "nextafter", "infinite"),
    ("casts to subnormal float16", (1, 15), (1, 15), "astype", "ties"),
    ("text to float16 rounds twice", *ANY, "astype", "rounds twice"),
    ("text to long double loses digits", (1, 15), (1, 17), "astype", "rounds twice"),
    ("long double to an integer and back", (1, 15), (1, 15), "int|convert", "way of float64"),
    ("format of a long double", *ANY, "__format__", "float64"),
    ("smallest integer // -1, scalars", (1, 15), (1, 22), "floor_divide|divmod", "smallest integer"),
    ("smallest integer // -1, arrays", (1, 15), (1, 22), "floor_divide|divmod", "smallest integer"),
    ("smallest integer % -1", (1, 15), (1, 22), "remainder|fmod|divmod|floor_divide", "kills the process"),
    ("smallest integer of scalars", (1, 15), (1, 22), "remainder|fmod|divmod|floor_divide", "kills the process"),
    ("shifts by the width", (1, 15), (1, 17), "shift", "shifts by the width"),
    ("negative shifts", (1, 15), (1, 17), "shift", "shifts by the width"),
    ("comparisons of uint64 and int64", (1, 15), (1, 24), "equal|less|greater", "compared in float64"),
    ("comparisons of scalars of uint64 and int64", (1, 15), (1, 24), "equal|less|greater", "compared in float64"),
    ("round to many decimals", *ANY, "round", "overflows on the way"),
    ("round to very few decimals", (1, 15), (2, 3), "round", "kills the process"),
    ("quotients and remainders of zeros", (1, 15), (1, 15), "floor_divide|divmod|remainder", ""),
    ("x // 0", (1, 15), (1, 19), "floor_divide|divmod", "// 0|by 0"),
    ("x // 0 of scalars", (1, 15), (1, 19), "floor_divide|divmod|remainder", "// 0|by 0"),
    ("products of float16", (1, 15), (1, 15), "multiply|einsum|matmul", "float16 products"),
    ("flags of expm1 of NaN", (1, 22), (1, 23), "expm1", "NaN raises"),
    ("underflow of exp", (1, 19), (1, 22), "exp", "flags|underflow"),
    ("spacing", *ANY, "spacing", "spacing"),
    ("sinc of float16", (1, 15), (2, 2), "sinc", "NaN"),
    ("i0 of large numbers", (1, 18), (9, 0), "i0", "overflows"),
    ("i0 of integers", (1, 17), (1, 19), "i0", "cut off"),
    ("clip by NaN", (1, 15), (1, 24), "clip", "NaN"),
    ("clip by bounds in the wrong order", (1, 15), (1, 16), "clip", "takes either"),
    ("variance of float16", *ANY, "std|var|mean", "overflows on the way"),
    ("median of two large numbers", *ANY, "median", "middle elements"),
    ("percentile of large numbers", (1, 20), (9, 0), "percentile|quantile", "overflows"),
    ("quantile of integers", (1, 20), (9, 0), "percentile|quantile", "wraps"),
    ("quantile beside an infinity", *ANY, "percentile|quantile", "infinite neighbour"),
    ("quantile of float16", (1, 15), (1, 26), "", "2.0 changed the dtype: probe --as 2.0 shows it"),
    ("quantile in float32", (1, 15), (1, 26), "", "2.0 changed the dtype: probe --as 2.0 shows it"),
    ("linspace to negative integers", (1, 15), (1, 19), "linspace", "rounds to zero"),
    ("linspace between infinities", *ANY, "linspace", "infinities"),
    ("linspace of a distance that overflows", *ANY, "linspace", "distance overflows"),
    ("geomspace's end", (1, 15), (1, 19), "geomspace", "ends"),
    ("magnitude of complex numbers", (1, 19), (9, 0), "absolute", "two units"),
    ("quotients of large complex numbers", *ANY, "divide|reciprocal", "overflows on the way"),
    ("log1p of small complex numbers", *ANY, "log1p|expm1|exp2|power", "rounds its argument"),
    ("expm1 of small complex numbers", (1, 15), (1, 18), "log1p|expm1|exp2|power", "rounds its argument"),
    ("unique NaN", (1, 15), (1, 20), "unique|union1d|setxor1d|intersect1d|setdiff1d", "NaN is unique|NaN"),
    ("unique complex NaN", (1, 15), (1, 20), "unique|union1d|setxor1d|intersect1d|setdiff1d", "NaN"),
    ("unique NaT", (1, 16), (1, 20), "unique|union1d|setxor1d|intersect1d|setdiff1d|partition|sort", "NaT|NaN is unique"),
    ("extrema of NaT", (1, 15), (1, 17), "maximum|minimum|fmax|fmin|clip|ptp|argm", "skip NaT"),
    ("comparisons of NaT", (1, 15), (1, 15), "less|greater|equal", "NaT"),
    ("median of NaT", (1, 15), (1, 24), "median", "NaT|timedeltas"),
    ("datetimes that don't fit", (1, 15), (2, 4), "astype|numpy", "wraps|wrap"),
    ("timedeltas that don't fit", (1, 15), (2, 4), "astype|numpy", "wraps|wrap"),
    ("sums of times that don't fit", (1, 15), (2, 4), "add|subtract|multiply", "wraps"),
    ("hash of datetimes", (1, 15), (2, 1), "hash", "depends on its unit"),
    ("matvec into its operand", (2, 2), (2, 3), "matvec|vecmat|vecdot", "before they have read"),
    ("vecdot of nothing but objects", (2, 0), (2, 4), "vecdot", "objects"),
    ("gradient of unsigned integers", (1, 15), (1, 17), "gradient", "integers"),
    ("gradient of two unsigned integers", (1, 15), (1, 17), "gradient", "integers"),
    ("interp to an infinite value", (1, 15), (1, 16), "interp", "infinite"),
    ("digitize of large integers", (1, 15), (1, 15), "digitize", "float64"),
    ("binary_repr", (1, 15), (1, 17), "binary_repr", "binary_repr"),
    ("base_repr of the smallest integer", (1, 15), (1, 26), "base_repr", "never ends"),
    (".npy of version 3", (1, 15), (1, 16), "", "1.17 introduced it"),
    ("sum of -0.0", *ANY, "", "the same in every release, and documented: sums begin with 0"),
    ("load unpickles", (1, 15), (1, 15), "load", "unpickles"),
    ("integers below 2^32", (1, 17), (1, 17), "integers", "all zero"),
    ("wald is negative", (1, 17), (2, 3), "wald", "negative"),
    ("beta is NaN", (1, 17), (1, 25), "beta", "beta"),
    ("geometric is negative", (1, 17), (1, 24), "geometric", "wraps"),
    ("zipf hangs", (1, 17), (2, 0), "zipf", "never ends"),
    ("nanmean of float16", *ANY, "nanmean|nanvar|nanstd", "float16"),
    ("nanvar of float16", *ANY, "nanmean|nanvar|nanstd", "float16"),
    ("fft into an output", (2, 0), (2, 4), "fft", "fill the output"),
    ("quantile with weights", (2, 0), (2, 0), "quantile|percentile", "weights"),
    ("closest_observation", (1, 22), (1, 26), "quantile|percentile", "closest_observation"),
    ("quantile 0 of discrete methods", (1, 22), (1, 26), "quantile|percentile", "wrong end"),
    ("assignment through overlapping indices", (1, 15), (1, 26), "__setitem__", "overwritten"),
    ("matmul into a reversed output", (1, 16), (1, 21), "matmul", "negative stride"),
    ("sin of a float32 into itself", (1, 19), (1, 19), "sin|cos", "overwritten"),
    ("tests of numbers into an output with gaps", (1, 25), (9, 0), "isnan|isinf|isfinite|signbit", "lose truths"),
]


def main():
    findings = collections.defaultdict(list)
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        by_path = {subject["path"]: subject["identity"]["numpy"] for subject in document["subjects"]
                   if subject["identity"] and "numpy" in subject["identity"]}
        for version in by_path.values():
            findings[version] = findings[version]
        for finding in document["findings"]:
            if finding["path"] in by_path:
                findings[by_path[finding["path"]]].append(finding)
    builds = sorted(findings, key=lambda version: [int(part) for part in version.split(".")])
    cells = found = rows_found = rows = 0
    print("builds:", " ".join(builds))
    for name, first, last, routine, words in ROWS:
        marks = ""
        for build in builds:
            release = tuple(int(part) for part in build.split(".")[:2])
            if not first <= release <= last:
                marks += "."
                continue
            cells += 1
            hit = bool(routine) and any(re.search(routine, finding["routine"]) and re.search(words, finding["message"])
                                        for finding in findings[build])
            found += hit
            marks += "+" if hit else "-"
        rows += 1
        rows_found += "+" in marks
        state = "found " if "+" in marks and "-" not in marks else "partly" if "+" in marks else "missed"
        print(f"{marks} {state} {name}{'' if routine else ': ' + words}")
    print(f"{rows_found} of {rows} rows, {found} of {cells} of their builds")


if __name__ == "__main__":
    main()
