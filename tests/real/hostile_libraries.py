#!/usr/bin/python3
"""Libraries that attack whoever loads them: no run of a probe leaves a process, a file or memory, and none calls them sound.

usage: hostile_libraries.py [--all] [--seed N]

A library whose ddot is wrong starts processes that leave its group, takes memory, truncates and scribbles over what it shares with
fairplay, closes and fills descriptors, writes results of its own, kills its parent, stops, exits, crashes, lowers limits, leaves
threads: when it is loaded, called or unloaded, by seed. Without --all one run of each kind in turn, ten in all; with it a hundred.
Exit codes: 0 all as expected, 1 some not, 77 there is no C compiler.
"""

import argparse
import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import builds
import program

KINDS = (
    *("session", "group", "forks", "memory", "truncate", "scribble", "close", "noise", "forge", "parent"),
    *("limits", "stop", "exit", "crash", "threads", "files", "jump"),
)
# Those that cost a watchdog's time or gigabytes of memory are left to the long form.
COSTLY = {"memory", "stop"}
WHEN = ("loaded", "loaded", "called", "called", "unloaded")
PR_SET_CHILD_SUBREAPER = 36
SHARED_MEMORY = Path("/dev/shm")


def children() -> list[int]:
    """Direct children: fairplay, and whatever outlives it, which the kernel gives to this process."""
    return [int(word) for task in Path("/proc/self/task").iterdir() for word in (task / "children").read_text().split()]


def is_ending(process: int) -> bool:
    """Whether it is a zombie, or killed and not yet gone: SIGKILL is pending (proc(5))."""
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines() if ":\t" in line)
    pending = int(status["SigPnd"], 16) | int(status["ShdPnd"], 16)
    return status["State"][0] in "ZX" or bool(pending >> (signal.SIGKILL - 1) & 1)


def left_processes() -> list[str]:
    """Ends all that is left, and says what it was."""
    left = []
    while found := children():
        for process in found:
            try:
                if not is_ending(process):
                    left.append(f"process {process} is left")
                    os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
            except (ProcessLookupError, ChildProcessError, FileNotFoundError):
                continue
    return left


def names_in(*folders: Path) -> set[str]:
    return {str(path) for folder in folders for path in folder.rglob("*")}


def run(library: Path, folder: Path) -> tuple[int, str, list[str]]:
    """(exit code, verdict, what is wrong) of one probe."""
    scratch = [folder / "tmp", folder / "home", folder / "here"]
    for one in scratch:
        one.mkdir()
    before = names_in(*scratch, SHARED_MEMORY)
    command = [program.PROGRAM, "probe", "--format", "json", "--probe", "numbers/level1", "--routine", "ddot", library]
    wrong = []
    # Into a file: a process that is left would keep a pipe open.
    with (folder / "report").open("w+b") as report:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=report,
            stderr=subprocess.DEVNULL,
            env=builds.clean_environment(TMPDIR=str(scratch[0]), HOME=str(scratch[1])),
            cwd=scratch[2],
        )
        try:
            process.wait(timeout=600)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            wrong.append("it didn't end")
        report.seek(0)
        text = report.read()
    try:
        verdicts = [subject["verdict"] for subject in json.loads(text)["subjects"]]
    except ValueError:
        verdicts = []  # a library may kill its parent, which says nothing then
        if process.returncode >= 0:
            wrong.append(f"exit {process.returncode} without a report")
    if "sound" in verdicts or process.returncode == program.CLEAN:
        wrong.append("it was called sound")
    wrong += left_processes()
    wrong += [f"{path} is left" for path in sorted(names_in(*scratch, SHARED_MEMORY) - before)]
    return process.returncode, ", ".join(verdicts) or "none", wrong


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    compiler = shutil.which("cc")
    if not compiler:
        builds.report_seen(["hostile libraries: there is no C compiler"])
        sys.exit(program.SKIPPED)
    chance = random.Random(given.seed)
    kinds = [kind for kind in KINDS if given.all or kind not in COSTLY]
    chance.shuffle(kinds)
    count = 100 if given.all else 10
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="fairplay-hostile-") as folder:
        built = Path(folder) / "hostile.so"
        source = Path(__file__).with_name("hostile_library.c")
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", built, source, "-ldl", "-lpthread"], check=True)
        for number in range(count):
            kind = kinds[number % len(kinds)]
            when = chance.choice(WHEN)
            with tempfile.TemporaryDirectory(prefix="run-", dir=folder) as of_run:
                library = Path(of_run) / f"libhostile_{kind}_{when}_{chance.randrange(1 << 31)}.so"
                os.link(built, library)
                begin = time.monotonic()
                code, verdict, wrong = run(library, Path(of_run))
            seconds = time.monotonic() - begin
            print(f"{'FAULT' if wrong else 'held'}: {library.name}: exit {code}, {verdict}, {seconds:.0f} s", flush=True)
            for line in wrong:
                print(f"    {line}", flush=True)
            faults += bool(wrong)
    builds.seen.add(f"hostile libraries: {count} runs, {faults} with a fault")
    builds.report_seen([])
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
