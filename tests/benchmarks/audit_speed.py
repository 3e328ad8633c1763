#!/usr/bin/env python3
"""Whole-process speed of `fairplay audit` against the tools people use today, as ratios from one run.

usage: audit_speed.py PROGRAM [--runs N] [--wheel FILE.whl]

Makes venvs of one NumPy wheel (fetched by pip unless given), then times pairs of commands in turn, A B A B ..., and prints
the median of the pairwise ratios, so that a machine whose speed drifts doesn't favour either side. Memory is the kernel's
ru_maxrss of the child. Nothing here passes or fails.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "real"))
import builds  # noqa: E402  (the fetching module of the real-build tests)


def timed(command):
    """Wall seconds and peak memory in MiB of one finished run."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def compare(title, ours, theirs, runs, target=None):
    timed(ours), timed(theirs)  # warm the page cache
    ratios, a, b = [], [], []
    for _ in range(runs):
        seconds_ours, _ = timed(ours)
        seconds_theirs, _ = timed(theirs)
        ratios.append(seconds_ours / seconds_theirs)
        a.append(seconds_ours)
        b.append(seconds_theirs)
    goal = f"  (goal: at most {target})" if target else ""
    print(
        f"{title:58} {statistics.median(ratios):5.2f}x  [{min(ratios):.2f} ... {max(ratios):.2f}]"
        f"  {1000 * statistics.median(a):6.1f} ms against {1000 * statistics.median(b):6.1f} ms{goal}"
    )


def files_below(*folders):
    return sorted(str(path) for folder in folders for path in Path(folder).rglob("*") if path.is_file())


def install(wheel, folder):
    builds.pip_install(builds.venv(folder), wheel)
    return builds.site_packages(folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--wheel", type=Path)
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())
    wheel = arguments.wheel or builds.wheel("numpy==1.26.4")
    print(f"{wheel.name}, {os.cpu_count()} cores, {arguments.runs} pairs each, warm")

    work = Path(tempfile.mkdtemp(prefix="fairplay-bench-"))
    try:
        site = install(wheel, work / "v0")
        audited = files_below(site / "numpy", site / "numpy.libs", next(site.glob("numpy-*.dist-info")))
        audit = [program, "audit", str(site)]
        compare(
            "audit of one installed NumPy / openssl dgst -sha256",
            audit,
            ["openssl", "dgst", "-sha256", *audited],
            arguments.runs,
            "1.0",
        )
        compare("audit of one installed NumPy / sha256sum", audit, ["sha256sum", *audited], arguments.runs)
        compare(
            "audit of one installed NumPy / python -c 'import numpy'",
            audit,
            [str(work / "v0/bin/python"), "-c", "import numpy"],
            arguments.runs,
            "1.0",
        )
        compare("audit of one installed NumPy / cat of its files", audit, ["cat", *audited], arguments.runs)
        if shutil.which("unzip"):
            compare(
                "audit of the wheel / unzip -t",
                [program, "audit", str(wheel)],
                ["unzip", "-tqq", str(wheel)],
                arguments.runs,
                "1.5",
            )

        others = [install(wheel, work / f"v{i}") for i in range(1, 10)]
        compare(
            "audit of ten installations / ten audits of one",
            [program, "audit", str(site), *map(str, others)],
            ["sh", "-c", " && ".join(f"'{program}' audit '{folder}'" for folder in [site, *others])],
            max(3, arguments.runs // 3),
            "1.0",
        )

        for title, subject in [("installed", site), ("wheel", wheel)]:
            peak = max(timed([program, "audit", str(subject)])[1] for _ in range(3))
            print(f"peak memory, {title}: {peak:.1f} MiB  (goal: under 64)")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
