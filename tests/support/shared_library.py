"""What a shared library exports and needs, as nm and readelf of binutils print it."""

import subprocess
from pathlib import Path


def _lines(*command: str | Path) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def symbols(library: Path, *options: str) -> set[str]:
    """Names of dynamic symbols, without versions; `options` as "--defined-only" or "--undefined-only"."""
    return {line.split()[-1].split("@")[0] for line in _lines("nm", "-D", *options, library)}


def global_symbols(*files: Path) -> set[str]:
    """Names that object files or static libraries define."""
    rows = [line.split() for line in _lines("nm", "-g", "-P", "--defined-only", *files)] if files else []
    return {row[0] for row in rows if len(row) > 2}


def read_elf(library: Path, options: str) -> str:
    """The text of `readelf OPTIONS`."""
    return "\n".join(_lines("readelf", options, library))


def needed(library: Path) -> set[str]:
    """The libraries that the loader loads with it (DT_NEEDED)."""
    return {line.split("[")[1].rstrip("]") for line in _lines("readelf", "-dW", library) if "(NEEDED)" in line}


def bound_by_loader(library: Path) -> set[str]:
    """Names that the loader binds through the global offset table."""
    lines = _lines("readelf", "-rW", library)
    return {word for line in lines if "JUMP_SLO" in line or "GLOB_DAT" in line for word in line.split()[4:5]}
