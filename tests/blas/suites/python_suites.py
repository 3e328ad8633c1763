#!/usr/bin/env python3
"""Runs NumPy's or SciPy's own tests of linear algebra in the official wheels, as they are and with our libraries preloaded.

    python_suites.py numpy --preload libfairplay_blas_scipy64_.so
    python_suites.py scipy --preload libfairplay_blas_scipy.so --preload libfairplay_blas_scipy64_.so
                           [--only PYTEST-TARGET]... [--jobs N] [--slow]

NumPy 2.3.5: numpy.linalg, numpy._core, numpy.matrixlib; SciPy 1.17.1: scipy.linalg. The wheels come from pip's index into the cache of tests/real/builds.py, and are installed in a
temporary environment. Each run's passed, failed, skipped and expected failures are printed; every test that fails is named, with what it does without the preload.
Exit: 0 when as many tests pass with the preload as without, and every call of a BLAS or LAPACK name is replaced, as the library reports; 1 otherwise; 77 where the wheels can't be had.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "real"))
import builds  # noqa: E402

TOOLS = (
    "pytest==8.4.2",
    "hypothesis==6.170.15",
    "pytest-timeout==2.4.0",
    "iniconfig==2.3.1",
    "packaging==26.3",
    "pluggy==1.7.0",
    "pygments==2.21.0",
    "sortedcontainers==2.4.0",
)
NUMPY = "numpy==2.3.5"
SCIPY = "scipy==1.17.1"
# What is installed, and the packages whose tests run.
SUITES = {
    "numpy": ((NUMPY,), ("numpy.linalg", "numpy._core", "numpy.matrixlib")),
    "scipy": ((NUMPY, SCIPY), ("scipy.linalg",)),
}
# One test can't take the run with it, and a hang is a failure with a name.
SECONDS_A_TEST = 300
BAD = ("failed", "error", "crashed")


class Run:
    """One run of a suite: every test's outcome, and what the library reports of the calls it replaced."""

    def __init__(self, lines: list[str], said: str) -> None:
        self.outcome: dict[str, str] = {}
        self.report: list[str] = []
        self.elsewhere: int | None = None  # calls that the preload didn't replace; None: no report
        self.said = said
        for line in lines:
            word, _, rest = line.partition(" ")
            if word == "report":
                self.report.append(rest)
            elif word == "elsewhere":
                self.elsewhere = int(rest)
            elif word == "started":
                self.outcome.setdefault(rest, "crashed")  # unless an outcome follows
            elif self.outcome.get(rest) not in ("failed", "error"):
                self.outcome[rest] = word

    def tests(self, *words: str) -> list[str]:
        return [node for node, word in self.outcome.items() if word in words]

    def __str__(self) -> str:
        counts = Counter(self.outcome.values())
        return ", ".join(
            f"{counts.pop(word, 0)} {word}" for word in ("passed", "failed", "skipped", "xfailed")
        ) + "".join(f", {n} {word}" for word, n in sorted(counts.items()))


def run_suite(interpreter: Path, folder: Path, targets: list[str], preload: list[Path], slow: bool) -> Run:
    folder.mkdir()
    outcomes = folder / "outcomes"
    outcomes.touch()
    threads = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")}
    environment = builds.clean_environment(FAIRPLAY_OUTCOMES=str(outcomes), PYTHONPATH=str(HERE), **threads)
    if preload:
        environment["LD_PRELOAD"] = ":".join(map(str, preload))
    command = [
        interpreter,
        "-B",
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        "-p",
        "outcomes",
        "-p",
        "no:cacheprovider",
        "--timeout",
        str(SECONDS_A_TEST),
        "-W",
        "ignore",
        "--rootdir",
        builds.site_packages(interpreter.parents[1]),
    ]
    command += ["--pyargs", *targets] + ([] if slow else ["-m", "not slow and not xslow"])
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
    )
    return Run(outcomes.read_text().splitlines(), done.stdout + done.stderr)


def compare(plain: Run, ours: Run) -> int:
    print(f"as it is:   {plain}\npreloaded:  {ours}")
    for node in plain.tests(*BAD):
        if node not in ours.tests(*BAD):
            print(f"  only without the preload: {node} ({plain.outcome[node]})")
    for node, word in ours.outcome.items():
        if word not in BAD and plain.outcome.get(node, word) != word and plain.outcome[node] not in BAD:
            print(f"  {word}: {node}; without the preload: {plain.outcome[node]}")
    new = [node for node in ours.tests(*BAD) if plain.outcome.get(node) not in BAD]
    for node in ours.tests(*BAD):
        print(f"  {ours.outcome[node]}: {node}; without the preload: {plain.outcome.get(node, 'not run')}")
    if new:
        print("what pytest said of the preloaded run:", *(ours.said.splitlines()[-400:]), sep="\n    ")
    replaced = ours.elsewhere == 0
    print(*(line for line in ours.report if not replaced or line.startswith("Every call")), sep="\n")
    if not replaced:
        print("the preload didn't take effect")
    return 0 if replaced and not new and len(ours.tests("passed")) >= len(plain.tests("passed")) > 0 else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", choices=SUITES)
    parser.add_argument("--preload", type=Path, action="append", required=True)
    parser.add_argument("--only", action="append", help="packages or node ids instead of the whole suite")
    parser.add_argument("--jobs", type=int, default=2, help="1: one run after the other")
    parser.add_argument("--slow", action="store_true", help="the tests that NumPy and SciPy mark as slow, too")
    options = parser.parse_args()
    installed, targets = SUITES[options.suite]
    preload = [library.resolve(strict=True) for library in options.preload]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        interpreter = builds.venv(folder / "environment")
        builds.pip_install(interpreter, *(builds.wheel(requirement) for requirement in (*installed, *TOOLS)))
        with ThreadPoolExecutor(options.jobs) as pool:
            plain, ours = pool.map(
                lambda kind: run_suite(
                    interpreter,
                    folder / kind,
                    options.only or targets,
                    preload if kind == "preloaded" else [],
                    options.slow,
                ),
                ("plain", "preloaded"),
            )
        print(
            f"{options.suite}: {', '.join(options.only or targets)} of {' and '.join(installed)}; preload: {', '.join(library.name for library in preload)}"
        )
        if not plain.tests("passed"):
            print(plain.said)
        return compare(plain, ours)


if __name__ == "__main__":
    try:
        status = main()
        builds.report_seen([])
        sys.exit(status)
    except unittest.SkipTest as reason:
        builds.report_seen([f"Python suites: {reason}"])
        sys.exit(77)
