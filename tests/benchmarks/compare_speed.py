#!/usr/bin/env python3
"""Whole-process speed of `fairplay compare` against diffoscope and griffe, as ratios from one run.

usage: compare_speed.py PROGRAM [--runs N]

diffoscope on the folders of Debian's build and the official wheel of its version, griffe on the API of 1.26.4 against 2.3.5. A rival that isn't
installed is left out, and said so. diffoscope takes minutes: it runs once. Nothing here passes or fails.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "real"))
import builds  # noqa: E402  (the fetching module of the real-build tests)
from audit_speed import timed  # noqa: E402

GRIFFE = """
import sys, griffe
old, new = (griffe.load("numpy", search_paths=[path], try_relative_path=False, allow_inspection=False) for path in sys.argv[1:3])
print(len(list(griffe.find_breaking_changes(old, new))))
"""


def unpacked(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def against(title, ours, theirs, runs, their_runs, goal):
    mine = [timed(ours) for _ in range(runs + 1)][1:]
    others = [timed(theirs) for _ in range(their_runs)]
    seconds = statistics.median(second for second, _ in mine)
    theirs_seconds = statistics.median(second for second, _ in others)
    print(
        f"{title:52} {theirs_seconds / seconds:7.1f}x faster  {seconds:.2f} s and {max(memory for _, memory in mine):.0f} MiB against {theirs_seconds:.1f} s and "
        f"{max(memory for _, memory in others):.0f} MiB  (goal: at least {goal}x, under 256 MiB)"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())
    work = Path(tempfile.mkdtemp(prefix="fairplay-bench-"))
    try:
        print(f"{os.cpu_count()} cores, median of {arguments.runs} runs")
        deb = builds.deb("python3-numpy")
        version = re.search(r"_(?:\d+(?:%3a|:))?([0-9.]+)-", deb.name).group(1)
        official = unpacked(builds.wheel(f"numpy=={version}"), work / "official")
        subprocess.run(["dpkg-deb", "-x", str(deb), str(work / "debian")], check=True)
        debian = work / "debian/usr/lib/python3/dist-packages"
        if shutil.which("diffoscope"):
            against(
                "compare / diffoscope, Debian against official",
                [program, "compare", str(official / "numpy"), str(debian / "numpy")],
                ["diffoscope", "--text", "/dev/null", str(official / "numpy"), str(debian / "numpy")],
                arguments.runs,
                1,
                100,
            )
        else:
            print("diffoscope isn't installed (apt-get install diffoscope-minimal): left out")
        old = unpacked(builds.wheel("numpy==1.26.4"), work / "old")
        new = unpacked(builds.wheel("numpy==2.3.5"), work / "new")
        ours = [program, "compare", str(old), str(new)]
        if subprocess.run([sys.executable, "-c", "import griffe"], capture_output=True).returncode == 0:
            against(
                "compare / griffe, 1.26.4 against 2.3.5",
                ours,
                [sys.executable, "-c", GRIFFE, str(old), str(new)],
                arguments.runs,
                max(1, arguments.runs // 3),
                10,
            )
        else:
            print(f"griffe isn't installed for {sys.executable} (pip install griffe): left out")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
