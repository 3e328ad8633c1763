#!/usr/bin/python3
"""Which BLAS is each of these real libraries? Ours, threadpoolctl's answer, and what it must be, in one table.

usage: blas_identities.py FAIRPLAY [CACHE]

The rows stand in blas_identities.json. Each library is taken out of its wheel or Debian package (fetched once into CACHE
by pip and apt-get) and identified twice: under its own name, and as libfoo.so or libblas.so.3. Exit codes: 0 all
as expected, 1 a difference, 77 something couldn't be fetched (and nothing differed).
"""

import fnmatch
import glob
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile

FIELDS = ("vendor", "version", "integers", "threading", "prefix", "suffix")
THREADPOOLCTL = "threadpoolctl==3.8.0"


class CannotFetch(Exception):
    pass


def run(command, **keywords):
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, **keywords)
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()[-1]
        raise CannotFetch(f"{' '.join(command[:3])} ...: {last}")
    return done.stdout


def cached_wheel(cache, requirement, python="311", platform="any"):
    name, version = requirement.split("==")
    matches = [
        w for w in glob.glob(f"{cache}/wheels/{name}-{version}-*.whl") if platform == "any" or w.endswith("x86_64.whl")
    ]
    if not matches:
        os.makedirs(f"{cache}/wheels", exist_ok=True)
        run(
            [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary=:all:",
                "--python-version",
                python,
                "--platform",
                platform,
                requirement,
                "--dest",
                f"{cache}/wheels",
            ]
        )
        matches = glob.glob(f"{cache}/wheels/{name}-{version}-*.whl")
    if not matches:
        raise CannotFetch(f"pip gave no wheel of {requirement}")
    return matches[0]


def cached_deb(cache, package):
    pattern = f"{cache}/debs/{package}_*_amd64.deb"
    if not glob.glob(pattern):
        os.makedirs(f"{cache}/debs", exist_ok=True)
        run(["apt-get", "download", "--quiet", package], cwd=f"{cache}/debs")
    matches = glob.glob(pattern)
    if not matches:
        raise CannotFetch(f"apt-get gave no package {package}")
    return matches[0]


def unpack(cache, row, folder):
    """Takes the row's library, and what lies beside it, into folder; returns the library's path."""
    os.makedirs(folder, exist_ok=True)
    beside = os.path.dirname(row["member"])
    found = None
    if "wheel" in row:
        with zipfile.ZipFile(cached_wheel(cache, row["wheel"], row["python"], row["platform"])) as wheel:
            for name in wheel.namelist():
                if os.path.dirname(name) != beside or ".so" not in name:
                    continue
                chosen = fnmatch.fnmatchcase(name, row["member"])
                if not chosen and os.path.basename(name).startswith("libmkl"):
                    continue  # hundreds of megabytes that no row needs
                target = os.path.join(folder, os.path.basename(name))
                with wheel.open(name) as source, open(target, "wb") as sink:
                    sink.write(source.read())
                found = target if chosen else found
    else:
        data = subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", cached_deb(cache, row["deb"])], capture_output=True, check=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                name = member.name.removeprefix("./")
                if not member.isfile() or not fnmatch.fnmatchcase(name, row["member"]):
                    continue
                found = os.path.join(folder, os.path.basename(name))
                with open(found, "wb") as sink:
                    sink.write(archive.extractfile(member).read())
    if found is None:
        raise CannotFetch(f"{row.get('wheel') or row.get('deb')} holds no {row['member']}")
    return found


def ours(program, library):
    """The identity that `fairplay audit` gives the library, or what it said instead."""
    done = subprocess.run(
        [program, "audit", library, "--format", "json", "--fail-on", "never"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    try:
        subjects = json.loads(done.stdout)["subjects"]
    except (ValueError, KeyError):
        return None, f"exit {done.returncode}: {done.stderr.strip()[-200:]}"
    for subject in subjects:
        # A thin library's subject may list what it loads as well: its own entry counts.
        uses = subject.get("blas", [])
        for blas in [use for use in uses if os.path.basename(use.get("path", "")) == os.path.basename(library)] or uses:
            return {field: blas.get(field) or "" for field in FIELDS}, ""
    return None, "no BLAS found"


CHILD = """
import ctypes, json, sys
sys.path.insert(0, sys.argv[1])
import threadpoolctl
before = {m['filepath'] for m in threadpoolctl.threadpool_info()}
ctypes.CDLL(sys.argv[2])
found = [m for m in threadpoolctl.threadpool_info() if m['filepath'] not in before and m['user_api'] == 'blas']
print(json.dumps(found))
"""


def threadpoolctls(wheel, library):
    """What threadpoolctl reports after loading the library, which executes it: in a child, with a time limit."""
    environment = dict(os.environ, LD_LIBRARY_PATH=os.path.dirname(library), OPENBLAS_NUM_THREADS="1")
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, wheel, library], capture_output=True, text=True, timeout=60, env=environment
        )
    except subprocess.TimeoutExpired:
        return "hangs"
    if done.returncode != 0:
        message = (done.stderr.strip().splitlines() or [f"signal {-done.returncode}"])[-1]
        missing = re.search(r"OSError: (\S+): cannot open", message)
        return f"can't load: no {missing[1]}" if missing else "can't load"
    found = json.loads(done.stdout)
    return (
        " + ".join(f"{m['internal_api']} {m.get('version') or '?'} {m.get('threading_layer') or '?'}" for m in found)
        or "nothing"
    )


def shown(identity):
    if identity is None:
        return "nothing"
    affixes = f" {identity['prefix']}*{identity['suffix']}" if identity["prefix"] or identity["suffix"] else ""
    return f"{identity['vendor']} {identity['version'] or '-'} {identity['integers']} {identity['threading']}{affixes}"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    cache = sys.argv[2] if len(sys.argv) == 3 else os.path.expanduser("~/.cache/fairplay-tests")
    with open(
        os.path.join(os.path.dirname(os.path.abspath(__file__)), "blas_identities.json"), encoding="utf-8"
    ) as file:
        rows = json.load(file)
    missing = []
    try:
        peer = cached_wheel(cache, THREADPOOLCTL)
    except CannotFetch as error:
        peer = None
        missing.append(str(error))
    wrong = 0
    table = [("library", "threadpoolctl", "fairplay", "expected")]
    with tempfile.TemporaryDirectory(prefix="fairplay-blas-") as work:
        for number, row in enumerate(rows):
            origin = row.get("wheel") or row.get("deb")
            try:
                library = unpack(cache, row, f"{work}/{number}")
            except (CannotFetch, subprocess.SubprocessError, OSError) as error:
                missing.append(f"{origin}: {error}")
                continue
            other = os.path.join(
                os.path.dirname(library), "libfoo.so" if "openblas" in os.path.basename(library) else "libblas.so.3"
            )
            for path in dict.fromkeys((library, other)):
                if path != library:
                    os.rename(library, path)
                identity, why = ours(program, path)
                right = identity == row["expected"]
                wrong += not right
                peers = threadpoolctls(peer, path) if peer else "not fetched"
                label = f"{origin} {os.path.basename(library)}" if path == library else f"  as {os.path.basename(path)}"
                table.append(
                    (
                        label,
                        peers,
                        shown(identity) + (f" ({why})" if why else ""),
                        "same" if right else "WRONG, must be " + shown(row["expected"]),
                    )
                )
            for name in os.listdir(f"{work}/{number}"):  # a hundred megabytes a row, else
                os.unlink(os.path.join(work, str(number), name))
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"{len(table) - 1} looks at {len(rows)} libraries, {wrong} wrong")
    if wrong:
        return 1
    if missing:
        print("skipped, because these could not be fetched:", *missing, sep="\n  ")
        return 77
    return 0


if __name__ == "__main__":
    sys.exit(main())
