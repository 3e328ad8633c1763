#!/usr/bin/env python3
"""Checks that every source file compiles alone, without precompiled headers and not as part of a unity build, so that
a missing include shows, and without warnings. Usage: compile_alone.py COMPILE_COMMANDS. Takes the commands of the dev
preset and checks syntax only.
"""
import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Kernels of the reference BLAS are never part of a unity build and have no precompiled headers.
FOLDERS = ("auditor", "cli", "signatures")


def syntax_command(entry):
    """The command of a compile_commands.json entry, without output, optimisation and precompiled headers."""
    words, kept = shlex.split(entry["command"]), []
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word == "-include" and "cmake_pch" in words[i + 1]:
            skip = True
        elif word in ("-MD", "-c", "-Winvalid-pch") or word.startswith("-O"):
            continue
        else:
            kept.append(word)
    return kept + ["-fsyntax-only", "-Werror"]


def check(entry):
    result = subprocess.run(syntax_command(entry), cwd=entry["directory"], capture_output=True, text=True)
    return entry["file"], result.returncode, result.stderr


def main():
    entries = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    wanted = [entry for entry in entries if entry["file"].startswith(tuple(f"{ROOT}/{folder}/" for folder in FOLDERS))]
    if len(wanted) < 200:
        print(f"only {len(wanted)} sources in {sys.argv[1]}: the dev preset must compile every file by itself")
        return 1
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(check, wanted))
    failed = [(file, errors) for file, code, errors in results if code != 0]
    for file, errors in failed:
        print(f"{file} does not compile alone:\n{errors}")
    print(f"{len(results) - len(failed)} of {len(results)} sources compile alone")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
