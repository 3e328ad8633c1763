#!/usr/bin/env python3
"""Fits Netlib's LAPACK, as Debian ships it for linking into shared libraries (liblapack_pic.a), around our own routines.

    surgery.py --archive liblapack_pic.a --output folder [--prefix scipy_] [--suffix 64_] [--objcopy objcopy ...] objects...

`objects` are our own entries, compiled for the variant, so that their names have its prefix and suffix already. What they define and what they need
says all; there is no list to keep:

  they define dgetrf_        Netlib's member dgetrf.o is left out, and every caller inside LAPACK gets ours.
  they define dgesdd_        and need netlib_dgesdd_: a guard. Netlib's definition takes that name, in its own member only: a program as well as every
                             caller inside LAPACK meets the guard, and the guard goes on to Netlib's routine.
  they mention gnu_zdotc_    (define or need it): that is what Netlib's members call and define zdotc_ by, in every member. So a variant may export a
                             zdotc_ of another calling convention, while inside LAPACK gfortran's holds.

Every other name gets the variant's prefix and suffix. Written into `output`:

  lapack.a      the members that stay, for the linker to take as a whole
  exports.map   version script: our own entries with default visibility and all of Netlib's routines; everything else is local to the library
  replaceable   dynamic list: the error handlers, which a program's own definition replaces. Every other symbol is bound inside the library: a host that
                happens to export dgemm_ isn't called.

Exit: 1 with a message where a needed routine isn't in the archive, or a member has names that a routine of LAPACK can't have.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

NETLIB, GNU = "netlib_", "gnu_"
REPLACEABLE = ("xerbla_", "cblas_xerbla")


@dataclass
class Symbols:
    defined: set[str] = field(default_factory=set)
    exported: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)


def run(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"surgery.py: {' '.join(map(str, command[:3]))}: {done.stderr.strip()}")
    return done.stdout


def own_symbols(readelf: str, objects: list[Path]) -> Symbols:
    found = Symbols()
    for line in run(readelf, "-sW", *objects).splitlines():
        # Num: Value Size Type Bind Vis Ndx Name
        words = line.split()
        if len(words) != 8 or words[4] not in ("GLOBAL", "WEAK"):
            continue
        _, _, _, _, _, visibility, section, name = words
        if section == "UND":
            found.needed.add(name)
            continue
        found.defined.add(name)
        if visibility == "DEFAULT":
            found.exported.add(name)
    found.needed -= found.defined
    return found


def netlib_symbols(nm: str, archive: Path) -> dict[str, Symbols]:
    """Of each member."""
    members: dict[str, Symbols] = defaultdict(Symbols)
    for line in run(nm, "-A", "-g", "-P", archive).splitlines():
        # archive[member.o]: name T value size
        place, name, kind = line.split(": ", 1)[0], *line.split(": ", 1)[1].split()[:2]
        member = members[place[place.rindex("[") + 1 : -1]]
        (member.needed if kind in "Uwv" else member.defined).add(name)
    return members


@dataclass
class Plan:
    left_out: set[str] = field(default_factory=set)  # members
    everywhere: dict[str, str] = field(default_factory=dict)  # new names
    in_own_member: dict[str, dict[str, str]] = field(default_factory=dict)
    exported: set[str] = field(default_factory=set)


def planned(own: Symbols, members: dict[str, Symbols], prefix: str, suffix: str) -> Plan:
    def affixed(name: str, before: str = "") -> str:
        return f"{prefix}{before}{name}{suffix}"

    plan = Plan()
    routines = {name for member in members.values() for name in member.defined if name.endswith("_")}
    mentioned = own.defined | own.needed
    for name in routines | {
        name for member in members.values() for name in member.needed if affixed(name) in own.defined
    }:
        new = affixed(name, GNU) if affixed(name, GNU) in mentioned else affixed(name)
        if new != name:
            plan.everywhere[name] = new
    for member, symbols in members.items():
        ours = {name for name in symbols.defined if plan.everywhere.get(name, name) in own.defined}
        guarded = {name for name in ours if affixed(name, NETLIB) in own.needed}
        if ours == symbols.defined and ours and not guarded:
            plan.left_out.add(member)
        elif ours:
            plan.in_own_member[member] = plan.everywhere | {name: affixed(name, NETLIB) for name in ours}
    absent = {name for name in own.needed if name.startswith((prefix + NETLIB, prefix + GNU))}
    for member, symbols in members.items():
        if member not in plan.left_out:
            names = plan.in_own_member.get(member, plan.everywhere)
            defined = {names.get(name, name) for name in symbols.defined}
            absent -= defined
            plan.exported |= {
                affixed(name) for name in symbols.defined & routines if names.get(name, name) == affixed(name)
            }
    if absent:
        raise SystemExit(f"surgery.py: not in the archive: {', '.join(sorted(absent))}")
    return plan


def renamed(objcopy: str, given: Path, output: Path, names: dict[str, str], temporary: Path) -> Path:
    if not names:
        shutil.copyfile(given, output)
        return output
    table = temporary / f"{output.name}.names"
    table.write_text("".join(f"{old} {new}\n" for old, new in sorted(names.items())))
    run(objcopy, f"--redefine-syms={table}", given, output)
    return output


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--suffix", default="")
    for tool in ("ar", "nm", "objcopy", "readelf"):
        parser.add_argument(f"--{tool}", default=tool)
    parser.add_argument("objects", type=Path, nargs="+")
    given = parser.parse_args()

    own = own_symbols(given.readelf, given.objects)
    members = netlib_symbols(given.nm, given.archive.resolve())
    plan = planned(own, members, given.prefix, given.suffix)
    given.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.output) as name:
        temporary = Path(name)
        (unpacked := temporary / "members").mkdir()
        (guarded := temporary / "guarded").mkdir()
        run(given.ar, "x", "--output", unpacked, given.archive.resolve())
        with ThreadPoolExecutor() as pool:
            done = [
                pool.submit(renamed, given.objcopy, unpacked / member, guarded / member, names, temporary)
                for member, names in plan.in_own_member.items()
            ]
            others = sorted(
                member for member in members if member not in plan.left_out and member not in plan.in_own_member
            )
            run(given.ar, "rcSD", temporary / "others.a", *(unpacked / member for member in others))
            result = renamed(given.objcopy, temporary / "others.a", temporary / "lapack.a", plan.everywhere, temporary)
            done = [job.result() for job in done]
        run(given.ar, "rcsD", result, *done)
        result.rename(given.output / "lapack.a")
    names = sorted(own.exported | plan.exported)
    (given.output / "exports.map").write_text(
        "{\n  global:\n" + "".join(f"    {name};\n" for name in names) + "  local: *;\n};\n"
    )
    (given.output / "replaceable").write_text(
        "{\n" + "".join(f"  {given.prefix}{name}{given.suffix};\n" for name in REPLACEABLE) + "};\n"
    )


if __name__ == "__main__":
    sys.exit(main())
