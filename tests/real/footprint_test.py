"""`fairplay footprint` against what the imported package itself shows: names, kinds and signatures of every public module.

The truth is made here, by importing each wheel in an interpreter that fits it: the only test that runs a NumPy. Releases whose Python isn't on this
machine are skipped.
"""

import json
import os
import re
import shutil
import subprocess
import unittest
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN, INCOMPLETE, USAGE

# Release, and the Python it is read for; None: this machine's own.
RELEASES = [
    ("1.26.4", None),
    ("2.3.5", None),
    ("2.0.2", None),
    ("2.2.6", None),
    ("1.15.4", "3.6"),
    ("1.21.6", "3.9"),
    ("1.17.3", "3.7"),
]
MOST_MISSING = MOST_EXTRA = 0.01
LEAST_SIGNATURES = 0.97

# Lists what dir() of numpy and of its public submodules shows. Runs in old Pythons, too.
WALK = r"""
import importlib, inspect, json, sys, types, warnings
warnings.simplefilter("ignore")
import numpy

def kind(thing):
    if isinstance(thing, numpy.ufunc):
        return "ufunc"
    if isinstance(thing, type):
        return "class"
    if isinstance(thing, types.ModuleType):
        return "module"
    return "function" if callable(thing) else "constant"

def signature(thing):
    try:
        return str(inspect.signature(thing))
    except Exception:
        return None

not_api = ("tests", "testing", "distutils", "f2py", "compat", "core", "matrixlib", "array_api")
modules, waiting = {}, ["numpy"]
while waiting:
    name = waiting.pop()
    module = importlib.import_module(name)
    listed = modules[name] = {}
    for attribute in dir(module):
        if attribute.startswith("_"):
            continue
        try:
            thing = getattr(module, attribute)
        except Exception:
            continue
        what = kind(thing)
        full = name + "." + attribute
        if what == "module":
            if thing.__name__ == full and attribute not in not_api and full not in modules:
                waiting.append(full)
        else:
            listed[attribute] = [what, signature(thing) if what in ("function", "class") else None]
json.dump({"release": numpy.__version__, "modules": modules}, sys.stdout)
"""


def interpreter(version: str | None) -> str:
    """An interpreter of exactly this version, that runs."""
    if version is None:
        return builds.PYTHON
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for candidate in [
        shutil.which(f"python{version}"),
        *(str(path) for path in sorted(root.glob(f"{version}.*/bin/python"))),
    ]:
        if (
            candidate
            and subprocess.run([candidate, "-c", ""], env=builds.clean_environment(), capture_output=True).returncode
            == 0
        ):
            return candidate
    raise unittest.SkipTest(f"no Python {version} on this machine")


def wheel(release: str, version: str | None) -> Path:
    if version is None:
        return builds.wheel(f"numpy=={release}")
    abi = "cp" + version.replace(".", "") + ("m" if version in ("3.6", "3.7") else "")
    platform = "manylinux2014_x86_64" if version == "3.9" else "manylinux1_x86_64"
    return builds.wheel(f"numpy=={release}", platform=platform, python=version, abi=abi, implementation="cp")


def without_addresses(signature: str | None) -> str | None:
    return re.sub(r" at 0x[0-9a-f]+", "", signature) if signature else None


class FootprintTest(program.RealTest):
    def footprint(self, subject: Path, *options: str) -> dict:
        ran = program.run("footprint", "--format", "json", *options, subject)
        self.assertEqual(ran.code, CLEAN, str(ran))
        self.assertEqual(ran.stderr, "")
        document = json.loads(ran.stdout)
        self.assertEqual(document["schema"], "fairplay-footprint/1")
        return document

    def unpack(self, archive: Path) -> Path:
        folder = self.temporary() / "site-packages"
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        return folder


class AgainstTheImportedPackage(FootprintTest):
    def check(self, release: str, version: str | None) -> None:
        python = interpreter(version)
        archive = wheel(release, version)
        folder = self.unpack(archive)
        done = subprocess.run(
            [python, "-B", "-c", WALK],
            env=builds.clean_environment(PYTHONPATH=str(folder)),
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode != 0:
            self.skipTest(f"this machine can't import NumPy {release}: {done.stderr.strip().splitlines()[-1]}")
        truth = json.loads(done.stdout)
        self.assertEqual(truth["release"], release)
        document = self.footprint(archive)
        self.assertEqual(document["release"], release)
        self.assertEqual(document, self.footprint(folder), "a wheel and its unpacked files differ")

        counts = {"names": 0, "missing": [], "extra": [], "kinds": [], "signatures": 0, "wrong": []}
        for module, expected in truth["modules"].items():
            found = {
                name: entry for name, entry in document["modules"].get(module, {}).items() if entry["kind"] != "module"
            }
            missing = [f"{module}.{name}" for name in expected.keys() - found.keys()]
            extra = [f"{module}.{name}" for name in found.keys() - expected.keys()]
            if module == "numpy":
                self.assertLessEqual(len(missing), MOST_MISSING * len(expected), missing)
                self.assertLessEqual(len(extra), MOST_EXTRA * len(expected), extra)
            counts["names"] += len(expected)
            counts["missing"] += missing
            counts["extra"] += extra
            for name, (kind, signature) in expected.items():
                entry = found.get(name, {})
                if entry and entry["kind"] != kind:
                    counts["kinds"].append(f"{module}.{name}: {kind}, reported {entry['kind']}")
                if signature is not None:
                    counts["signatures"] += 1
                    if entry.get("signature") != without_addresses(signature):
                        counts["wrong"].append(f"{module}.{name}{signature}, reported {entry.get('signature')}")
        self.assertLessEqual(len(counts["missing"]), MOST_MISSING * counts["names"], counts["missing"])
        self.assertLessEqual(len(counts["extra"]), MOST_EXTRA * counts["names"], counts["extra"])
        self.assertLessEqual(len(counts["kinds"]), 0.005 * counts["names"], counts["kinds"])
        self.assertGreaterEqual(
            counts["signatures"] - len(counts["wrong"]), LEAST_SIGNATURES * counts["signatures"], counts["wrong"]
        )
        print(
            f"NumPy {release}: {counts['names']} names, {len(counts['missing'])} missing, {len(counts['extra'])} extra, {len(counts['kinds'])} of wrong kind; "
            f"{counts['signatures'] - len(counts['wrong'])} of {counts['signatures']} signatures"
        )


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
