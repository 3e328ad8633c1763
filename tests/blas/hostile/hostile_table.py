#!/usr/bin/env python3
"""What LAPACK libraries do with hostile input and surroundings: subnormal pivots, NaN and infinities, a caller's small stack. Ours beside the stock ones.

    hostile_table.py LIBRARY --stack-use libstack_use.so [--ours-only] [--library NAME=FILE[:PREFIX:SUFFIX:BITS]]...

Every cell runs in a process of its own with a limit of CPU time. A cell says what came out, and where that isn't right: WRONG (numbers as if nothing were wrong, or inaccurate ones),
HUNG, CRASHED, or more of the caller's stack than 32 KB. The stock libraries are Debian's and the newest scipy-openblas64 of pip's index, from the cache of tests/real/builds.py.
Exit: 0 if all is right with LIBRARY, whatever the others do and whether or not they can be had.
"""

import argparse
import ctypes
import json
import math
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import unittest
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "real")]
import builds  # noqa: E402
from lapack_calls import Call  # noqa: E402

CPU_SECONDS, WALL_SECONDS = 4, 300
STACK_LIMIT = 32 << 10


@dataclass
class Library:
    name: str
    file: Path
    prefix: str = ""
    suffix: str = ""
    bits: int = 32
    path: str = ""  # LD_LIBRARY_PATH


# What each case does in its child: (right, words).


def special(
    library: ctypes.CDLL, names: dict, routine: str, options: dict[str, str], place: int, value: float
) -> tuple[bool, str]:
    call = Call(library, routine, options, **names)
    array, index = call.inputs[place]
    array[index] = value
    info = call.run()
    finite = [x for x in call.spectrum() if math.isfinite(x)]
    if info == 0 and finite:
        return False, f"info = 0 and {len(finite)} finite values"
    return True, f"info = {info}"


def factored(library: ctypes.CDLL, names: dict, matrix: list[list[float]]) -> tuple[int, list[list[float]], list[int]]:
    n = len(matrix)
    integer = ctypes.c_int64 if names["bits"] == 64 else ctypes.c_int32
    a = (ctypes.c_double * (n * n))(*(matrix[i][j] for j in range(n) for i in range(n)))
    order, info, pivots = integer(n), integer(-77), (integer * n)()
    size = ctypes.byref(order)
    library[f"{names['prefix']}dgetrf_{names['suffix']}"](size, size, a, size, pivots, ctypes.byref(info))
    return info.value, [[a[i + j * n] for j in range(n)] for i in range(n)], list(pivots)


def subnormal_pivots(library: ctypes.CDLL, names: dict, n: int) -> tuple[bool, str]:
    """max |PA - LU| / max |A|, in numbers scaled by 2^1000, exactly."""
    randoms = random.Random(7)
    tiny = 1e-310
    matrix = (
        [[0.0, tiny], [tiny, 0.0]]
        if n == 2
        else [[randoms.uniform(-1, 1) * 1e-311 for _ in range(n)] for _ in range(n)]
    )
    info, factors, pivots = factored(library, names, matrix)
    if info != 0:
        return False, f"info = {info}"
    big = [[math.ldexp(x, 1000) for x in row] for row in matrix]
    for i, pivot in enumerate(pivots):
        big[i], big[pivot - 1] = big[pivot - 1], big[i]
    upper = [[math.ldexp(x, 1000) for x in row] for row in factors]
    largest = max(abs(factors[i][j]) for i in range(n) for j in range(i)) if n > 1 else 0
    worst = 0.0
    for i in range(n):
        for j in range(n):
            product = math.fsum(factors[i][k] * upper[k][j] for k in range(min(i, j + 1))) + (
                upper[i][j] if i <= j else 0.0
            )
            difference = abs(big[i][j] - product)
            worst = max(worst, difference if math.isfinite(difference) else math.inf)
    residual = worst / max(abs(x) for row in big for x in row)
    return residual < 1e-9 and largest <= 1, f"residual {residual:.1e}" + (
        f", |l| = {largest:.1e}" if largest > 1 else ""
    )


def stack(library: ctypes.CDLL, names: dict, routine: str, n: int, helper: str) -> tuple[bool, str]:
    integer = ctypes.c_int64 if names["bits"] == 64 else ctypes.c_int32
    a = (ctypes.c_double * (n * n))(
        *(random.Random(1).uniform(-1, 1) + (n if k % (n + 1) == 0 else 0) for k in range(n * n))
    )
    order, info, pivots = integer(n), integer(0), (integer * n)()
    size, status = ctypes.addressof(order), ctypes.addressof(info)
    letter = ctypes.create_string_buffer(b"L")
    given = (
        [size, size, ctypes.addressof(a), size, ctypes.addressof(pivots), status]
        if routine == "dgetrf"
        else [ctypes.addressof(letter), size, ctypes.addressof(a), size, status, 1]
    )
    function = ctypes.CDLL(helper).stack_use
    function.restype = ctypes.c_long
    used = function(library[f"{names['prefix']}{routine}_{names['suffix']}"], (ctypes.c_void_p * 6)(*given))
    return 0 <= used <= STACK_LIMIT, f"{used / 1024:.1f} KB"


V, A = {"jobz": "V", "uplo": "L", "range": "A"}, {"svd": "A"}
CASES = {
    "dgetrf, [0 a; a 0], a = 1e-310": (subnormal_pivots, 2),
    "dgetrf, 64 x 64, random, about 1e-311": (subnormal_pivots, 64),
    "dgesdd, Inf": (special, "dgesdd", A, 0, math.inf),
    "dgesdd, NaN": (special, "dgesdd", A, 0, math.nan),
    "dgesvd, Inf": (special, "dgesvd", {"jobu": "A", "jobvt": "A"}, 0, math.inf),
    "dgesvd, NaN": (special, "dgesvd", {"jobu": "A", "jobvt": "A"}, 0, math.nan),
    "dgelsd, Inf": (special, "dgelsd", {}, 0, math.inf),
    "zgelsd, NaN": (special, "zgelsd", {}, 0, math.nan),
    "dbdsqr, Inf": (special, "dbdsqr", {"uplo": "L"}, 0, math.inf),
    "dsyevr, NaN": (special, "dsyevr", V, 0, math.nan),
    "dsyevr, Inf": (special, "dsyevr", V, 0, math.inf),
    "zheevr, NaN": (special, "zheevr", V, 0, math.nan),
    "dstemr, NaN": (special, "dstemr", V, 0, math.nan),
    "dsyevd, NaN": (special, "dsyevd", V, 0, math.nan),
    "dsyevd, Inf": (special, "dsyevd", V, 0, math.inf),
    "dgeev, NaN": (special, "dgeev", {"jobvl": "N", "jobvr": "V"}, 0, math.nan),
    "dgeevx, Inf": (special, "dgeevx", {"balanc": "S", "jobvl": "V", "jobvr": "V", "sense": "V"}, 5, math.inf),
    "dggev, Inf": (special, "dggev", {"jobvl": "N", "jobvr": "V"}, 0, math.inf),
    "stack of dgetrf, n = 100, 2 threads": (stack, "dgetrf", 100),
    "stack of dgetrf, n = 500, 2 threads": (stack, "dgetrf", 500),
    "stack of dpotrf, n = 500, 2 threads": (stack, "dpotrf", 500),
}


def child(given: list[str]) -> None:
    file, prefix, suffix, bits, case, helper = given
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    function, *arguments = CASES[case]
    right, words = function(
        ctypes.CDLL(file),
        {"prefix": prefix, "suffix": suffix, "bits": int(bits)},
        *arguments,
        *([helper] if function is stack else []),
    )
    print(json.dumps([right, words]))


def cell(library: Library, case: str, helper: str) -> tuple[bool, str]:
    environment = builds.clean_environment(
        OPENBLAS_NUM_THREADS="2", OMP_NUM_THREADS="2", MKL_NUM_THREADS="2", FAIRPLAY_BLAS_THREADS="2"
    )
    if library.path:
        environment["LD_LIBRARY_PATH"] = library.path
    command = [
        sys.executable,
        "-B",
        __file__,
        "--child",
        library.file,
        library.prefix,
        library.suffix,
        str(library.bits),
        case,
        helper,
    ]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        return False, "HUNG"
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return False, "HUNG"
    try:
        right, words = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        if done.returncode >= 0:  # a STOP of Netlib's xerbla, or an exception here
            said = (done.stdout + done.stderr).strip().splitlines()
            return False, f"STOPPED: {said[-1].strip() if said else done.returncode}"
        return False, f"CRASHED ({signal.Signals(-done.returncode).name})"
    return right, words if right or words.endswith("KB") else f"WRONG: {words}"


def stock(folder: Path) -> list[Library]:
    for package in ("libblas3", "liblapack3", "libopenblas0-pthread", "libatlas3-base", "libgfortran5", "libquadmath0"):
        builds.run("dpkg-deb", "-x", builds.deb(package), folder / "debian")
    (base,) = folder.glob("debian/usr/lib/*-linux-*")
    with zipfile.ZipFile(wheel := builds.wheel("scipy-openblas64")) as archive:
        archive.extractall(folder / "wheel")
    (openblas,) = folder.glob("wheel/**/libscipy_openblas64_.so*")
    return [
        Library("Netlib 3.11", base / "lapack/liblapack.so.3", path=f"{base / 'blas'}:{base}"),
        Library("OpenBLAS 0.3.21", base / "openblas-pthread/libopenblas.so.0", path=str(base)),
        Library("ATLAS 3.10.3", base / "atlas/liblapack.so.3", path=f"{base / 'atlas'}:{base}"),
        Library(
            f"OpenBLAS {'.'.join(wheel.name.split('-')[1].split('.')[:3])}",
            openblas,
            "scipy_",
            "64_",
            64,
            str(openblas.parent),
        ),
    ]


def given_library(text: str) -> Library:
    name, _, rest = text.partition("=")
    file, *names = rest.split(":")
    return Library(name, Path(file), *names[:2], *map(int, names[2:]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ours", type=Path)
    parser.add_argument("--stack-use", type=Path, required=True)
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--library", type=given_library, action="append", default=[])
    given = parser.parse_args()
    libraries = [Library("fairplay", given.ours.resolve())]
    missing = None
    with tempfile.TemporaryDirectory() as temporary:
        if not given.ours_only:
            try:
                libraries += stock(Path(temporary))
            except unittest.SkipTest as reason:
                missing = reason
        libraries += given.library
        helper = str(given.stack_use.resolve())
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            rows = {
                case: list(pool.map(lambda library, case=case: cell(library, case, helper), libraries))
                for case in CASES
            }
    width = [max(len(library.name), *(len(row[i][1]) for row in rows.values())) for i, library in enumerate(libraries)]
    head = max(map(len, CASES))
    print(" | ".join([" " * head, *(f"{library.name:{width[i]}}" for i, library in enumerate(libraries))]))
    for case, row in rows.items():
        print(" | ".join([f"{case:{head}}", *(f"{words:{width[i]}}" for i, (_, words) in enumerate(row))]))
    for i, library in enumerate(libraries):
        print(f"{library.name}: {sum(row[i][0] for row in rows.values())} of {len(rows)} right")
    if missing:
        builds.report_seen([f"stock libraries: {missing}"])
    return 0 if all(row[0][0] for row in rows.values()) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2:])
    else:
        sys.exit(main())
