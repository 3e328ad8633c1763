"""The corpus of real defects: old wheels and Debian's packages, each with what `fairplay probe` has to find in it; a line a row, found or missed.

    FAIRPLAY=build/fairplay probe_corpus.py [WORD...]     only rows that hold one of the words

Rows that show on some processors only are told as such where they don't. Exit status: 0 every row was found, 1 some weren't, 77 nothing could be fetched.
"""

import json
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import builds
import program

# What a wheel of NumPy bundles, by pip's requirement and options for its Python.
OLD = {"1.15.1": ("3.6", "cp36m", "manylinux1_x86_64"), "1.17.3": ("3.7", "cp37m", "manylinux1_x86_64"), "1.21.6": ("3.9", "cp39", "manylinux2014_x86_64")}

# (row, builds, probe, routine or "", what the finding's text must hold, its class). Builds: numpy release, or a Debian package.
ROWS = [
    ("dgetrf on subnormal pivots", ("numpy 1.26.4", "numpy 2.3.5"), "numbers/pivots", "dgetrf", "", "defect"),
    ("dgetrf takes megabytes of the caller's stack", ("numpy 1.21.6", "numpy 2.3.5", "libopenblas0-pthread"), "resources/stack", "dgetrf", "stack", "defect"),
    ("concurrent callers", ("libopenblas0-serial",), "threads/callers", "", "at once", "defect"),
    ("concurrent dgemv 4x6000 (OpenBLAS#1844)", ("numpy 1.15.1",), "threads/callers", "dgemv", "at once", "defect"),
    ("dgemm in a forked child hangs", ("libopenblas0-openmp",), "threads/fork", "dgemm", "", "defect"),
    ("dgesdd of Inf never returns", ("liblapack3", "libatlas3-base", "libopenblas0-pthread", "numpy 2.3.5"), "special/lapack", "dgesdd", "return", "defect"),
    ("dgesvd of Inf never returns", ("liblapack3", "libopenblas0-pthread"), "special/lapack", "dgesvd", "return", "defect"),
    ("dsyevr of NaN never returns", ("liblapack3", "libopenblas0-pthread"), "special/lapack", "dsyevr", "return", "defect"),
    ("dsyevd gives finite eigenvalues of NaN", ("liblapack3",), "special/lapack", "dsyevd", "finite", "defect"),
    ("400 concurrent callers", ("numpy 1.15.1", "libopenblas0-pthread", "numpy 2.3.5"), "threads/many-callers", "", "", "defect"),
    ("reports a kernel that the processor isn't", ("numpy 1.15.1",), "identity/says", "", "", None),
    ("dscal 0*NaN (OpenBLAS#4728)", ("numpy 1.26.4", "libblis4-serial"), "special/scaling", "dscal", "", "defect"),
    ("zscal i*(Inf+i) (OpenBLAS#4413)", ("numpy 1.21.6",), "special/scaling", "zscal", "", "defect"),
    ("idamax with a NaN", ("libblis4-serial",), "special/iamax", "idamax", "", "policy"),
    ("dtrsm with a NaN off the diagonal and B = 0", ("numpy 2.3.5",), "special/solves", "dtrsm", "", "policy"),
    ("dnrm2 of Infs is NaN", ("libblis4-serial",), "special/norms", "dnrm2", "", "defect"),
    ("spurious flags of dgemm", ("libblis4-serial",), "special/flags", "dgemm", "", "property"),
    ("dtrsm with a 1e-310 diagonal", ("numpy 2.3.5",), "special/solves", "dtrsm", "", "defect"),
]


def library(build: str, folder: Path) -> Path:
    """The BLAS or LAPACK of a build, laid out under `folder` with what it loads beside it."""
    if build.startswith("numpy "):
        release = build.removeprefix("numpy ")
        options = {}
        if release in OLD:
            python, abi, platform = OLD[release]
            options = {"python": python, "abi": abi, "platform": platform, "implementation": "cp"}
        with zipfile.ZipFile(builds.wheel(f"numpy=={release}", **options)) as wheel:
            wheel.extractall(folder, [name for name in wheel.namelist() if ".libs/" in name])
        return next(path for path in sorted(folder.rglob("*openblas*.so*")))
    names = {"liblapack3": "liblapack.so.3.*", "libatlas3-base": "liblapack.so.3.*", "libopenblas0-pthread": "libopenblasp-*.so", "libopenblas0-serial": "libopenblas-*.so",
             "libopenblas0-openmp": "libopenblaso-*.so", "libblis4-serial": "libblis.so.4*"}
    builds.unpacked(folder, build)
    found = next(path for path in sorted(folder.rglob(names[build])) if path.is_file() and not path.is_symlink())
    # What it loads lies beside it, for it isn't installed.
    needs = {"liblapack3": ("libblas3", "libblas.so.3.*"), "libatlas3-base": ("libatlas3-base", "libatlas.so.3.*")}
    if build in needs:
        package, pattern = needs[build]
        builds.unpacked(folder / "needs", package)
        needed = next(path for path in sorted((folder / "needs").rglob(pattern)) if path.is_file() and not path.is_symlink())
        (found.parent / ".".join(needed.name.split(".")[:3])).write_bytes(needed.read_bytes())
    return found


def found_in(path: Path, probe: str, routine: str, text: str, kind: str | None) -> str:
    """The first finding that fits the row; empty: none does."""
    for profile in ("quick", "full"):
        command = [program.PROGRAM, "probe", str(path), "--probe", probe, "--profile", profile, "--format", "json"] + (["--routine", routine] if routine else [])
        ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=900)
        try:
            findings = json.loads(ran.stdout)["findings"]
        except (json.JSONDecodeError, KeyError):
            return ""
        for finding in findings:
            said = f"{finding['message']}; {finding['got']}"
            if (kind is None or finding["class"] == kind) and text in said:
                return f"{profile}: {finding['class']}: {finding['routine']}: {said}"[:150]
    return ""


def main() -> int:
    missed, skipped, seen = 0, 0, 0
    for row, names, probe, routine, text, kind in ROWS:
        for build in names:
            if len(sys.argv) > 1 and not any(word in f"{row} {build} {probe}" for word in sys.argv[1:]):
                continue
            with tempfile.TemporaryDirectory() as folder:
                try:
                    path = library(build, Path(folder))
                except unittest.SkipTest as why:
                    skipped += 1
                    print(f"skipped  {row} | {build} | {why}", flush=True)
                    continue
                said = found_in(path, probe, routine, text, kind)
            seen += 1
            missed += not said
            print(f"{'found ' if said else 'MISSED'}   {row} | {build} | {probe} | {said}", flush=True)
    print(f"{seen - missed} of {seen} found, {skipped} skipped")
    return 1 if missed else 0 if seen else 77


if __name__ == "__main__":
    sys.exit(main())
