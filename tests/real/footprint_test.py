"""`fairplay footprint` against what the imported package itself shows: names, kinds and signatures of every public module.

A few releases, and whatever is the newest; footprint_releases.py has all of the database's.
"""

import json
import unittest
from pathlib import Path

import builds
import footprint_truth
import program
from program import CLEAN, INCOMPLETE, USAGE

# Release, and the Python it is read for; None: this machine's own.
RELEASES = [
    ("1.26.4", None),
    ("2.3.5", None),
    ("2.0.2", None),
    ("2.2.6", None),
    ("2.4.0", None),
    ("2.4.6", None),
    ("2.5.5", "3.12"),
    ("1.15.4", "3.6"),
    ("1.21.6", "3.9"),
    ("1.17.3", "3.7"),
]


class FootprintTest(program.RealTest):
    def footprint(self, subject: Path, *options: str) -> dict:
        ran = program.run("footprint", "--format", "json", *options, subject)
        self.assertEqual(ran.code, CLEAN, str(ran))
        self.assertEqual(ran.stderr, "")
        document = json.loads(ran.stdout)
        self.assertEqual(document["schema"], "fairplay-footprint/1")
        return document

    def unpack(self, archive: Path) -> Path:
        return footprint_truth.unpacked(archive, self.temporary() / "site-packages")


class ImportedPackageTest(FootprintTest):
    def check(self, release: str, version: str | None) -> None:
        python = footprint_truth.interpreter(version)
        archive = footprint_truth.wheel(release, version)
        folder = self.unpack(archive)
        truth = footprint_truth.shown_by_import(python, folder)
        if release:
            self.assertEqual(truth["release"], release)
        document = self.footprint(archive)
        self.assertEqual(document["release"], truth["release"])
        self.assertEqual(document, self.footprint(folder), "a wheel and its unpacked files differ")
        held = footprint_truth.held_against(truth, document)
        print(held)
        self.assertEqual(held.complaints(), [])


class AgainstTheImportedPackage(ImportedPackageTest):
    """One test for each of RELEASES."""


class TheNewest(ImportedPackageTest):
    """What is released after this fairplay: pip says what that is, at the time of the run."""

    def test_for_the_newest_python_that_can_import_it(self):
        for version in ("3.15", "3.14", "3.13", "3.12", "3.11"):
            try:
                footprint_truth.interpreter(version)
                return self.check_newest(version)
            except unittest.SkipTest as reason:
                last = reason
        raise last

    def check_newest(self, version: str) -> None:
        with builds.asked_anew():
            self.check("", version)

    def test_for_the_newest_python_of_all(self):
        """Where no interpreter can import it, its own stubs have to do."""
        with builds.asked_anew():
            archive = self.newest_wheel(("3.16", "3.15", "3.14", "3.13"))
        document = self.footprint(archive)
        self.assertEqual([line for line in document["not_checked"] if "stubs" in line["why"]], [])
        callables = [
            (f"{module}.{name}", entry)
            for module, names in document["modules"].items()
            for name, entry in names.items()
            if entry["kind"] in ("function", "class")
        ]
        without = [name for name, entry in callables if entry["kind"] == "function" and not entry.get("signature")]
        print(f"{archive.name}: {len(callables)} functions and classes, {len(without)} functions without a signature")
        self.assertLess(len(without), 0.1 * len(callables), without)
        self.assertEqual(document["modules"]["numpy"]["allclose"]["kind"], "function")

    def test_of_pre_releases(self):
        with builds.asked_anew():
            try:
                archive = footprint_truth.wheel("", None, pre=True)
            except unittest.SkipTest as reason:
                self.skipTest(f"no pre-release: {reason}")
        folder = self.unpack(archive)
        held = footprint_truth.held_against(
            footprint_truth.shown_by_import(builds.PYTHON, folder), self.footprint(archive)
        )
        print(held)
        self.assertEqual(held.complaints(), [])

    def newest_wheel(self, versions) -> Path:
        for version in versions:
            try:
                return footprint_truth.wheel("", version)
            except unittest.SkipTest as reason:
                last = reason
        raise last


def _add(release: str, version: str | None) -> None:
    setattr(AgainstTheImportedPackage, "test_" + release.replace(".", "_"), lambda self: self.check(release, version))


for _release, _version in RELEASES:
    _add(_release, _version)


class Forks(FootprintTest):
    def test_intel(self):
        """What Intel's build adds to the API is in its footprint, and nowhere else."""
        intel = self.footprint(builds.wheel("intel-numpy==1.15.1", **builds.CPYTHON_36))
        official = self.footprint(builds.wheel("numpy==1.15.1", **builds.CPYTHON_36))
        self.assertEqual(intel["release"], official["release"])
        added = {
            name: entry["kind"]
            for name, entry in intel["modules"]["numpy"].items()
            if name not in official["modules"]["numpy"]
        }
        self.assertEqual({name: added.get(name) for name in ("erf", "invsqrt")}, {"erf": "ufunc", "invsqrt": "ufunc"})
        self.assertIn("numpy.random_intel", intel["modules"])
        self.assertNotIn("numpy.random_intel", official["modules"])
        for name in ("npy_erf", "npy_invsqrt"):
            self.assertEqual(intel["c_api"][name]["kind"], "function")
            self.assertNotIn(name, official["c_api"])
        self.assertEqual([name for name in official["modules"]["numpy"] if name not in intel["modules"]["numpy"]], [])

    def test_changed_default(self):
        folder = self.unpack(builds.wheel("numpy==1.26.4"))
        before = self.footprint(folder)
        source = folder / "numpy" / "lib" / "npyio.py"
        text = source.read_text()
        source.write_text(
            text.replace(
                "def load(file, mmap_mode=None, allow_pickle=False", "def load(file, mmap_mode=None, allow_pickle=True"
            )
        )
        after = self.footprint(folder)
        changed = {
            (module, name)
            for module, names in after["modules"].items()
            for name, entry in names.items()
            if entry != before["modules"][module][name]
        }
        self.assertEqual({name for _, name in changed}, {"load"})
        self.assertLessEqual({"numpy", "numpy.lib", "numpy.lib.npyio"}, {module for module, _ in changed})
        self.assertIn("allow_pickle=True", after["modules"]["numpy"]["load"]["signature"])


class CommandLine(FootprintTest):
    def test_one_module(self):
        archive = builds.wheel("numpy==2.3.5")
        ran = program.run("footprint", archive, "--module", "numpy.linalg")
        self.assertEqual(ran.code, CLEAN, str(ran))
        self.assertIn("  function  svd(a, full_matrices=True, compute_uv=True, hermitian=False)\n", ran.stdout)
        self.assertNotIn("arange", ran.stdout)
        self.assertEqual(program.run("footprint", archive, "--module", "numpy.nothing").code, USAGE)

    def test_no_numpy(self):
        ran = program.run("footprint", self.temporary())
        self.assertEqual(ran.code, INCOMPLETE, str(ran))
        self.assertIn("holds no NumPy", ran.stderr)
        self.assertEqual(program.run("footprint", "/nowhere/at/all").code, INCOMPLETE)


if __name__ == "__main__":
    program.main()
