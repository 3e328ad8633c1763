#!/usr/bin/env python3
"""arraycore's bit generators against the words that NumPy ships for its own tests (numpy/random/tests/data/*.csv).

usage: random_csv_test.py DRIVER

The wheel is fetched once by pip; nothing of it runs. Where it can't be had, the test is skipped (exit code 77).
"""

import struct
import sys
import unittest
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))

import builds
import differential

DRIVER = ""
NAMES = {"mt19937": "MT19937", "pcg64": "PCG64", "pcg64dxsm": "PCG64DXSM", "philox": "Philox", "sfc64": "SFC64"}


def tables(wheel):
    """[(bit generator, seed, words)]"""
    found = []
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            if "numpy/random/tests/data/" in path and path.endswith(".csv"):
                rows = [int(line.split(",")[1], 0) for line in archive.read(path).decode().splitlines() if line]
                found.append((NAMES[Path(path).name.partition("-")[0]], rows[0], rows[1:]))
    return found


def request_of(bits, seed, count):
    return {"op": "stream", "kind": "raw", "legacy": False, "bits": bits, "seed": [seed], "release": [2, 5],
            "warmed": False, "after": False, "count": count, "half": False, "jumps": 0, "spawn": None, "advance": None,
            "arrays": []}


class Tables(unittest.TestCase):
    def test_every_word(self):
        found = tables(builds.wheel("numpy==2.3.5"))
        self.assertGreaterEqual(len(found), 10)
        frames = [differential.frame(request_of(bits, seed, len(words)), b"") for bits, seed, words in found]
        for (bits, seed, words), (described, data) in zip(found, differential.answers([DRIVER], frames)):
            self.assertNotIn("error", described)
            self.assertEqual(list(struct.unpack(f"<{len(words)}Q", data)), words, f"{bits}, seed {seed}")
        print(f"{sum(len(words) for _, _, words in found)} words of {len(found)} tables")


if __name__ == "__main__":
    DRIVER = sys.argv[1]
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    builds.report_seen([f"{test}: {reason}" for test, reason in result.skipped])
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
