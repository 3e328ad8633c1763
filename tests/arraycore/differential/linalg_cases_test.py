#!/usr/bin/env python3
"""arraycore and NumPy agree on the cases of NumPy's own tests of linear algebra, and on its docstrings' examples.

usage: linalg_cases_test.py DRIVER [INTERPRETER=FOLDER ...]

numpy_linalg_cases.py makes the requests in that NumPy's interpreter. linalg_verdicts.py has the bounds; where a matrix
is ill-conditioned, results that depend on its inverse may be as much further from each other.

Without INTERPRETER=FOLDER the wheels are fetched once by pip, as those of tests/real. Where they can't be had, the test
is skipped (exit code 77).
"""

import collections
import json
import struct
import subprocess
import unittest

import compared_numpys
import differential
import linalg_verdicts
from random_requests import real_bytes

FUNCTIONS = {"solve", "inv", "det", "slogdet", "eig", "eigvals", "eigvalsh", "eigh_restored", "eigh_orthogonal",
             "svdvals", "svd_restored", "svd_left", "svd_right", "pinv", "lstsq", "cond", "matrix_rank", "matrix_power",
             "qr", "cholesky"}


def requests_of(interpreter, folder):
    """[(request, data)]"""
    script = str(differential.HERE / "numpy_linalg_cases.py")
    output = subprocess.run([interpreter, "-B", script, folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            check=True).stdout
    found, at = [], 0
    while at < len(output):
        text, data = struct.unpack_from("<II", output, at)
        at += 8
        found.append((json.loads(output[at : at + text]), output[at + text : at + text + data]))
        at += text + data
    return found


class Bounds(unittest.TestCase):
    """What the verdicts say of made-up results."""

    def said(self, ours, theirs, name="solve", **more):
        request = dict({"name": name, "n": 2, "arrays": [{"d": "<f8", "s": [2, 2]}]}, **more)
        return linalg_verdicts.same(request, b"", "f8", [real_bytes(ours, 8)], [real_bytes(theirs, 8)])

    def test_the_condition_allows_more(self):
        self.assertEqual(self.said(1.0, 1.0 + 2**-44), "within the bound")
        self.assertEqual(self.said(1.0, 1.0 + 2**-30), "other values")
        self.assertEqual(self.said(1.0, 1.0 + 2**-30, cond=1e6), "within the bound")
        self.assertEqual(self.said(1.0, 1.0 + 2**-30, "svdvals", cond=1e6), "other values")

    def test_factors_of_complex_matrices_have_open_phases(self):
        request = {"name": "qr", "n": 1, "arrays": [{"d": "<c16", "s": [1, 1]}]}
        for theirs, found in (((-3.0, 4.0), "within the bound"), ((5.0, 0.0), "within the bound"),
                              ((3.0, 4.001), "other values")):
            parts = [[real_bytes(one, 8) for one in number] for number in ((3.0, 4.0), theirs)]
            self.assertEqual(linalg_verdicts.same(request, b"", "c16", *parts), found)

    def test_every_function_has_verdicts(self):
        self.assertLessEqual(linalg_verdicts.BY_CONDITION, FUNCTIONS)


class InstalledNumPys(compared_numpys.ComparedNumpys, unittest.TestCase):
    def compare(self, interpreter, folder):
        version, _ = differential.version_of(interpreter, folder)
        release = tuple(int(part) for part in version.split(".")[:2])
        asked = requests_of(interpreter, folder)
        frames = [differential.frame(request, data) for request, data in asked]
        ours = differential.answers([self.driver], frames)
        theirs = differential.answers([interpreter, "-B", str(differential.CHILD / "numpy_side.py"), folder], frames)
        counts, functions, why = collections.Counter(), collections.Counter(), collections.Counter()
        for (request, data), mine, other in zip(asked, ours, theirs):
            found = differential.verdict(request, data, mine, other)
            counts[found] += 1
            functions[request["name"]] += 1
            if found not in differential.AGREE:
                name = differential.explained(request, data, mine, found, release)
                why[name] += 1
                with self.subTest(version=version, request=request, ours=mine, theirs=other):
                    self.assertIsNotNone(name, found)
        documented = {request["from"] for request, _ in asked if request["from"].startswith("docstring")}
        print(f"NumPy {version}: {len(asked)} requests of {len(functions)} functions, {len(documented)} docstrings: "
              f"{dict(counts)}; explained: {dict(why)}", flush=True)
        self.assertEqual(set(functions), FUNCTIONS)
        self.assertGreater(len(documented), 8)


if __name__ == "__main__":
    compared_numpys.main()
