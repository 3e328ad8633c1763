#!/usr/bin/env python3
"""Every public method of Generator and RandomState draws what NumPy draws: three sets of parameters, 1,000 draws each.

usage: random_methods_test.py DRIVER [INTERPRETER=FOLDER ...]

Every bit must be equal. Normal numbers with a covariance, which NumPy makes with its LAPACK, are within a bound instead
(stream_verdicts.py) and printed as marked. Which streams depend on the machine is measured: NumPy draws again without
FMA in the C library, and with the oldest of OpenBLAS's kernels; what changes is printed.

Without INTERPRETER=FOLDER the wheels are fetched once by pip, as those of tests/real. Where they can't be had, the test
is skipped (exit code 77).
"""

import json
import subprocess
import unittest

import compared_numpys
import differential
import random_methods

MARKED = "multivariate_normal"
OTHER_MACHINES = {
    "the C library without FMA": "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX2_Usable,-FMA_Usable",
    "OpenBLAS's oldest kernels": "OPENBLAS_CORETYPE=Prescott",
}

NAMES = """
import json, sys
sys.path.insert(0, sys.argv[1])
import numpy.random
owners = {name: getattr(numpy.random, name) for name in ("Generator", "RandomState") if hasattr(numpy.random, name)}
print(json.dumps({name: [one for one in dir(owner) if not one.startswith("_") and callable(getattr(owner, one))]
                  for name, owner in owners.items()}))
"""


def methods_of(interpreter, folder):
    """{class: its public methods}, as the installed NumPy says."""
    run = subprocess.run([interpreter, "-B", "-c", NAMES, folder], stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout.decode())


def unknown(installed):
    """Methods that nobody has written requests for."""
    return sorted(f"{owner}.{name}" for owner, names in installed.items()
                  for name in set(names) - set(random_methods.METHODS[owner]))


def judged(request, data, ours, theirs, release):
    """"equal", "marked", "explained", or what is wrong."""
    found = differential.verdict(request, data, ours, theirs)
    if found == "within the bound" and request["kind"] == MARKED:
        return "marked"
    if found != "equal" and differential.explained(request, data, ours, found, release):
        return "explained"
    return found


class MadeUpAnswers(unittest.TestCase):
    """What the test says of them."""

    def setUp(self):
        self.request, self.data = random_methods.requests_of((2, 5), "Generator", "normal")[0]
        self.normal, self.covariance = random_methods.requests_of((2, 5), "Generator", MARKED)[0]

    def said(self, request, data, ours, theirs, release=(2, 5)):
        described = {"d": "<f8", "s": [len(ours)]}
        pack = lambda numbers: b"".join(random_methods.real_bytes(one, 8) for one in numbers)
        return judged(request, data, (described, pack(ours)), (described, pack(theirs)), release)

    def test_one_bit_counts(self):
        self.assertEqual(self.said(self.request, self.data, [1.0, 2.0], [1.0, 2.0]), "equal")
        self.assertEqual(self.said(self.request, self.data, [1.0, 2.0], [1.0, 2.0 + 2**-51]), "other values")

    def test_covariances_have_a_bound(self):
        self.assertEqual(self.said(self.normal, self.covariance, [1.0], [1.0 + 2**-52]), "marked")
        self.assertEqual(self.said(self.normal, self.covariance, [1.0], [1.0 + 1e-9]), "other values")
        self.assertEqual(self.said(self.normal, self.covariance, [1.0], [float("nan")]), "other values")
        after = dict(self.normal, after=True)
        self.assertEqual(self.said(after, self.covariance, [1.0], [1.0 + 2**-52]), "other values")

    def test_only_old_lapacks_have_other_signs(self):
        self.assertEqual(self.said(self.normal, self.covariance, [1.0], [-1.0], (1, 23)), "explained")
        self.assertEqual(self.said(self.normal, self.covariance, [1.0], [-1.0], (1, 24)), "other values")
        root = dict(self.normal, method="cholesky")
        self.assertEqual(self.said(root, self.covariance, [1.0], [-1.0], (1, 23)), "other values")

    def test_a_new_method_is_found(self):
        installed = {owner: list(names) for owner, names in random_methods.METHODS.items()}
        self.assertEqual(unknown(installed), [])
        installed["Generator"].append("unheard_of")
        self.assertEqual(unknown(installed), ["Generator.unheard_of"])

    def test_each_method_has_three_sets_of_a_thousand_draws(self):
        for owner, methods in random_methods.METHODS.items():
            for name in methods:
                requests = [request for request, _ in random_methods.requests_of((2, 5), owner, name)]
                alone = [request for request in requests if not request["after"]]
                self.assertEqual(len(alone), 3, name)
                for request in alone:
                    if request.get("size"):
                        count = 1
                        for extent in request["size"]:
                            count *= extent
                        self.assertEqual(count, random_methods.DRAWS, name)


class InstalledNumPys(compared_numpys.ComparedNumpys, unittest.TestCase):
    def compare(self, interpreter, folder):
        version, _ = differential.version_of(interpreter, folder)
        release = tuple(int(part) for part in version.split(".")[:2])
        installed = methods_of(interpreter, folder)
        self.assertEqual(unknown(installed), [], f"methods of NumPy {version} that random_methods.py lacks")
        asked = [(f"{owner}.{name}", request, data) for owner, names in installed.items() for name in sorted(names)
                 for request, data in random_methods.requests_of(release, owner, name)]
        frames = [differential.frame(request, data) for _, request, data in asked]
        numpy = [interpreter, "-B", str(differential.CHILD / "numpy_side.py"), folder]
        ours, theirs = differential.answers([self.driver], frames), differential.answers(numpy, frames)
        counts, marked = {}, set()
        for (name, request, data), mine, other in zip(asked, ours, theirs):
            found = judged(request, data, mine, other, release)
            counts[found] = counts.get(found, 0) + 1
            with self.subTest(version=version, method=name, request=request):
                self.assertIn(found, ("equal", "marked", "explained"))
            if found in ("marked", "explained"):
                marked.add(f"{name} ({found})")
        print(f"NumPy {version}: {len(installed.get('Generator', []))} methods of Generator, "
              f"{len(installed['RandomState'])} of RandomState, {len(asked)} streams: {counts}; "
              f"not by bits: {sorted(marked)}")
        for machine, setting in OTHER_MACHINES.items():
            again = differential.answers(["env", setting, *numpy], frames)
            changed = sorted({name for (name, _, _), one, other in zip(asked, theirs, again) if one != other})
            print(f"NumPy {version}, {machine}: other numbers in {changed}", flush=True)


if __name__ == "__main__":
    compared_numpys.main()
