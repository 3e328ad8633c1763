"""The corpus of real defects: old wheels and Debian's packages, each with what `fairplay probe` has to find in it; a line for a row and a build, then a sum.

    FAIRPLAY=build/fairplay probe_corpus.py [--cheap] [WORD...]     only rows that hold one of the words

A row's finding is known by its probe, its routine, its class and words of its own. Rows of what healthy builds must not show are held the other way round. Some defects
show on some CPUs only: their rows are reported as such where they aren't met. Exit status: 0 every row was found, 1 some weren't, 77 nothing could be fetched.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import unittest
from dataclasses import dataclass

import builds
import program
from probed_libraries import Libraries

PTHREAD = (
    "numpy 1.21.6",
    "libopenblas0-pthread",
    "numpy 1.26.4",
    "numpy 2.0.2",
    "numpy 2.2.6",
    "numpy 2.3.5",
    "scipy-openblas32 0.3.34.481.3",
)


@dataclass(frozen=True)
class Row:
    """What is known of some builds, and how it is to be seen."""

    what: str
    builds: tuple[str, ...]
    probe: str
    routine: str = ""
    says: str = ""  # a regular expression that the finding's message, what it got or its call hold
    kind: str = "defect"
    shown: bool = True  # False: these builds must not show it
    by_cpu: bool = False  # kernels of some CPUs alone
    dear: bool = False  # takes longer than a few seconds a build: not with --cheap
    options: tuple[str, ...] = ()


ROWS = (
    # LU and its stack
    Row("dgetrf on subnormal pivots is wrong", PTHREAD, "numbers/pivots", "dgetrf", "data=subnormal|plant=a\\["),
    Row("dgetrf on subnormal pivots is right", ("netlib",), "numbers/pivots", "dgetrf", shown=False),
    Row("dgetrf takes megabytes of its caller's stack", PTHREAD, "resources/stack", "dgetrf", "takes [0-9]{4} KB"),
    Row(
        "dgetrf takes little of its caller's stack",
        ("netlib", "libopenblas0-serial"),
        "resources/stack",
        "dgetrf",
        shown=False,
    ),
    # Threads and forks
    # (the kernels for small matrices that OpenBLAS has for SkylakeX and its like share no buffer)
    Row("concurrent callers get wrong results", ("libopenblas0-serial",), "threads/callers", says="callers="),
    Row(
        "concurrent callers of dgemm 64^3 get wrong results",
        ("libopenblas0-serial",),
        "threads/callers",
        "dgemm",
        "^dgemm NN m=64 n=64 k=64 .*callers=",
        by_cpu=True,
    ),
    Row(
        "concurrent callers of dgemm 1x128x300 get wrong results",
        ("libopenblas0-serial",),
        "threads/callers",
        "dgemm",
        "^dgemm NN m=1 n=128 k=300 .*callers=",
        by_cpu=True,
    ),
    Row(
        "concurrent callers of dgemv 4x6000 get wrong results (OpenBLAS#1844)",
        ("numpy 1.15.1",),
        "threads/callers",
        "dgemv",
        "m=4 n=6000 .*callers=16",
    ),
    Row("dgemm in a forked child hangs", ("libopenblas0-openmp",), "threads/fork", "dgemm", "never returns"),
    Row("dgemm in a forked child returns", ("netlib",), "threads/fork", "dgemm", shown=False),
    Row(
        "400 concurrent callers end the process",
        ("numpy 1.15.1", "libopenblas0-pthread", "numpy 1.26.4", "numpy 2.3.5"),
        "threads/many-callers",
        "dgemm",
        "kills the process|ends the process|wrong result",
        dear=True,
    ),
    Row(
        "16 threads of dsyrk(256) take seconds",
        ("numpy 2.0.2", "numpy 2.2.6", "numpy 2.3.5"),
        "threads/oversubscription",
        "dsyrk",
        "times as long",
        kind="property",
        dear=True,
    ),
    Row(
        "16 threads of dsyrk(256) take no longer than one",
        ("netlib",),
        "threads/oversubscription",
        "dsyrk",
        kind="property",
        shown=False,
        dear=True,
    ),
    # LAPACK on numbers that aren't finite
    Row(
        "dgesdd of Inf never returns (lapack#1409)",
        (
            "netlib",
            "libatlas3-base",
            "libopenblas0-pthread",
            "numpy 1.26.4",
            "numpy 2.3.5",
            "scipy-openblas32 0.3.34.481.3",
        ),
        "special/lapack",
        "dgesdd",
        "doesn't return",
    ),
    Row(
        "dgesvd of Inf never returns (lapack#1409)",
        ("netlib", "libopenblas0-pthread"),
        "special/lapack",
        "dgesvd",
        "doesn't return",
    ),
    Row("dsyevr of NaN never returns (lapack#1389)", ("netlib",), "special/lapack", "dsyevr", "doesn't return"),
    Row("zheevr of NaN never returns (lapack#1389)", ("netlib",), "special/lapack", "zheevr", "doesn't return"),
    Row("dsyevd gives finite eigenvalues of NaN (lapack#1405)", ("netlib",), "special/lapack", "dsyevd", "finite"),
    Row("dgelsd of NaN or Inf never returns", ("libopenblas0-pthread",), "special/lapack", "dgelsd", "doesn't return"),
    Row("zgelsd of NaN or Inf never returns", ("libopenblas0-pthread",), "special/lapack", "zgelsd", "doesn't return"),
    # What the library takes the CPU for
    Row(
        "reports Barcelona on a CPU with AVX2",
        ("numpy 1.15.1",),
        "identity/says",
        says="[Bb]arcelona",
        kind="property",
        by_cpu=True,
    ),
    # Zero, NaN and infinity
    Row(
        "dscal 0*NaN is 0 (OpenBLAS#4728)",
        ("numpy 1.15.1", "numpy 1.21.6", "libopenblas0-pthread", "numpy 1.26.4", "numpy 2.0.2", "libblis4-serial"),
        "special/scaling",
        "dscal",
        "alpha=0",
    ),
    Row("dscal 0*NaN is NaN", ("netlib", "libatlas3-base"), "special/scaling", "dscal", shown=False),
    # On processors that are newer than a build, OpenBLAS takes Prescott's kernels, which don't have this defect: seen on
    # AMD's Zen 5 (family 26) and Intel's model 207. The same holds for BLIS 0.9 and the flags below, and for dsdot.
    Row(
        "zscal i*(Inf+i) (OpenBLAS#4413)",
        ("libopenblas0-pthread", "numpy 1.26.4", "numpy 1.21.6"),
        "special/scaling",
        "zscal",
        "^i times",
        by_cpu=True,
    ),
    Row("zscal i*(Inf+i) is right", ("netlib", "libblis4-serial"), "special/scaling", "zscal", "^i times", shown=False),
    Row("idamax passes over a NaN (BLIS#624)", ("netlib", "numpy 2.3.5"), "special/iamax", "idamax", kind="policy"),
    Row(
        "idamax gives a NaN's place (BLIS#624)",
        ("libblis4-serial",),
        "special/iamax",
        "idamax",
        kind="policy",
        shown=False,
    ),
    Row(
        "dtrsm with a NaN off the diagonal and B = 0 gives zeros",
        ("netlib",),
        "special/solves",
        "dtrsm",
        "NaN of A",
        kind="policy",
    ),
    Row(
        "dtrsm with a NaN off the diagonal and B = 0 gives NaN",
        ("numpy 2.3.5", "libblis4-serial"),
        "special/solves",
        "dtrsm",
        "NaN of A",
        kind="policy",
        shown=False,
    ),
    Row("dnrm2 of Infs is NaN", ("libblis4-serial",), "special/norms", "dnrm2", "inf"),
    Row("dnrm2 of Infs is Inf", ("netlib",), "special/norms", "dnrm2", shown=False),
    Row(
        "dgemm raises the flag of invalid operations at 10 of 39 sizes",
        ("libblis4-serial",),
        "special/flags",
        "dgemm",
        "10 of 39",
        kind="property",
        by_cpu=True,
    ),
    Row("dgemm raises no flag", ("netlib", "libatlas3-base"), "special/flags", "dgemm", kind="property", shown=False),
    Row(
        "dgemm raises the flag of invalid operations at 23 of 39 sizes (kernels for AVX-512)",
        ("numpy 1.26.4", "numpy 2.3.5"),
        "special/flags",
        "dgemm",
        "23 of 39",
        kind="property",
        by_cpu=True,
    ),
    Row(
        "dtrsm with a 1e-310 diagonal",
        ("libopenblas0-pthread", "numpy 2.3.5", "scipy-openblas32 0.3.34.481.3"),
        "special/solves",
        "dtrsm",
        "plant=a\\[0\\]",
    ),
    Row("dtrsm with a 1e-310 diagonal is right", ("netlib",), "special/solves", "dtrsm", shown=False),
    # Found by the probes themselves
    Row("cdotu reads behind x", ("libopenblas0-pthread",), "numbers/level1", "cdotu", "behind x", by_cpu=True),
    Row(
        "scasum is wrong behind its eighth element (OpenBLAS#4282)",
        ("libopenblas0-pthread",),
        "numbers/level1",
        "scasum",
        "the result is wrong",
        by_cpu=True,
    ),
    Row(
        "cherk takes imaginary parts of the diagonal",
        ("libatlas3-base", "libblis4-serial"),
        "numbers/level3",
        "cherk",
        "nan",
    ),
    Row(
        "dsdot adds up in single precision",
        ("libopenblas0-pthread", "numpy 2.3.5"),
        "numbers/level1",
        "dsdot",
        "the result is wrong",
        by_cpu=True,
    ),
    Row("zhemv reads behind y", ("scipy-openblas32 0.3.34.481.3",), "numbers/level2", "zhemv", "behind y", by_cpu=True),
    Row("sgemm reads behind C", ("libblis4-serial",), "numbers/level3", "sgemm", "behind c", by_cpu=True),
    Row("cgemmt reads a wrong place", ("numpy 2.3.5",), "numbers/level3", "cgemmt", by_cpu=True),
    Row(
        "400 concurrent callers end the process, in 0.3.34",
        ("scipy-openblas32 0.3.34.481.3",),
        "threads/many-callers",
        "dgemm",
        "process",
        dear=True,
    ),
    Row(
        "a kernel that this CPU lacks dies of its instructions",
        ("libopenblas0-pthread",),
        "numbers/level1",
        "ddot",
        "SIGILL",
        kind="expected",
        by_cpu=True,
        dear=True,
        options=("--kernels",),
    ),
)


def findings(row: Row, library: str, profile: str) -> list[dict]:
    command = [
        program.PROGRAM,
        "probe",
        library,
        "--probe",
        row.probe,
        "--profile",
        profile,
        "--format",
        "json",
        *row.options,
    ]
    ran = subprocess.run(
        [*command, *(("--routine", row.routine) if row.routine else ())],
        capture_output=True,
        text=True,
        timeout=900,
        env=builds.clean_environment(),
    )
    if ran.returncode not in (program.CLEAN, program.FINDINGS):
        raise AssertionError(f"exit {ran.returncode}: {ran.stderr.strip() or ran.stdout.strip()[:300]}")
    document = json.loads(ran.stdout)
    if (
        not row.routine
        and not row.probe.startswith("identity/")
        and not all(probe["calls"] for subject in document["subjects"] for probe in subject["probes"])
    ):
        raise AssertionError("no call was made")
    return document["findings"]


def fits(row: Row, finding: dict) -> bool:
    said = (finding["message"], finding["got"], finding["call"] or "")
    return (
        finding["class"] == row.kind
        and finding["routine"] in ("", row.routine or finding["routine"])
        and any(re.search(row.says, text) for text in said)
    )


def shown(row: Row, library: str) -> str:
    """The first finding that fits the row, with the profile that has it; empty: none does. Half a minute more is spent before a defect counts as missed."""
    for profile in ("quick",) if not row.shown else ("quick", "full"):
        for finding in findings(row, library, profile):
            if fits(row, finding):
                return f"{profile}: {finding['class']}: {finding['routine']} {finding['flags']}: {finding['message']}; {finding['got']}".replace(
                    "\n", " "
                )[
                    :170
                ]
    return ""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cheap", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    counts = dict.fromkeys(("found", "clean", "MISSED", "ALARM", "not on this CPU", "skipped"), 0)
    with Libraries() as libraries:
        for row in ROWS:
            for build in row.builds:
                if (options.cheap and row.dear) or (
                    options.words and not any(word in f"{row.what} {build} {row.probe}" for word in options.words)
                ):
                    continue
                began = time.monotonic()
                try:
                    said = shown(row, str(libraries.path(build)))
                    outcome = (
                        ("found" if said else "not on this CPU" if row.by_cpu else "MISSED")
                        if row.shown
                        else ("ALARM" if said else "clean")
                    )
                except unittest.SkipTest as why:
                    outcome, said = "skipped", str(why)
                except (AssertionError, subprocess.TimeoutExpired, json.JSONDecodeError) as error:
                    outcome, said = "MISSED" if row.shown else "ALARM", str(error)
                counts[outcome] += 1
                print(
                    f"{outcome:<8} {row.what} | {build} | {row.probe} | {time.monotonic() - began:.0f} s | {said}",
                    flush=True,
                )
    builds.report_seen([])
    print(", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count))
    if counts["MISSED"] or counts["ALARM"]:
        return 1
    return 0 if counts["found"] or counts["clean"] else program.SKIPPED


if __name__ == "__main__":
    sys.exit(main())
