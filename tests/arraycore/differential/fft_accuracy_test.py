#!/usr/bin/env python3
"""arraycore's Fourier transforms of float64 are nearer to the exact ones than NumPy's, at every length.

usage: fft_accuracy_test.py DRIVER real|long [INTERPRETER=FOLDER]

"long" takes every length from 1 to 4,096, "real" some of them. An error is the magnitude of a result less the exact one
(fourier_error.h), in units of 2^-53 times the root of the mean square of all results of its line.

Without INTERPRETER=FOLDER a wheel is fetched once by pip, as those of tests/real. Where it can't be had, the test is
skipped (exit code 77).
"""

import array
import random
import struct
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))

import builds
import differential

DRIVER, SET, GIVEN = "", "real", ""
LONGEST = 4096
BATCH = 128
UNIT = 2.0**-53


def is_prime(n):
    return n > 1 and all(n % i for i in range(2, int(n**0.5) + 1))


def lengths():
    if SET == "long":
        return list(range(1, LONGEST + 1))
    return [n for n in range(1, LONGEST + 1) if n <= 200 or n % 101 == 0] + [1009, 1024, 2048, 2187, 3125, 4093, 4096]


# What a length may be, and whether it is.
CLASSES = {
    "all": lambda n: True,
    "powers of 2": lambda n: n & (n - 1) == 0,
    "primes": is_prime,
}


def line(n, seed):
    """n complex numbers whose parts are integers below 2^31."""
    parts = array.array("i", random.Random(seed).getrandbits(64 * n).to_bytes(8 * n, "little"))
    return array.array("d", [part >> 1 for part in parts]).tobytes()


def described(n):
    return {"d": "<c16", "s": [n], "t": [16], "o": 0, "n": 16 * n}


def transform_request(n):
    return {"op": "fft", "name": "fft", "n": None, "axis": -1, "norm": None, "release": [2, 5],
            "arrays": [described(n)]}


def errors_of(lines, found):
    """[(largest, mean)] of each length's results, in UNITs of the size of a result."""
    frames = [differential.frame({"op": "fft_error", "release": [2, 5], "arrays": [described(len(one) // 16)] * 2},
                                 one + data) for one, data in zip(lines, found)]
    errors = []
    for answer, data in differential.answers([DRIVER], frames):
        if "error" in answer or "died" in answer:
            raise AssertionError(answer)
        largest, mean, size = struct.unpack("<3d", data)
        errors.append((largest / size / UNIT, mean / size / UNIT))
    return errors


def transforms(command, lines):
    frames = [differential.frame(transform_request(len(one) // 16), one) for one in lines]
    return [data for _, data in differential.answers(command, frames)]


class Reference(unittest.TestCase):
    """What it says of results that are known."""

    def test_known_results(self):
        ones = struct.pack("<8d", 1, 0, 1, 0, 1, 0, 1, 0)
        right = struct.pack("<8d", 4, 0, 0, 0, 0, 0, 0, 0)
        self.assertEqual(errors_of([ones], [right]), [(0, 0)])
        off = struct.pack("<8d", 4 + 2.0**-40, 0, 0, 0, 0, 0, 0, 0)
        self.assertEqual(errors_of([ones], [off]), [(2.0**12, 2.0**10)])  # of size 2, and one result of four
        # i to the power k: all of it is at the first frequency, of whatever sign.
        turning = struct.pack("<8d", 1, 0, 0, 1, -1, 0, 0, -1)
        self.assertEqual(errors_of([turning], [struct.pack("<8d", 0, 0, 4, 0, 0, 0, 0, 0)]), [(0, 0)])
        self.assertGreater(errors_of([turning], [struct.pack("<8d", 0, 0, 0, 0, 0, 0, 4, 0)])[0][0], 2.0**50)

    def test_what_it_cannot_judge_is_refused(self):
        for number in (0.5, 2.0**31, float("nan"), float("inf")):
            with self.assertRaises(AssertionError):
                errors_of([struct.pack("<2d", number, 0.0)], [struct.pack("<2d", number, 0.0)])


class AgainstNumPy(unittest.TestCase):
    def test_every_length(self):
        with tempfile.TemporaryDirectory() as unpacked:
            if GIVEN:
                interpreter, _, folder = GIVEN.partition("=")
            else:
                interpreter, folder = builds.PYTHON, unpacked
                with zipfile.ZipFile(builds.wheel("numpy==2.3.5")) as archive:
                    archive.extractall(folder)
            numpy = [interpreter, "-B", str(differential.CHILD / "numpy_side.py"), folder]
            ours, theirs, tried = [], [], lengths()
            for start in range(0, len(tried), BATCH):
                lines = [line(n, n) for n in tried[start : start + BATCH]]
                ours += errors_of(lines, transforms([DRIVER], lines))
                theirs += errors_of(lines, transforms(numpy, lines))
            version, _ = differential.version_of(interpreter, folder)
        print(f"NumPy {version}, {len(tried)} lengths, errors in 2^-53 of the size of a result: largest, mean")
        for name, belongs in CLASSES.items():
            places = [i for i, n in enumerate(tried) if belongs(n)]
            figures = [(max(errors[i][0] for i in places), sum(errors[i][1] for i in places) / len(places))
                       for errors in (ours, theirs)]
            print("{:12} {:5}: arraycore {:.3f} {:.4f}, NumPy {:.3f} {:.4f}".format(
                name, len(places), *figures[0], *figures[1]), flush=True)
            self.assertLess(figures[0][0], figures[1][0], name)
            self.assertLess(figures[0][1], figures[1][1], name)
        worse = [(n, mine, other) for n, mine, other in zip(tried, ours, theirs)
                 if mine[1] > other[1] or mine[0] > other[0]]
        print("lengths at which NumPy's largest or mean error is the smaller one:", worse)
        self.assertEqual(worse, [])


if __name__ == "__main__":
    DRIVER, SET, GIVEN = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    builds.report_seen([f"{test}: {reason}" for test, reason in result.skipped])
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
