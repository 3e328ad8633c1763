#!/usr/bin/python3
"""Official builds in every way people have them: none may be accused.

usage: false_alarms.py [--all]

A combination is what is installed (NumPy of a CPython, or a package with the NumPy beside it) and how: by pip, by uv with each link
mode, by pipx, with --target and --user, packed, linked, stripped, copied, compiled. Without --all a dozen of them, for CI. Each is
audited, and printed with what was said of it. Exit codes: 0 no false alarm, 1 some, 77 nothing could be installed.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

import builds
import program

# The platforms that a Debian 12 machine takes wheels of, newest first.
PLATFORMS = tuple(
    f"{tag}_x86_64"
    for tag in (
        "manylinux_2_34",
        "manylinux_2_31",
        "manylinux_2_28",
        "manylinux_2_27",
        "manylinux_2_26",
        "manylinux_2_24",
        "manylinux_2_17",
        "manylinux2014",
        "manylinux_2_12",
        "manylinux2010",
        "manylinux_2_5",
        "manylinux1",
    )
)
PACKAGES = (
    "scipy",
    "scikit-learn",
    "pandas",
    "numba",
    "numexpr",
    "opencv-python-headless",
    "faiss-cpu",
    "PyWavelets",
    "statsmodels",
    "cvxopt",
    "scs",
)
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
# The CPythons whose wheels are laid out without an interpreter, each with its ABI tag.
PYTHONS = {"3.11": "cp311", "3.12": "cp312", "3.13": "cp313", "3.14": "cp314", "3.14t": "cp314t"}

WRONG_ORIGINS = {"modified-disclosed", "modified-undisclosed", "damaged", "mixed"}


def wheel(requirement: str, python: str) -> Path:
    """The newest wheel of `requirement` for a CPython. Packages that take any (abi3) have another ABI tag."""
    abi = PYTHONS[python]
    return builds.wheel(requirement, platforms=PLATFORMS, python=python.rstrip("t"), abi=(abi, "abi3", "none"))


def minor_of(file: Path) -> tuple[int, int]:
    numbers = file.name.split("-")[1].split(".")
    return int(numbers[0]), int(numbers[1])


def newest_minors(name: str, python: str) -> list[Path]:
    """The newest wheel, and the newest of the minor before it where there is one for this CPython."""
    newest = wheel(name, python)
    major, minor = minor_of(newest)
    try:
        return [newest, wheel(f"{name}<{major}.{minor}", python)]
    except unittest.SkipTest:
        return [newest]


# --- Ways of installing: each takes the wheels, a CPython and an empty folder, and returns what to audit ------------------------


def pip_target(wheels: list[Path], python: str, folder: Path) -> Path:
    """pip's --target: a plain folder."""
    words = [word for tag in PLATFORMS for word in ("--platform", tag)]
    words += [word for tag in (PYTHONS[python], "abi3", "none") for word in ("--abi", tag)]
    builds.run(
        builds.PYTHON, "-m", "pip", "install", "--no-index", "--no-deps", "--disable-pip-version-check", "-q",
        "--only-binary=:all:", "--no-compile", "--ignore-requires-python", "--target", folder / "target", "--python-version", python.rstrip("t"), *words, *wheels,
        env=builds.clean_environment(PIP_ROOT_USER_ACTION="ignore"),
    )  # fmt: skip
    return folder / "target"


def layout(wheels: list[Path], python: str, folder: Path) -> Path:
    """A virtual environment's folders, without its interpreter."""
    made = pip_target(wheels, python, folder)
    (folder / "venv/lib" / f"python{python}").mkdir(parents=True)
    made.rename(folder / "venv/lib" / f"python{python}" / "site-packages")
    (folder / "venv/pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {python.rstrip('t')}.0\n")
    return folder / "venv"


def site_of(prefix: Path) -> Path:
    return builds.site_packages(prefix)


def pip_venv(wheels: list[Path], python: str, folder: Path) -> Path:
    builds.pip_install(builds.venv(folder / "venv"), *wheels)
    return folder / "venv"


def pip_user(wheels: list[Path], python: str, folder: Path) -> Path:
    sources = [word for file in wheels for word in ("--find-links", file.parent)]
    builds.run(
        builds.PYTHON, "-m", "pip", "install", "--user", "--break-system-packages", "--ignore-installed", "--no-index", "--no-deps",
        "--disable-pip-version-check", "-q", "--no-warn-script-location", *sources,
        *("{0}=={1}".format(*file.name.split("-")) for file in wheels),
        env=builds.clean_environment(HOME=str(folder), PIP_ROOT_USER_ACTION="ignore"),
    )  # fmt: skip
    return folder / ".local"


def optimised(wheels: list[Path], python: str, folder: Path) -> Path:
    """Compiled with -OO besides what pip compiled."""
    prefix = pip_venv(wheels, python, folder)
    # Some packages ship files of Python 2 that don't compile: exit 1.
    builds.run(prefix / "bin/python", "-OO", "-m", "compileall", "-q", site_of(prefix) / "numpy")
    return prefix


def tool(name: str) -> Path:
    """The program of a wheel from the index, with what it needs, in a cached environment."""
    folder = builds.cache() / "tools" / name
    if not (folder / "bin" / name).exists():
        shutil.rmtree(folder, ignore_errors=True)
        builds.run(builds.PYTHON, "-m", "venv", "--without-pip", folder)
        builds.run(
            builds.PYTHON, "-m", "pip", "--python", folder / "bin/python", "install", "--disable-pip-version-check", "-q", name
        )  # fmt: skip
    return folder / "bin" / name


def uv(mode: str):
    def install(wheels: list[Path], python: str, folder: Path) -> Path:
        sources = [word for file in wheels for word in ("--find-links", file.parent)]
        names = ["{0}=={1}".format(*file.name.split("-")) for file in wheels]
        environment = builds.clean_environment(UV_CACHE_DIR=str(folder / "cache"), UV_NO_CONFIG="1")
        if python == OWN:
            builds.run(tool("uv"), "venv", "-q", "-p", builds.PYTHON, folder / "venv", env=environment)
            place = ["--python", folder / "venv/bin/python"]
        else:
            place = ["--target", folder / "venv", "--python-version", python.rstrip("t"), "--python-platform", "x86_64-manylinux_2_34"]
        builds.run(
            tool("uv"), "pip", "install", "-q", "--no-index", "--no-deps", "--link-mode", mode, *place, *sources, *names,
            env=environment,
        )  # fmt: skip
        return folder / "venv"

    install.__name__ = f"uv_{mode}"
    return install


def pipx(wheels: list[Path], python: str, folder: Path) -> Path:
    """NumPy has programs (f2py): pipx gives it an environment; other packages are injected."""
    environment = builds.clean_environment(
        PIPX_HOME=str(folder / "pipx"), PIPX_BIN_DIR=str(folder / "bin"), HOME=str(folder), PIP_NO_DEPS="1"
    )
    builds.run(tool("pipx"), "install", "-q", "--python", builds.PYTHON, wheels[0], env=environment)
    for file in wheels[1:]:
        builds.run(tool("pipx"), "inject", "-q", "numpy", file, env=environment)
    return folder / "pipx/venvs/numpy"


def zipped(wheels: list[Path], python: str, folder: Path) -> Path:
    """A deployment archive: NumPy, packages and a program at the root."""
    source = pip_target(wheels, python, folder)
    (source / "lambda_function.py").write_text("import numpy\n")
    return Path(shutil.make_archive(str(folder / "deploy"), "zip", source))


def layer(wheels: list[Path], python: str, folder: Path) -> Path:
    """An AWS Lambda layer: below python/."""
    pip_target(wheels, python, folder / "top").rename(folder / "top/python")
    return Path(shutil.make_archive(str(folder / "layer"), "zip", folder / "top"))


def zipapp(wheels: list[Path], python: str, folder: Path) -> Path:
    source = pip_target(wheels, python, folder)
    (source / "__main__.py").write_text("print(1)\n")
    builds.run(builds.PYTHON, "-m", "zipapp", "-p", "/usr/bin/env python3", "-o", folder / "app.pyz", source)
    return folder / "app.pyz"


def tarred(wheels: list[Path], python: str, folder: Path) -> Path:
    """A tar of an environment, with its links."""
    prefix = layout(wheels, python, folder)
    (prefix / "bin").mkdir()
    (prefix / "bin/python").symlink_to("/usr/bin/python3")
    (prefix / "lib64").symlink_to("lib")
    with tarfile.open(folder / "venv.tar.gz", "w:gz", compresslevel=1) as out:
        out.add(prefix, "venv")
    return folder / "venv.tar.gz"


def view_of_store(wheels: list[Path], python: str, folder: Path, shown=lambda name: True) -> Path:
    """An environment whose top-level entries are links to another one's, as far as `shown` wants them."""
    site = site_of(layout(wheels, python, folder / "store"))
    other = folder / "view/lib" / f"python{python}" / "site-packages"
    other.mkdir(parents=True)
    (folder / "view/pyvenv.cfg").write_text("home = /usr/bin\n")
    for entry in site.iterdir():
        if shown(entry.name):
            (other / entry.name).symlink_to(entry)
    return folder / "view"


def linked(wheels: list[Path], python: str, folder: Path) -> Path:
    """Every top-level folder a link to another environment's, as Bazel and views of a store have it."""
    return view_of_store(wheels, python, folder)


def linked_package(wheels: list[Path], python: str, folder: Path) -> Path:
    """Only the package folders are links; nothing beside them says who installed them."""
    return view_of_store(wheels, python, folder, lambda name: not name.endswith(".dist-info"))


def stripped(wheels: list[Path], python: str, folder: Path) -> Path:
    if not shutil.which("strip"):
        raise unittest.SkipTest("binutils' strip is missing")
    prefix = layout(wheels, python, folder)
    for library in [*prefix.rglob("*.so"), *prefix.rglob("*.so.*")]:
        subprocess.run(["strip", "--strip-unneeded", library], check=False, capture_output=True)
    return prefix


def copied(wheels: list[Path], python: str, folder: Path) -> Path:
    """By a tool that keeps no times."""
    shutil.copytree(layout(wheels, python, folder / "first"), folder / "second", copy_function=shutil.copyfile)
    return folder / "second"


def copied_package(wheels: list[Path], python: str, folder: Path) -> Path:
    """Packages and their libraries, without dist-infos."""
    source = pip_target(wheels, python, folder)
    for entry in source.glob("*.dist-info"):
        shutil.rmtree(entry)
    return source


ANYWHERE = (
    layout, pip_target, zipped, layer, zipapp, tarred, linked, linked_package, stripped, copied, copied_package,
    uv("copy"), uv("hardlink"), uv("clone"), uv("symlink"),
)  # fmt: skip
WITH_AN_INTERPRETER = (pip_venv, pip_user, optimised, pipx)
# Whose files no longer are what RECORD says.
REWRITES = {"stripped"}


# --- Combinations -------------------------------------------------------------------------------------------------------------


def combinations(everything: bool):
    """(how, CPython, wheels), NumPy's wheel first."""
    if not everything:
        newest = newest_minors("numpy", OWN)[0]
        for way in (pip_venv, pip_user, optimised, uv("symlink"), zipped, tarred, linked_package, stripped, copied_package):
            yield way, OWN, [newest]
        for name, way in (("numexpr", pip_target), ("scipy", linked), ("scipy", stripped)):
            yield way, OWN, [newest, newest_minors(name, OWN)[0]]
        return
    for python in PYTHONS:
        try:
            numpys = newest_minors("numpy", python)
        except unittest.SkipTest as reason:
            print(f"skipped: NumPy for {python}: {reason}")
            continue
        for number, numpy in enumerate(numpys):
            ways = [way for way in ANYWHERE if not (python.endswith("t") and way.__name__.startswith("uv"))]
            if python == OWN:
                ways += WITH_AN_INTERPRETER
            for way in ways if python in (OWN, "3.14t") else ways[number::2]:
                yield way, python, [numpy]
    step = 0
    for name in PACKAGES:
        for python in (OWN, "3.13", "3.14t"):
            try:
                numpy = newest_minors("numpy", python)[0]
                packages = newest_minors(name, python)
            except unittest.SkipTest as reason:
                print(f"skipped: {name} for {python}: {reason}")
                continue
            ways = [way for way in ANYWHERE if not (python.endswith("t") and way.__name__.startswith("uv"))]
            if python == OWN:
                ways += WITH_AN_INTERPRETER
            for package in packages:
                # Each package is met in different ways; stripped, its libraries are looked into.
                chosen = {stripped, *(ways[(step + i * 5) % len(ways)] for i in range(3))}
                step += 1
                for way in sorted(chosen, key=lambda way: way.__name__):
                    yield way, python, [numpy, package]


def complaints(audited: program.Audited, way: str, beside: list[str]) -> list[str]:
    """What was said that may not be."""
    found = []
    if not audited.numpys:
        found.append("no NumPy was found")
    if audited.code == program.INCOMPLETE:  # a refused database, say: then nothing was tried
        found.append(f"the audit is incomplete: {audited.document['unreadable']} {audited.stderr[-300:]}")
    for subject in audited.subjects:
        if subject["original"]["verdict"] in WRONG_ORIGINS:
            differences = [f"{d['path']} {d['name']}: {d['detail']}" for d in subject["original"]["differences"][:3]]
            found.append(f"{subject['path']} {subject['original']['verdict']}: {subject['original']['why']} {differences}")
    for finding in audited.findings():
        rule, severity = finding["rule"], finding["severity"]
        if rule == "INTACT-1" and severity == "error":
            wrong = way not in REWRITES
        elif rule == "NEP36-4" and severity == "warning":
            wrong = "numexpr" not in beside
        elif rule == "READ-1":
            wrong = True
        else:
            wrong = severity == "error" or rule.startswith("INTACT") and severity == "warning"
        if wrong:
            found.append(f"{severity} {rule}: {finding['message']}")
    return found


def main() -> None:
    everything = "--all" in sys.argv[1:]
    tried = 0
    alarms = 0
    skipped = []
    for way, python, wheels in combinations(everything):
        label = f"{' + '.join('-'.join(file.name.split('-')[:2]) for file in wheels)}, CPython {python}, {way.__name__}"
        with tempfile.TemporaryDirectory(prefix="fairplay-") as folder:
            try:
                subject = way(wheels, python, Path(folder))
            except unittest.SkipTest as reason:
                skipped.append(f"{label}: {reason}")
                print(f"skipped: {label}: {reason}", flush=True)
                continue
            ran = program.run("audit", "--format", "json", subject)
            audited = program.Audited(ran.command, ran.code, ran.stdout, ran.stderr)
            tried += 1
            try:
                wrong = complaints(audited, way.__name__, [file.name.split("-")[0] for file in wheels[1:]])
                said = ", ".join(f"{one['intact']['verdict']}/{one['original']['verdict']}" for one in audited.subjects)
            except ValueError:
                wrong, said = [f"no report: {ran.stderr[-300:]}"], "nothing"
            print(f"{'FALSE ALARM' if wrong else 'ok'}: {label}: exit {audited.code}; {said}", flush=True)
            for line in wrong:
                print(f"    {line[:600]}", flush=True)
            alarms += bool(wrong)
    print(f"{tried} combinations, {alarms} with a false alarm, {len(skipped)} skipped")
    builds.report_seen(skipped)
    if alarms:
        sys.exit(1)
    if everything and tried < 120:
        sys.exit(f"only {tried} combinations could be tried")
    sys.exit(0 if tried else program.SKIPPED)


if __name__ == "__main__":
    main()
