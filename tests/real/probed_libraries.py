"""BLAS and LAPACK libraries out of real builds, laid out with what they load beside them, for `fairplay probe`.

A build is named "numpy 1.21.6" (what that release's wheel bundles), "scipy-openblas32 0.3.34.481.3", "libopenblas0-serial" (a Debian package) or "netlib"
(Debian's libblas3 and liblapack3 in one folder, probed as its LAPACK). Each is unpacked once a run.
"""

import re
import tempfile
import zipfile
from pathlib import Path

import builds

# pip's options for releases that have no wheel for this machine's Python.
OLD = {
    "1.15.1": ("3.6", "cp36m", "manylinux1_x86_64"),
    "1.17.3": ("3.7", "cp37m", "manylinux1_x86_64"),
    "1.21.6": ("3.9", "cp39", "manylinux2014_x86_64"),
}

# The file that is probed, by package.
FILES = {
    "libatlas3-base": "atlas/liblapack.so.3.*",
    "libblas3": "libblas.so.3.*",
    "libblis4-serial": "blis-serial/libblis.so.4*",
    "liblapack3": "liblapack.so.3.*",
    "libopenblas0-openmp": "openblas-openmp/libopenblasp-*.so",
    "libopenblas0-pthread": "openblas-pthread/libopenblasp-*.so",
    "libopenblas0-serial": "openblas-serial/libopenblas-*.so",
}


def file_in(folder: Path, pattern: str) -> Path:
    return next(path for path in sorted(folder.rglob(pattern)) if path.is_file() and not path.is_symlink())


class Libraries:
    """Libraries by the names of builds; unpacked into a folder that goes with this object."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="fairplay-")
        self._found: dict[str, Path] = {}

    def __enter__(self) -> "Libraries":
        return self

    def __exit__(self, *_) -> None:
        self._temporary.cleanup()

    def path(self, build: str) -> Path:
        """Raises unittest.SkipTest where it can't be fetched."""
        if build not in self._found:
            folder = Path(self._temporary.name) / build.replace(" ", "-")
            folder.mkdir()
            self._found[build] = (
                self._of_wheel(build, folder)
                if " " in build
                else self._netlib(folder) if build == "netlib" else self._of_package(build, folder)
            )
        return self._found[build]

    def _of_wheel(self, build: str, folder: Path) -> Path:
        name, release = build.split()
        options = {}
        if name == "numpy" and release in OLD:
            python, abi, platform = OLD[release]
            options = {"python": python, "abi": abi, "platform": platform, "implementation": "cp"}
        with zipfile.ZipFile(builds.wheel(f"{name}=={release}", **options)) as wheel:
            wheel.extractall(folder, [member for member in wheel.namelist() if ".libs/" in member or "/lib/" in member])
        return file_in(folder, "*openblas*.so*")

    def _of_package(self, package: str, folder: Path) -> Path:
        return file_in(builds.unpacked(folder, package), FILES[package])

    def _netlib(self, folder: Path) -> Path:
        for package, name in (("libblas3", "libblas.so.3"), ("liblapack3", "liblapack.so.3")):
            builds.unpacked(folder / package, package)
            file_in(folder / package, FILES[package]).rename(folder / name)
        return folder / "liblapack.so.3"


def known_of_cblas(finding: dict) -> bool:
    """Reference-LAPACK/lapack#1374: complex gemv and gbmv by rows, conjugated, never return where M is 0 and N isn't."""
    call = (finding["call"] or "").split()
    return (
        finding["probe"] == "numbers/cblas"
        and bool(re.fullmatch(r"cblas_[cz]g[eb]mv", finding["routine"]))
        and finding["flags"] == "RC"
        and not any(word.startswith("m=") for word in call)
        and any(word.startswith("n=") for word in call)
        and bool(re.search(r"doesn't return", finding["message"]))
    )
