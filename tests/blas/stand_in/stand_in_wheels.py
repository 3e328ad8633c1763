#!/usr/bin/env python3
"""What the official wheels of NumPy and SciPy bind is all there, and Debian's ILP64 libraries are refused: with real builds.

stand_in_wheels.py FOLDER_OF_LIBRARIES FOLDER_OF_FIXTURES
"""

import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from variants import ILP64, LP64, SCIPY, SCIPY64, python

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from shared_library import symbols  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))
import builds  # noqa: E402


def bound_names(requirement: str, prefix: str) -> set[str]:
    """Names with the prefix that the wheel's modules leave to a library, and that its library defines."""
    names, there = set(), set()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(builds.wheel(requirement)) as wheel:
        for entry in wheel.namelist():
            if ".so" in entry:
                path = Path(wheel.extract(entry, folder))
                there |= symbols(path, "--defined-only") if "openblas" in path.name else set()
                names |= symbols(path, "--undefined-only") if "openblas" not in path.name else set()
    return {name for name in names & there if name.startswith(prefix)}


class Wheels(unittest.TestCase):
    def test_numpy(self) -> None:
        names = bound_names("numpy==2.3.5", "scipy_")
        self.assertEqual(len(names), 57)
        self.assertEqual(names - symbols(SCIPY64.path, "--defined-only"), set())

    def test_scipy(self) -> None:
        names = bound_names("scipy==1.17.1", "scipy_")
        self.assertEqual(len(names), 1644)
        self.assertEqual(names - symbols(SCIPY.path, "--defined-only"), set())


class Debian(unittest.TestCase):
    def library(self, folder: str, package: str, name: str) -> Path:
        builds.run("dpkg-deb", "-x", builds.deb(package), folder)
        (path,) = Path(folder).rglob(name)
        return path

    def test_other_widths_are_refused(self) -> None:
        for package, name, ours, refused in (
            ("libblas64-3", "libblas64.so.3", LP64, True),
            ("libblas64-3", "libblas64.so.3", ILP64, False),
            ("libblas3", "libblas.so.3", ILP64, True),
            ("libblas3", "libblas.so.3", LP64, False),
            ("libopenblas64-0-pthread", "libopenblas64.so.0", LP64, True),
            ("libopenblas64-0-pthread", "libopenblas64.so.0", ILP64, False),
            ("libopenblas0-pthread", "libopenblas.so.0", ILP64, True),
            ("libopenblas0-pthread", "libopenblas.so.0", LP64, False),
        ):
            with tempfile.TemporaryDirectory() as folder, self.subTest(package=package, ours=ours.name):
                other = self.library(folder, package, name)
                # Under another name only a call finds its width.
                renamed = other.with_name("libnumbers.so")
                builds.run("patchelf", "--set-soname", renamed.name, "--output", renamed, other)
                call = "n, step = ctypes.c_int64(3), ctypes.c_int64(1)\nprint(ctypes.CDLL(None).isamax_(ctypes.byref(n), (ctypes.c_float * 3)(1, 5, 2), ctypes.byref(step)))\n"
                for path in (other, renamed):
                    done = python(f"other = ctypes.CDLL('{path}')\n{call}", ours.path)
                    self.assertEqual(done.returncode, -6 if refused else 0, done.stderr)
                    self.assertEqual(str(path) in done.stderr, refused, done.stderr)


if __name__ == "__main__":
    program = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    builds.report_seen([f"{test.id()}: {reason}" for test, reason in program.result.skipped])
    sys.exit(
        0
        if program.result.wasSuccessful() and program.result.testsRun > len(program.result.skipped)
        else 1 if not program.result.wasSuccessful() else 77
    )
