#!/usr/bin/env python3
"""arraycore and two NumPys, one of either regime of promotion, give equal bits; and the comparison can fail.

usage: differential_test.py DRIVER OPERATIONS

The wheels are fetched once by pip, as those of tests/real. Where they can't be had, the test is skipped (exit code 77).
"""

import datetime
import math
import random
import struct
import sys
import tempfile
import unittest
import zipfile
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))

import builds
import compute_verdicts
import differential
import fft_verdicts
import linalg_verdicts
import linear_verdicts
import names_verdicts
import sorting_verdicts
import statistics_verdicts
import truth
from random_requests import Requests, extended

DRIVER, OPERATIONS = "", 0
BATCH = 2000
ALL_REQUESTS = [Requests, *(made for made, _ in differential.SORTS.values())]


class Comparison(unittest.TestCase):
    """What the test says of made-up answers."""

    REQUEST = {"op": "astype", "dtype": "<i4", "release": [2, 0],
               "arrays": [{"d": "<f8", "s": [3], "t": [8], "o": 0, "n": 24}]}
    DATA = struct.pack("<3d", 1.5, float("nan"), 2.0)

    def said(self, ours, theirs):
        described = {"d": "<i4", "s": [3]}
        return differential.verdict(
            self.REQUEST, self.DATA, (described, struct.pack("<3i", *ours)), (described, struct.pack("<3i", *theirs)))

    def test_one_wrong_element_is_found(self):
        self.assertEqual(self.said((1, 0, 2), (1, 0, 3)), "other values")

    def test_what_nobody_promises_is_left_out(self):
        self.assertEqual(self.said((1, -7, 2), (1, 0, 2)), "unspecified")

    def test_shapes_dtypes_and_errors_count(self):
        one = ({"d": "<i4", "s": [1]}, b"1234")
        for other, found in ((({"d": "<i4", "s": []}, b"1234"), "another shape"),
                             (({"d": "<u4", "s": [1]}, b"1234"), "another dtype"),
                             (({"error": "value", "message": ""}, b""), "NumPy refuses"),
                             (({"died": -11}, b""), "NumPy dies")):
            self.assertEqual(differential.verdict(self.REQUEST, self.DATA, one, other), found)

    def test_a_seed_makes_the_same_requests(self):
        for requests in ALL_REQUESTS:
            first, second = requests(7), requests(7)
            for _ in range(200):
                self.assertEqual(first.next([2, 0]), second.next([2, 0]))

    def test_extended_numbers(self):
        self.assertEqual(extended(1.0)[:10].hex(), "0000000000000080ff3f")
        self.assertEqual(extended(-2.5)[:10].hex(), "00000000000000a000c0")
        self.assertEqual(extended(5e-324)[:10].hex(), "0000000000000080cd3b")
        for value in (1.0, -2.5, 1e300, 123456.0):
            self.assertEqual(differential.real_value(extended(value)), int(value))


class Computation(unittest.TestCase):
    """What the test says of made-up results of ufuncs."""

    def said(self, name, ours, theirs, kind="f8", op="ufunc"):
        request = {"op": op, "name": name, "arrays": [{"d": "<" + kind}]}
        code = {"f8": "<d", "f4": "<f", "c16": "<d"}[kind]
        pack = lambda numbers: [struct.pack(code, number) for number in numbers]
        return compute_verdicts.same(request, kind, pack(ours), pack(theirs))

    def test_exact_functions_differ_by_one_bit(self):
        self.assertEqual(self.said("add", [1.0], [1.0]), "equal")
        self.assertEqual(self.said("add", [1.0], [1.0 + 2**-52]), "other values")
        self.assertEqual(self.said("add", [0.0], [-0.0]), "other values")

    def test_transcendental_functions_have_their_bound(self):
        self.assertEqual(self.said("exp", [1.0], [1.0 + 2**-52]), "within the bound")
        self.assertEqual(self.said("exp", [1.0], [1.0 + 2**-50]), "other values")
        self.assertEqual(self.said("exp", [5e-324], [0.0]), "within the bound")

    def test_the_zero_of_an_extremum_has_no_sign(self):
        self.assertEqual(self.said("maximum", [0.0], [-0.0]), "equal but for the sign of zero")
        self.assertEqual(self.said("maximum", [0.0], [1.0]), "other values")

    def test_complex_products_may_be_fused(self):
        self.assertEqual(self.said("multiply", [1.0, 1e-17], [1.0, 0.0], "c16"), "within the bound")
        self.assertEqual(self.said("multiply", [1.0, 1e-10], [1.0, 0.0], "c16"), "other values")
        self.assertEqual(self.said("add", [1.0, 1e-17], [1.0, 0.0], "c16"), "other values")

    def test_functions_of_complex_numbers_have_bounds_by_the_larger_part(self):
        request = {"op": "ufunc", "name": "sin", "inputs": 1, "arrays": [{"d": "<c16", "s": [1], "t": [16], "o": 0}]}
        memory = [struct.pack("<2d", 1.0, 2.0)]

        def said(name, ours, theirs):
            pack = lambda numbers: ["nan" if number != number else struct.pack("<d", number) for number in numbers]
            return compute_verdicts.same(dict(request, name=name), "c16", pack(ours), pack(theirs), memory)

        self.assertEqual(said("sin", [1.0, 1e-16], [1.0, 3e-16]), "within the bound")
        self.assertEqual(said("sin", [1.0, 1e-15], [1.0, 3e-15]), "other values")
        self.assertEqual(said("exp2", [1.0, 1e-15], [1.0, 2e-15]), "within the bound")
        self.assertEqual(said("exp2", [1.0, 1e-13], [1.0, 2e-13]), "other values")
        self.assertEqual(said("log1p", [1e-12, 1e-12], [1.0001e-12, 1e-12]), "within the bound")
        self.assertEqual(said("log", [1e-12, 1e-12], [1.0001e-12, 1e-12]), "other values")
        self.assertEqual(said("log", [math.inf, math.nan], [-math.inf, math.nan]), "within the bound")
        self.assertEqual(said("log", [math.inf, 1.0], [-math.inf, 1.0]), "other special values")
        self.assertEqual(said("log", [math.inf, 1.0], [math.inf, math.nan]), "other special values")

    def test_flags_count(self):
        request = {"op": "ufunc", "name": "add", "arrays": []}
        one = lambda flags: ({"d": "<i4", "s": [], "flags": flags}, b"1234")
        self.assertEqual(differential.verdict(request, b"", one("i"), one("")), "other flags")
        self.assertEqual(differential.verdict(request, b"", one("i"), one("i")), "equal")


class Statistics(unittest.TestCase):
    """What the test says of made-up statistics."""

    def said(self, request, ours, theirs, kind="f8", dtypes=("<f8",)):
        memory = struct.pack("<d", 2.0)
        arrays = [{"d": dtype, "s": [1], "t": [8], "o": 0, "n": 8} for dtype in dtypes]
        pack = lambda numbers: [struct.pack("<d", number) for number in numbers]
        return statistics_verdicts.same(dict(request, arrays=arrays), memory * len(arrays), kind, pack(ours), pack(theirs))

    def test_every_bit_counts(self):
        request = {"op": "along", "name": "median"}
        self.assertEqual(self.said(request, [1.0], [1.0]), "equal")
        self.assertEqual(self.said(request, [1.0], [1.0 + 2**-52]), "other values")
        self.assertEqual(self.said(request, [0.0], [-0.0]), "equal but for the sign of zero")
        self.assertEqual(self.said(request, [1.0], [math.inf]), "overflows in NumPy")
        self.assertEqual(self.said(request, [math.inf], [1.0]), "other values")

    def test_sums_of_products_have_a_bound(self):
        request, two = {"op": "dot"}, ("<f8", "<f8")
        self.assertEqual(self.said(request, [1.0], [1.0 + 2**-52], dtypes=two), "within the bound")
        self.assertEqual(self.said(request, [1.0], [1.0 + 2**-40], dtypes=two), "other values")


class Fourier(unittest.TestCase):
    """What the test says of made-up transforms."""

    def test_sums_have_a_bound(self):
        request = {"op": "fft", "name": "fft", "n": None, "axis": 0, "norm": None, "release": [2, 0],
                   "arrays": [{"d": "<f8", "s": [2], "t": [8], "o": 0, "n": 16}]}
        pack = lambda numbers: [struct.pack("<d", number) for number in numbers]

        def said(ours, theirs, **changes):
            return fft_verdicts.same(dict(request, **changes), struct.pack("<2d", 1, 2), "c16", pack(ours), pack(theirs))

        self.assertEqual(said([3.0, 0.0, -1.0, 0.0], [3.0, 0.0, -1.0, 0.0]), "equal")
        self.assertEqual(said([3.0, 0.0, -1.0, 0.0], [3.0, 0.0, -1.0, 1e-16]), "within the bound")
        self.assertEqual(said([3.0, 0.0, -1.0, 0.0], [3.0, 0.0, -1.0, 1e-14]), "other values")
        self.assertEqual(said([1.0], [1.0 + 2**-52], op="fftfreq"), "other values")


class Sorting(unittest.TestCase):
    """What the test says of made-up results of sorts."""

    def said(self, request, ours, theirs):
        pack = lambda numbers: [struct.pack("<d", number) for number in numbers]
        return sorting_verdicts.same(request, b"", "f8", pack(ours), pack(theirs))

    def test_a_stable_sort_is_exact(self):
        self.assertEqual(self.said({"op": "sort", "kind": "stable"}, [0.0, -0.0], [-0.0, 0.0]), "other values")
        self.assertEqual(self.said({"op": "sort", "kind": "stable"}, [1.0, 2.0], [1.0, 2.0]), "equal")

    def test_zeros_are_equal_in_others(self):
        self.assertEqual(self.said({"op": "sort", "kind": "heapsort"}, [0.0, -0.0], [-0.0, 0.0]),
                         "equal but for the sign of zero")
        self.assertEqual(self.said({"op": "unique"}, [0.0, 1.0], [-0.0, 2.0]), "other values")
        self.assertEqual(self.said({"op": "argsort"}, [0.0], [-0.0]), "other values")


class Streams(unittest.TestCase):
    """What the test says of made-up random numbers."""

    def said(self, ours, theirs, **changes):
        request = dict({"op": "stream", "kind": "draw", "name": "normal", "arrays": []}, **changes)
        described = {"d": "<f8", "s": [1]}
        return differential.verdict(
            request, b"", (described, struct.pack("<d", ours)), (described, struct.pack("<d", theirs)))

    def test_one_bit_differs(self):
        self.assertEqual(self.said(1.0, 1.0), "equal")
        self.assertEqual(self.said(1.0, 1.0 + 2**-52), "other values")
        self.assertEqual(self.said(0.0, -0.0), "other values")


class Linear(unittest.TestCase):
    """What the test says of made-up products."""

    def said(self, ours, theirs, kind, **changes):
        arrays = [{"d": "<f8", "s": [2], "t": [8], "o": 0, "n": 16}] * 2
        request = dict({"op": "product", "name": "matmul", "terms": 2, "release": [2, 0], "arrays": arrays}, **changes)
        pack = lambda numbers: [struct.pack({"f8": "<d", "f2": "<e", "c16": "<d"}[kind], number) for number in numbers]
        return linear_verdicts.same(request, struct.pack("<4d", 1, 2, 1, 2), kind, pack(ours), pack(theirs))

    def test_sums_have_a_bound(self):
        self.assertEqual(self.said([1.0], [1.0], "f8"), "equal")
        self.assertEqual(self.said([1.0], [1.0 + 2**-52], "f8"), "within the bound")
        self.assertEqual(self.said([1.0], [1.0 + 2**-40], "f8"), "other values")

    def test_what_is_added_up_in_one_order_has_none(self):
        self.assertEqual(self.said([1.0], [1.0 + 2**-10], "f2"), "other values")
        self.assertEqual(self.said([1.0], [1.0 + 2**-10], "f2", op="einsum", name="i,i"), "within the bound")
        self.assertEqual(self.said([1.0], [1.0 + 2**-52], "f8", op="tensor_product", name="outer"), "other values")

    def test_linear_algebra_has_a_bound(self):
        pack = lambda numbers: [struct.pack("<d", number) for number in numbers]
        request = {"op": "linalg", "name": "inv", "n": 2}
        self.assertEqual(linalg_verdicts.same(request, b"", "f8", pack([1.0]), pack([1.0 + 2**-52])), "within the bound")
        self.assertEqual(linalg_verdicts.same(request, b"", "f8", pack([1.0]), pack([1.0 + 2**-40])), "other values")

    def test_eigenvalues_are_judged_by_their_matrix(self):
        pack = lambda numbers: [struct.pack("<d", number) for number in numbers]
        # [[2, 1], [1, 2]]: 3 and 1, in any order, with vectors of any sign.
        described = {"d": "<f8", "s": [2, 2], "t": [16, 8], "o": 0, "n": 32}
        data, half = struct.pack("<4d", 2, 1, 1, 2), math.sqrt(0.5)
        request = {"op": "linalg", "name": "eig", "n": 2, "arrays": [described]}
        right = [3, 1, half, half, half, -half]
        for other, found in (([1, 3, -half, half, half, half], "within the bound"),
                             ([3, 1, half, half, -half, half], "NumPy's are no eigenvalues"),
                             ([3, 1, 1, 1, 1, -1], "NumPy's are no eigenvalues"),
                             ([3, 1 + 1e-9, half, half, half, -half], "NumPy's are no eigenvalues")):
            self.assertEqual(linalg_verdicts.same(request, data, "f8", pack(right), pack(other)), found)
        self.assertEqual(linalg_verdicts.same(request, data, "f8", pack(other), pack(right)), "other values")
        request["name"] = "eigvals"
        for other, found in (([1, 3], "within the bound"), ([2, 2], "NumPy's are no eigenvalues"),
                             ([3, 1 + 1e-12], "NumPy's are no eigenvalues")):
            self.assertEqual(linalg_verdicts.same(request, data, "f8", pack([3, 1]), pack(other)), found)

    def test_roots_are_judged_by_their_polynomial(self):
        for found, right in (([2, 1, 0], True), ([1, 2, 0], True), ([2, 1, 1e-9], False), ([2, 1], False),
                             ([1, 1, 0], False), ([2, 1 + 1e-9, 0], False)):
            self.assertEqual(names_verdicts.are_roots([0, 1, -3, 2, 0], found, 2**-52), right, found)


class Truth(unittest.TestCase):
    """truth.py against what Python itself rounds and counts."""

    def test_roundings(self):
        numbers = random.Random(1)
        for _ in range(3000):
            value = numbers.uniform(-70000, 70000) * 2.0 ** numbers.randrange(-30, 1)
            for kind, code in (("f2", "<e"), ("f4", "<f"), ("f8", "<d")):
                try:
                    expected = struct.pack(code, value)
                except OverflowError:  # Python refuses what rounds to infinity
                    expected = struct.pack(code, math.copysign(math.inf, value))
                self.assertEqual(truth.rounded(Fraction(value), kind), expected)
            self.assertEqual(truth.rounded(Fraction(value), "f16"), extended(value)[:10])

    def test_months(self):
        first = datetime.date(1970, 1, 1)
        for day in range(-200000, 200000, 97):
            date = first + datetime.timedelta(day)
            self.assertEqual(truth.month_of_day(day), (date.year - 1970) * 12 + date.month - 1)

    def test_times(self):
        self.assertEqual(truth.converted_time(1, "<m8[25Y]", "<m8[ns]"), 788923800000000000)
        self.assertEqual(truth.converted_time(-1, "<M8[s]", "<M8[7D]"), -1)
        self.assertIsNone(truth.converted_time(2**62, "<M8[s]", "<M8[ns]"))

    def test_a_wrong_answer_is_no_explanation(self):
        request = {"op": "astype", "dtype": "<f2", "release": [2, 0],
                   "arrays": [{"d": "|S4", "s": [1], "t": [4], "o": 0, "n": 4}]}
        described = {"d": "<f2", "s": [1]}
        self.assertTrue(truth.right(request, b"1.5\0", described, struct.pack("<e", 1.5)))
        self.assertFalse(truth.right(request, b"1.5\0", described, struct.pack("<e", 2.5)))
        wrong = (described, struct.pack("<e", 2.5))
        self.assertIsNone(differential.explained(request, b"1.5\0", wrong, "other values", (2, 0)))


class InstalledNumPys(unittest.TestCase):
    def compare(self, requirement):
        wheel = builds.wheel(requirement)
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
            for seed in range(1, OPERATIONS // BATCH + 1):
                for requests in ALL_REQUESTS:
                    with self.subTest(seed=seed, requests=requests.__name__):
                        count = differential.compare(
                            DRIVER, builds.PYTHON, folder, seed, BATCH, requests_of=requests)
                        self.assertEqual(count, 0, "see above; differential.py --only PLACE replays one")

    def test_the_last_release_of_value_based_promotion(self):
        self.compare("numpy==1.26.4")

    def test_a_release_of_nep_50(self):
        self.compare("numpy==2.3.5")


if __name__ == "__main__":
    DRIVER, OPERATIONS = sys.argv[1], int(sys.argv[2])
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    builds.report_seen([f"{test}: {reason}" for test, reason in result.skipped])
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
