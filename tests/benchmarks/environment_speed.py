#!/usr/bin/env python3
"""How long an audit follows an environment of many packages for monkeypatches, by number of threads.

usage: environment_speed.py PROGRAM [--packages N] [--runs N] FOLDER

FOLDER: a site-packages to multiply (one with pandas, SciPy and others unpacked makes a fair mixture). Its packages are linked under numbered names until
there are N (default 300), beside one NumPy, and `fairplay audit` runs on that with --jobs 1 and 2. Nothing is run of it. Prints
seconds and peak memory.
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


def link(source: str, target: str) -> None:
    """A hard link, or a copy where that lies on another file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--packages", type=int, default=300)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="fairplay-environment-"))
    try:
        interpreter = builds.venv(base / "venv")
        builds.pip_install(interpreter, builds.wheel("numpy==2.3.5"), options=("--no-compile",))
        site = builds.site_packages(base / "venv")
        packages = sorted(
            item for item in options.folder.iterdir() if (item / "__init__.py").is_file() and item.name != "numpy"
        )
        if not packages:
            parser.error(f"{options.folder} holds no packages")
        for number in range(options.packages):
            source = packages[number % len(packages)]
            copy = number // len(packages)
            # Packages import themselves by name: a copy under another name is followed as far as its relative imports
            # go, so that its absolute ones are rewritten.
            target = site / (source.name if copy == 0 else f"{source.name}_{copy}")
            if copy == 0:
                shutil.copytree(
                    source, target, ignore=shutil.ignore_patterns("tests", "__pycache__"), copy_function=link
                )
                continue
            for file in source.rglob("*"):
                if "tests" in file.parts:  # no import reaches them
                    continue
                if file.is_file() and file.suffix in (".py", ".so"):
                    to = target / file.relative_to(source)
                    to.parent.mkdir(parents=True, exist_ok=True)
                    if file.suffix == ".so":
                        link(str(file), str(to))
                    else:
                        text = file.read_bytes()
                        name = source.name.encode()
                        for word in (b"from ", b"import "):
                            text = text.replace(word + name + b".", word + target.name.encode() + b".").replace(
                                word + name + b" ", word + target.name.encode() + b" "
                            )
                        to.write_bytes(text)
        size = sum(file.stat().st_size for file in site.rglob("*.py"))
        print(f"{options.packages} packages, {size / 1e6:.0f} MB of Python source")
        for jobs in (1, 2):
            seconds, memory = [], 0
            for _ in range(options.runs):
                start = time.perf_counter()
                child = subprocess.Popen(
                    [options.program, "audit", "--jobs", str(jobs), str(base / "venv")],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                _, _, usage = os.wait4(child.pid, 0)
                seconds.append(time.perf_counter() - start)
                memory = max(memory, usage.ru_maxrss / 1024)
            print(f"--jobs {jobs}: {statistics.median(seconds):.2f} s, {memory:.0f} MiB")
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
