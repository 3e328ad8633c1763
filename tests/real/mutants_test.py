"""Small changes of the public API in NumPys of several generations: each is judged alike, whichever machinery makes the names."""

import re
from dataclasses import dataclass

import builds
import footprint_truth
import program
from program import FINDINGS

# The release, and a CPython that it has a wheel for. Nothing of it is run.
RELEASES = [("2.3.5", "3.12"), ("2.4.6", "3.12"), ("2.5.5", "3.12")]


@dataclass
class Mutant:
    what: str
    file: str
    pattern: str
    replacement: str
    kind: str  # the class of the difference
    name: str


MUTANTS = [
    Mutant(
        "the default of a dispatched function",
        "_core/numeric.py",
        r"def allclose\(a, b, rtol=1\.e-5",
        "def allclose(a, b, rtol=1.e-4",
        "api-default",
        "numpy.allclose",
    ),
    Mutant(
        "a parameter of a dispatched function fewer",
        "_core/fromnumeric.py",
        r"def ptp\(a, axis=None, out=None, keepdims=np\._NoValue\)",
        "def ptp(a, axis=None, out=None)",
        "api-signature",
        "numpy.ptp",
    ),
    Mutant(
        "a parameter of a dispatched function more",
        "_core/numeric.py",
        r"def isclose\(a, b, rtol=1\.e-5, atol=1\.e-8, equal_nan=False\)",
        "def isclose(a, b, rtol=1.e-5, atol=1.e-8, equal_nan=False, extra=None)",
        "api-signature",
        "numpy.isclose",
    ),
    Mutant(
        "the default of a dispatched function below a module",
        "linalg/_linalg.py",
        r"def svd\(a, full_matrices=True",
        "def svd(a, full_matrices=False",
        "api-default",
        "numpy.linalg.svd",
    ),
    Mutant(
        "the body of a dispatched function",
        "_core/numeric.py",
        r"    res = all\(isclose\(a, b",
        "    res = any(isclose(a, b",
        "api-behaviour",
        "numpy.allclose",
    ),
    Mutant(
        "the decorator that dispatches",
        "_core/numeric.py",
        r"@array_function_dispatch\(_allclose_dispatcher\)\n",
        "",
        "api-behaviour",
        "numpy.allclose",
    ),
    Mutant(
        "the default of a function without dispatch",
        "_core/numeric.py",
        r"def fromfunction\(function, shape, \*, dtype=float",
        "def fromfunction(function, shape, *, dtype=int",
        "api-default",
        "numpy.fromfunction",
    ),
    Mutant(
        "the default of a method",
        "ma/core.py",
        r"    def sum\(self, axis=None",
        "    def sum(self, axis=0",
        "api-default",
        "numpy.ma.MaskedArray.sum",
    ),
    Mutant(
        "a parameter of a method fewer",
        "ma/core.py",
        r"    def filled\(self, fill_value=None\)",
        "    def filled(self)",
        "api-signature",
        "numpy.ma.MaskedArray.filled",
    ),
    Mutant(
        "the default of a constructor",
        "lib/_polynomial_impl.py",
        r"def __init__\(self, c_or_r, r=False",
        "def __init__(self, c_or_r, r=True",
        "api-default",
        "numpy.poly1d.__init__",
    ),
    Mutant(
        "the default of a function that behaves as a ufunc",
        "lib/_ufunclike_impl.py",
        r"def isposinf\(x, out=None\)",
        "def isposinf(x, out=1)",
        "api-default",
        "numpy.isposinf",
    ),
    Mutant("a ufunc that is no longer public", "_core/umath.py", r"'arccos', ", "", "api-removed", "arccos"),
    Mutant(
        "the default of what dispatches to a function of C",
        "_core/multiarray.py",
        r"def concatenate\(([^)]*?)casting=\"?\w+\"?",
        r'def concatenate(\1casting="unsafe"',
        "api-default",
        "numpy.concat",  # the shorter of its names
    ),
    Mutant(
        "a parameter of what dispatches to a function of C fewer",
        "_core/multiarray.py",
        r"def can_cast\(from_, to, casting=[^)]*\)",
        "def can_cast(from_, to)",
        "api-signature",
        "numpy.can_cast",
    ),
]


class Mutants(program.RealTest):
    def check(self, release: str, python: str) -> None:
        archive = footprint_truth.wheel(release, python)
        base = footprint_truth.unpacked(archive, self.temporary() / "base")
        for mutant in MUTANTS:
            with self.subTest(mutant.what):
                folder = builds.copy_tree(base, self.temporary() / "copy")
                source = folder / "numpy" / mutant.file
                text = source.read_text()
                changed, count = re.subn(mutant.pattern, mutant.replacement, text, count=1)
                self.assertTrue(count == 1 and changed != text, f"{mutant.file} isn't as this test knows it")
                builds.replace(source, changed.encode())
                audited = self.audit(folder)
                self.assertEqual(audited.code, FINDINGS)
                original = audited.numpy["original"]
                self.assertEqual(original["verdict"], "modified-undisclosed")
                found = [(one["class"], one["name"]) for one in original["differences"]]
                self.assertTrue(
                    any(kind == mutant.kind and (name or "").endswith(mutant.name) for kind, name in found), found
                )
                self.assert_finding(audited, "NEP36-2", "error")
                if mutant.kind != "api-behaviour":
                    self.assert_finding(audited, "NEP36-3", "error")


for _release, _python in RELEASES:
    setattr(
        Mutants,
        "test_" + _release.replace(".", "_"),
        lambda self, release=_release, python=_python: self.check(release, python),
    )

if __name__ == "__main__":
    program.main()
