#!/usr/bin/env python3
"""The reference BLAS, LAPACK's factorisations and the exact oracle against Debian's OpenBLAS and BLIS, on one core, in one run: ratios of the best times.

    blas_speed.py BUILD [--filter REGEX]

BUILD is a build folder with benchmark_blas, benchmark_lapack, benchmark_oracle and libfairplay_blas.so. AVX2 against OpenBLAS's Haswell kernels; where the machine has AVX-512 a second run holds
our avx512 against OpenBLAS's SkylakeX.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "real"))
import builds  # noqa: E402

RUNS = {"avx2": "Haswell", "avx512": "SkylakeX"}


def cpu_flags() -> set[str]:
    return {
        flag
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("flags")
        for flag in line.split()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--filter", default=".")
    options = parser.parse_args()
    flags = cpu_flags()
    with tempfile.TemporaryDirectory() as folder:
        builds.unpacked(Path(folder), "libopenblas0-pthread", "libblis4-serial", "libgfortran5")
        (openblas,) = Path(folder).glob("usr/lib/*/openblas-pthread/libopenblas.so.0")
        (blis,) = Path(folder).glob("usr/lib/*/blis-serial/libblis.so.4")
        for isa, core in RUNS.items():
            if not {"avx2": {"avx2", "fma"}, "avx512": {"avx512f", "avx512dq", "avx512bw", "avx512vl"}}[isa] <= flags:
                continue
            print(f"== {isa} against OpenBLAS {core}", flush=True)
            environment = os.environ | {
                "FAIRPLAY_BLAS": str(options.build / "blas/interface/libfairplay_blas.so"),
                "FAIRPLAY_OPENBLAS": str(openblas),
                "FAIRPLAY_BLIS": str(blis),
                "FAIRPLAY_BLAS_ISA": isa,
                "OPENBLAS_CORETYPE": core,
                "LD_LIBRARY_PATH": str(openblas.parents[1]),
            }
            for program in ("benchmark_blas", "benchmark_lapack", "benchmark_oracle"):
                done = subprocess.run(
                    [
                        options.build / "tests/benchmarks" / program,
                        f"--benchmark_filter={options.filter}",
                        "--benchmark_counters_tabular=true",
                    ],
                    env=environment,
                )
                if done.returncode != 0:
                    return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
