#!/usr/bin/env python3
"""arraycore against the tables of inputs and outputs that NumPy ships for its own tests of transcendental functions.

usage: validation_set_test.py DRIVER

The wheel is fetched once by pip; nothing of it runs. Where it can't be had, the test is skipped (exit code 77).
"""

import collections
import struct
import sys
import unittest
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))

import builds
import compute_verdicts
import differential

DRIVER = ""
FORMATS = {"np.float16": ("<f2", "<H", "<e"), "np.float32": ("<f4", "<I", "<f"), "np.float64": ("<f8", "<Q", "<d")}


def tables(wheel):
    """{(ufunc, dtype): [(input, output)]}, both as bytes."""
    found = collections.defaultdict(list)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            ufunc = Path(name).name.partition("umath-validation-set-")[2].partition(".")[0]
            if not ufunc or not name.endswith(".csv"):
                continue
            for line in archive.read(name).decode().splitlines():
                fields = line.split(",")
                if line.startswith("#") or len(fields) != 4 or fields[0] not in FORMATS:
                    continue
                dtype, bits, _ = FORMATS[fields[0]]
                found[ufunc, dtype].append(tuple(struct.pack(bits, int(field, 16)) for field in fields[1:3]))
    return found


class ValidationSets(unittest.TestCase):
    def test_every_row_is_within_half_an_ulp(self):
        rows = tables(builds.wheel("numpy==1.26.4"))
        self.assertGreater(sum(map(len, rows.values())), 20000)
        frames, names = [], list(rows)
        for ufunc, dtype in names:
            data = b"".join(given for given, _ in rows[ufunc, dtype])
            size = int(dtype[2])
            request = {"op": "ufunc", "name": ufunc, "inputs": 1, "output": 0, "where": False, "out": False,
                       "casting": "same_kind", "signature": None, "release": [1, 26],
                       "arrays": [{"d": dtype, "s": [len(data) // size], "t": [size], "o": 0, "n": len(data)}]}
            frames.append(differential.frame(request, data))
        seen = 0
        for (ufunc, dtype), (described, data) in zip(names, differential.answers([DRIVER], frames)):
            self.assertNotIn("error", described, f"{ufunc} {dtype}")
            size = int(dtype[2])
            for i, (given, expected) in enumerate(rows[ufunc, dtype]):
                got = data[i * size : (i + 1) * size]
                a, b = (struct.unpack("<e" if size == 2 else "<f" if size == 4 else "<d", one)[0]
                        for one in (got, expected))
                seen += 1
                if a != a and b != b:
                    continue
                # The tables were rounded, too: half an ulp and half an ulp.
                distance = abs(compute_verdicts.rank(got) - compute_verdicts.rank(expected))
                self.assertLessEqual(distance, 1, f"{ufunc} {dtype} of {given.hex()}: {a!r}, in the table {b!r}")
        print(f"{seen} rows of {len({name for name, _ in names})} ufuncs")


if __name__ == "__main__":
    DRIVER = sys.argv[1]
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    builds.report_seen([f"{test}: {reason}" for test, reason in result.skipped])
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
