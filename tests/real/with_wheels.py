"""Runs a compiled test over real wheels: fetches them, and hands their folder over in $FAIRPLAY_WHEELS.

usage: with_wheels.py PROGRAM [ARGUMENT ...]; exits 77 where a wheel can't be had.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import builds

WHEELS = [
    ("numpy==2.3.5", {}),
    ("numpy==2.3.5", {"platform": "manylinux_2_28_aarch64", "python": "3.11"}),
    ("numpy==1.26.4", {}),
    ("numpy==1.15.1", builds.CPYTHON_36),
    ("intel-numpy==1.15.1", builds.CPYTHON_36),
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            for requirement, options in WHEELS:
                wheel = builds.wheel(requirement, **options)
                (Path(folder) / wheel.name).symlink_to(wheel)
        except unittest.SkipTest as reason:
            builds.report_seen([f"{Path(sys.argv[1]).name}: {reason}"])
            sys.exit(77)
        builds.report_seen([])
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"FAIRPLAY_WHEELS": folder}).returncode)


if __name__ == "__main__":
    main()
