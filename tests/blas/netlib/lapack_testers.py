#!/usr/bin/env python3
"""Runs LAPACK's own test programs (linear and eigenvalue drivers, s d c z) with a library in the place of the reference BLAS.

    lapack_testers.py LIBRARY

Every program runs twice: with Debian's reference BLAS and LAPACK, and with LIBRARY preloaded, whose routines stand in for the same names; the programs' own ilaenv,
which sets block sizes, must replace LIBRARY's, or they can't test what they mean to. Passed tests and failures are counted from what the programs say; every failure that the reference doesn't show
is printed, and so is any that it does.
Exit: 0, 1 where LIBRARY fails a test that the reference passes or runs fewer, 77 where the programs can't be fetched.
"""

import re
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))
import builds  # noqa: E402

PASSED = re.compile(r"passed the (?:threshold|tests of the error exits)\s*\(\s*(\d+)\s+tests")
FAILED = re.compile(
    r"tests? failed|^ *Failure in|failed to pass|did not pass|\*\*\*|error message|aborted|illegal", re.IGNORECASE
)
EIGENVALUE_INPUTS = (
    "nep",
    "sep",
    "se2",
    "svd",
    "{}ec",
    "{}ed",
    "{}gg",
    "{}gd",
    "{}sb",
    "{}sg",
    "{}bb",
    "glm",
    "gqr",
    "gsv",
    "lse",
    "csd",
    "{}bal",
    "{}bak",
    "{}gbal",
    "{}gbak",
)


def unpacked(folder: Path) -> Path:
    """The programs, their libraries and the Fortran runtime; returns the folder of libraries."""
    builds.unpacked(
        folder, "liblapack-test", "libtmglib3", "liblapack3", "libblas3", "libgfortran5", optional=("libquadmath0",)
    )
    (programs,) = {path.parent for path in folder.glob("usr/lib/*/lapack/xlintstd")}
    return programs.parent


def programs(folder: Path):
    for letter in "sdcz":
        linear = [(f"xlintst{letter}", f"{letter}test"), (f"xlintstrf{letter}", f"{letter}test_rfp")]
        linear += {"d": [("xlintstds", "dstest")], "z": [("xlintstzc", "zctest")]}.get(letter, [])
        yield from ((program, folder / f"{given}.in") for program, given in linear)
        for given in EIGENVALUE_INPUTS:
            if (path := folder / f"{given.format(letter)}.in").is_file():
                yield f"xeigtst{letter}", path


def run_one(libraries: Path, preload: Path | None, program: str, given: Path) -> tuple[int, list[str]]:
    """Tests passed, and the lines that report a failure."""
    paths = f"{libraries / 'lapack'}:{libraries / 'blas'}:{libraries}"
    environment = builds.clean_environment(LD_LIBRARY_PATH=paths, **({"LD_PRELOAD": str(preload)} if preload else {}))
    with open(given, "rb") as stdin:
        try:
            done = subprocess.run(
                [libraries / "lapack" / program], stdin=stdin, capture_output=True, env=environment, timeout=600
            )
        except subprocess.TimeoutExpired:
            return 0, ["no end after 600 s"]
    said = (done.stdout + done.stderr).decode(errors="replace").splitlines()
    failures = [line.strip() for line in said if FAILED.search(line)]
    if done.returncode != 0:
        failures.append(f"exit {done.returncode}")
    if not any("End of tests" in line for line in said):
        failures.append("didn't reach the end of its tests")
    return sum(int(match[1]) for line in said if (match := PASSED.search(line))), failures


def main() -> int:
    library = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as temporary:
        libraries = unpacked(Path(temporary))
        work = list(dict.fromkeys(programs(libraries / "lapack")))
        with ThreadPoolExecutor(2) as pool:
            reference = list(pool.map(lambda item: run_one(libraries, None, *item), work))
            ours = list(pool.map(lambda item: run_one(libraries, library, *item), work))
    worse = 0
    for (program, given), (passed_there, failed_there), (passed_here, failed_here) in zip(work, reference, ours):
        if failed_here or failed_there or passed_here != passed_there:
            print(
                f"{program} < {given.name}: {passed_here} passed, {len(failed_here)} failures; with the reference {passed_there} passed, {len(failed_there)} failures"
            )
            print(*(f"  {line}" for line in failed_here), sep="\n")
        worse += passed_here < passed_there or len(failed_here) > len(failed_there)
    total_here, total_there = sum(passed for passed, _ in ours), sum(passed for passed, _ in reference)
    print(
        f"LAPACK's test programs, {len(work)} runs: {total_here} tests passed, {sum(len(f) for _, f in ours)} failures; with the reference BLAS and LAPACK {total_there} passed, "
        f"{sum(len(f) for _, f in reference)} failures"
    )
    if len(work) < 80 or total_there < 1_000_000:
        print("too few tests ran to say anything")
        return 1
    return 1 if worse else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except unittest.SkipTest as reason:
        builds.report_seen([f"LAPACK's test programs: {reason}"])
        sys.exit(77)
