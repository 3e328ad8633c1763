"""What an imported NumPy shows of itself, and a footprint held against it: the only tests that run a NumPy.

The truth is made where it is needed, by importing a wheel in an interpreter that fits it.
"""

import json
import os
import re
import shutil
import subprocess
import unittest
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import builds

MOST_MISSING = MOST_EXTRA = 0.01
MOST_KINDS = 0.005
LEAST_SIGNATURES = 0.965

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


# The tags of x86-64 wheels, newest first: pip takes the first that there is.
PLATFORMS = [f"manylinux{glibc}_x86_64" for glibc in ("_2_28", "_2_27", "2014", "2010", "1")]


def interpreter(version: str | None) -> str:
    """An interpreter of exactly this version ("3.9"), that runs. None: this machine's own."""
    if version is None:
        return builds.PYTHON
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for candidate in [
        shutil.which(f"python{version}"),
        *(str(path) for path in sorted(root.glob(f"{version}.*/bin/python"))),
    ]:
        if candidate and _version_of(candidate) == version:
            return candidate
    raise unittest.SkipTest(f"no Python {version} on this machine")


def _version_of(python: str) -> str | None:
    try:
        done = subprocess.run(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            env=builds.clean_environment(),
            capture_output=True,
            text=True,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def wheel(release: str, version: str | None, *, pre: bool = False) -> Path:
    """The x86-64 wheel of a release for a CPython; `release` may be empty: the newest one that there is."""
    requirement = f"numpy=={release}" if release else "numpy"
    if version is None:
        return builds.wheel(requirement, pre=pre)
    abi = "cp" + version.replace(".", "") + ("m" if version in ("3.6", "3.7") else "")
    return builds.wheel(requirement, platforms=PLATFORMS, python=version, abi=abi, implementation="cp", pre=pre)


def unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder


def shown_by_import(python: str, folder: Path) -> dict:
    """The names, kinds and signatures of the NumPy in `folder`. Skips the test where this machine can't import it."""
    done = subprocess.run(
        [python, "-B", "-c", WALK],
        env=builds.clean_environment(PYTHONPATH=str(folder)),
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode != 0:
        raise unittest.SkipTest(f"this machine can't import {folder}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout)


def without_addresses(signature: str | None) -> str | None:
    return re.sub(r" at 0x[0-9a-f]+", "", signature) if signature else None


@dataclass
class Held:
    """A footprint held against the truth. Of names without a signature in truth, none is asked for."""

    release: str
    names: int = 0
    signatures: int = 0
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)  # of `wrong`, those for which the footprint has no signature

    def __str__(self) -> str:
        return (
            f"NumPy {self.release}: {self.names} names, {len(self.missing)} missing, {len(self.extra)} extra,"
            f" {len(self.kinds)} of wrong kind; {self.signatures - len(self.wrong)} of {self.signatures} signatures,"
            f" {len(self.without)} without any"
        )

    def complaints(self) -> list[str]:
        """Empty for a footprint that is as good as docs/footprint.md says."""
        return [
            f"{what}: {len(found)} of {of}, at most {most:.1%}: {found[:12]}"
            for what, found, of, most in (
                ("missing", self.missing, self.names, MOST_MISSING),
                ("extra", self.extra, self.names, MOST_EXTRA),
                ("of wrong kind", self.kinds, self.names, MOST_KINDS),
                ("wrong signatures", self.wrong, self.signatures, 1 - LEAST_SIGNATURES),
            )
            if len(found) > most * of
        ]


def held_against(truth: dict, document: dict) -> Held:
    held = Held(truth["release"])
    for module, expected in truth["modules"].items():
        found = {
            name: entry for name, entry in document["modules"].get(module, {}).items() if entry["kind"] != "module"
        }
        held.missing += [f"{module}.{name}" for name in expected.keys() - found.keys()]
        held.extra += [f"{module}.{name}" for name in found.keys() - expected.keys()]
        held.names += len(expected)
        for name, (kind, signature) in expected.items():
            entry = found.get(name, {})
            if entry and entry["kind"] != kind:
                held.kinds.append(f"{module}.{name}: {kind}, reported {entry['kind']}")
            if signature is None:
                continue
            held.signatures += 1
            if entry.get("signature") != without_addresses(signature):
                held.wrong.append(f"{module}.{name}{signature}, reported {entry.get('signature')}")
            if not entry.get("signature"):
                held.without.append(f"{module}.{name}")
    return held
