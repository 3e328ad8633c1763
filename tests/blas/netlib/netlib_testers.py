#!/usr/bin/env python3
"""Runs Netlib's 24 testers of the BLAS against a library: xblat1/2/3 (Fortran) and cblat1/2/3 (C) in s, d, c, z.

    netlib_testers.py LIBRARY GLOBALS [ISA ...]

LIBRARY stands in for libblas.so.3, for every instruction set that this CPU runs (or those given) and for 1 and 3 threads. GLOBALS is a
library with two variables that the C testers expect (netlib_globals.c). A healthy library shows 238 lines of passes in the Fortran
testers and 328 in the C ones; Debian's libblas3 and OpenBLAS 0.3.21 do. Everything else a tester says of a failure is printed.
Exit: 0, 1 on a failure, 77 where the testers can't be fetched.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))
import builds  # noqa: E402

PASSES = {"fortran": 238, "c": 328}
PASS_LINE = re.compile(r"PASSED THE|----- PASS -----")
FAILURE = re.compile(r"FAIL|\*{5}|ABANDONED|FATAL|STOP|error while loading|symbol lookup|signal", re.IGNORECASE)
NOT_A_FAILURE = re.compile(r"TEST.*FAILS|FALSE|FATAL ERROR TEST|RATIO IS LESS|PASSED THE", re.IGNORECASE)
ISAS = ("baseline", "avx2", "avx512", "neon")


def unpacked(folder: Path) -> Path:
    """The testers and the Fortran runtime they need; returns the folder of libraries, the testers' own in its subfolder blas."""
    builds.unpacked(folder, "libblas-test", "libgfortran5", optional=("libquadmath0",))
    (tests,) = folder.glob("usr/lib/*/blas")
    return tests.parent


def config(library: Path, **environment: str) -> str | None:
    """What the library says it runs on; None where it refuses the instruction set."""
    code = "import ctypes, sys; f = ctypes.CDLL(sys.argv[1]).fairplay_blas_config; f.restype = ctypes.c_char_p; print(f().decode())"
    done = subprocess.run(
        [sys.executable, "-c", code, library],
        env=builds.clean_environment(**environment),
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() if done.returncode == 0 else None


def testers(data: Path):
    """(kind, program, its input or None, the file it reports to or None for standard output)"""
    for letter in "sdcz":
        yield "fortran", f"xblat1{letter}", None, None
        yield "fortran", f"xblat2{letter}", data / f"{letter}blat2.in", f"{letter}blat2.out"
        yield "fortran", f"xblat3{letter}", data / f"{letter}blat3.in", f"{letter}blat3.out"
        yield "c", f"x{letter}cblat1", None, None
        yield "c", f"x{letter}cblat2", data / f"{letter}in2", None
        yield "c", f"x{letter}cblat3", data / f"{letter}in3", None


def run_all(
    libraries: Path, globals_library: Path, shadow: Path, environment: dict[str, str]
) -> tuple[dict[str, int], list[str]]:
    """Passes by kind, and what failed."""
    data = libraries / "blas"
    passes = {"fortran": 0, "c": 0}
    failures = []
    with tempfile.TemporaryDirectory() as work:
        for kind, program, given, report in testers(data):
            env = builds.clean_environment(**environment, LD_LIBRARY_PATH=f"{shadow}:{libraries}")
            if kind == "c":
                env["LD_PRELOAD"] = str(globals_library)
            with open(given or os.devnull, "rb") as stdin:
                try:
                    done = subprocess.run(
                        [data / program], stdin=stdin, capture_output=True, cwd=work, env=env, timeout=120
                    )
                    said, code = (done.stdout + done.stderr).decode(errors="replace"), done.returncode
                except subprocess.TimeoutExpired:
                    said, code = "", "timeout"
            if report and (Path(work) / report).is_file():
                said += (Path(work) / report).read_text(errors="replace")
            if code != 0:
                failures.append(f"{program}: exit {code}: {said.strip().splitlines()[-1:]}")
            for line in said.splitlines():
                if PASS_LINE.search(line):
                    passes[kind] += 1
                elif FAILURE.search(line) and not NOT_A_FAILURE.search(line):
                    failures.append(f"{program}: {line.strip()}")
    return passes, failures


def main() -> int:
    library, globals_library = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    bad = False
    with tempfile.TemporaryDirectory() as temporary:
        libraries = unpacked(Path(temporary) / "testers")
        shadow = Path(temporary) / "shadow"
        shadow.mkdir()
        (shadow / "libblas.so.3").symlink_to(library)
        ours = config(library) is not None
        settings = [{}]
        if ours:
            settings = [
                {"FAIRPLAY_BLAS_ISA": isa, "FAIRPLAY_BLAS_THREADS": str(threads)}
                for isa in sys.argv[3:] or ISAS
                for threads in (1, 3)
            ]
        ran = 0
        for environment in settings:
            says = config(library, **environment) if ours else library.name
            if says is None:
                continue
            if ours and not says.endswith(" {FAIRPLAY_BLAS_ISA} threads={FAIRPLAY_BLAS_THREADS}".format(**environment)):
                print(f"asked for {environment}, got {says}")
                bad = True
            ran += 1
            passes, failures = run_all(libraries, globals_library, shadow, environment)
            print(f"{says}: {passes['fortran']} lines of passes in the Fortran testers, {passes['c']} in the C testers")
            print(*(f"  {line}" for line in failures[:40]), sep="\n", end="\n" if failures else "")
            bad |= bool(failures) or passes != PASSES
        if ran < (2 if ours and not sys.argv[3:] else 1):
            print(f"only {ran} settings ran")
            bad = True
    builds.report_seen([])
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except unittest.SkipTest as reason:
        builds.report_seen([f"Netlib's testers of the BLAS: {reason}"])
        sys.exit(77)
