#!/usr/bin/env python3
"""arraycore against an installed NumPy, on one core, in one run: ratios of the best times.

    arraycore_speed.py BENCHMARK [--python PYTHON] [--folder FOLDER] [--runs N] [--only NAME ...]

BENCHMARK is benchmark_arraycore. PYTHON imports NumPy, from FOLDER if that is given; without either a wheel is fetched
by pip. Both programs take their turn in every round, so that the machine treats them alike. Of the transcendental
functions arraycore's are correctly rounded, NumPy's aren't; for them the time of a million counts.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "real"))
import builds  # noqa: E402  (the fetching module of the real-build tests)

# Name: goal as a multiple of NumPy's time, or seconds.
RATIOS = {
    "add": 1.3, "add_out": 1.3, "multiply": 1.3, "multiply_out": 1.3, "sum": 1.3, "sum_rows": 1.3, "sum_columns": 1.3,
    "sum_strided": 1.5, "add_strided": 1.5, "add_reversed": 1.5, "add_row": 1.5, "add_column": 1.5,
    "add_transposed": 1.5, "f8_to_f4": 1.3, "f4_to_f8": 1.3, "i8_to_f8": 1.3, "f8_to_i8": 1.3, "f8_to_i4": 1.3,
    "i4_to_i8": 1.3, "copy_strided": 1.5, "fft": 2.0, "rfft": 2.0, "matmul": 1.1, "einsum": 1.2,
    "sort": 2.0, "argsort": 2.0, "searchsorted": 1.5, "rfft_2_20": 2.0,
    "svd": 2.0, "eigh": 2.0, "lstsq": 2.0, "pinv": 2.0, "normal": 1.3,
    # A thousand short lines, in long double.
    **{f"{kind}s_{n}": 5.0 for kind in ("fft", "rfft") for n in (16, 64, 256, 1009, 1024, 4096)},
}
SECONDS = dict.fromkeys("exp log sin cos tan tanh sqrt cbrt log1p expm1 hypot power".split(), 5.0)

NUMPY = """
import sys, time
if sys.argv[1]: sys.path.insert(0, sys.argv[1])
import numpy as np
many, rows, columns, fewer = 10_000_000, 2500, 4000, 1_000_000
def numbers(count, low, high, dtype="f8"):
    turn = np.arange(1, count + 1) * 0.6180339887498949
    return (low + (high - low) * (turn - np.floor(turn))).astype(dtype)
a, b, out = numbers(many, -1, 1), numbers(many, 1, 2), numbers(many, 0, 1)
singles, integers, small = numbers(many, -1, 1, "f4"), numbers(many, -1000, 1000, "i8"), numbers(many, -1000, 1000, "i4")
row, x, positive = numbers(columns, 0, 1), numbers(fewer, -10, 10), numbers(fewer, 0.01, 10)
exponents, table = numbers(fewer, -3, 3), a.reshape(rows, columns)
z = np.arange(1, fewer + 1, dtype=np.uint64) * np.uint64(0x9e3779b97f4a7c15)
z = (z ^ z >> np.uint64(30)) * np.uint64(0xbf58476d1ce4e5b9)
z = (z ^ z >> np.uint64(27)) * np.uint64(0x94d049bb133111eb)
keys = -10 + 20 * (((z ^ z >> np.uint64(31)) >> np.uint64(11)) * 2.0**-53)
ordered = np.sort(keys)
signal, left, right = numbers(2**20, -1, 1).astype("c16"), x.reshape(1000, 1000), positive.reshape(1000, 1000)
smaller = x[:250000].reshape(500, 500)
generator = np.random.default_rng(1) if hasattr(np.random, "default_rng") else None
column, turned = b[:rows].reshape(rows, 1), b.reshape(columns, rows).T
operations = {
    "add": lambda: np.add(a, b), "add_out": lambda: np.add(a, b, out=out), "multiply": lambda: np.multiply(a, b),
    "multiply_out": lambda: np.multiply(a, b, out=out), "add_strided": lambda: np.add(a[::2], b[::2]),
    "add_reversed": lambda: np.add(a[::-1], b), "add_row": lambda: np.add(table, row),
    "add_column": lambda: np.add(table, column), "add_transposed": lambda: np.add(table, turned),
    "sum": lambda: np.add.reduce(a), "sum_rows": lambda: np.add.reduce(table, 0),
    "sum_columns": lambda: np.add.reduce(table, 1), "sum_strided": lambda: np.add.reduce(a[::2]),
    "f8_to_f4": lambda: a.astype("f4"), "f4_to_f8": lambda: singles.astype("f8"),
    "i8_to_f8": lambda: integers.astype("f8"), "f8_to_i8": lambda: a.astype("i8"), "f8_to_i4": lambda: a.astype("i4"),
    "i4_to_i8": lambda: small.astype("i8"), "copy_strided": lambda: a[::2].copy(),
    "fft": lambda: np.fft.fft(signal), "rfft": lambda: np.fft.rfft(x), "matmul": lambda: left @ right,
    "einsum": lambda: np.einsum("ij,jk->ik", left, right, optimize=True),
    "sort": lambda: np.sort(x, kind="stable"), "argsort": lambda: np.argsort(x, kind="stable"),
    "searchsorted": lambda: np.searchsorted(ordered, keys), "hypot": lambda: np.hypot(x, positive), "power": lambda: np.power(positive, exponents),
}
operations.update({
    "rfft_2_20": lambda: np.fft.rfft(a[:2**20]), "svd": lambda: np.linalg.svd(smaller),
    "eigh": lambda: np.linalg.eigh(smaller), "lstsq": lambda: np.linalg.lstsq(smaller, positive[:500], rcond=None),
    "pinv": lambda: np.linalg.pinv(smaller), "normal": lambda: generator.standard_normal(many),
})
def thousand_times(function, operand):
    return lambda: [function(operand) for _ in range(1000)]
for n in (16, 64, 256, 1009, 1024, 4096):
    operations[f"ffts_{n}"] = thousand_times(np.fft.fft, signal[:n])
    operations[f"rffts_{n}"] = thousand_times(np.fft.rfft, x[:n])
for name in "exp sin cos tan tanh cbrt expm1".split():
    operations[name] = lambda function=getattr(np, name): function(x)
for name in "log log1p sqrt".split():
    operations[name] = lambda function=getattr(np, name): function(positive)
print(np.__version__, flush=True)
for name in sys.stdin:
    operation = operations[name.strip()]
    start = time.perf_counter()
    operation()
    print(time.perf_counter() - start, flush=True)
"""


def started(command):
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})


def seconds(program, name):
    program.stdin.write(name + "\n")
    program.stdin.flush()
    return float(program.stdout.readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmark")
    parser.add_argument("--python", default=builds.PYTHON)
    parser.add_argument("--folder")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--only", nargs="*", default=[*RATIOS, *SECONDS])
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as unpacked:
        if options.folder is None:
            with zipfile.ZipFile(builds.wheel("numpy==2.3.5")) as archive:
                archive.extractall(unpacked)
            options.folder = unpacked
        ours, theirs = started([options.benchmark]), started([options.python, "-c", NUMPY, options.folder])
        ours.stdout.readline()
        print(f"NumPy {theirs.stdout.readline().strip()}, one core, best of {options.runs}")
        for name in options.only:
            # A million of a transcendental function may take seconds; their best of three is enough.
            rounds = range(options.runs if name in RATIOS else min(options.runs, 3))
            times = [(seconds(ours, name), seconds(theirs, name)) for _ in rounds]
            mine, other = (min(column) for column in zip(*times))
            goal = f"at most {RATIOS[name]}x" if name in RATIOS else f"under {SECONDS[name]:.0f} s"
            print(f"{name:16} {mine / other:8.2f}x  {mine * 1e3:9.2f} ms against {other * 1e3:8.2f} ms  (goal: {goal})",
                  flush=True)
        for program in (ours, theirs):
            program.stdin.close()
            program.wait()


if __name__ == "__main__":
    main()
