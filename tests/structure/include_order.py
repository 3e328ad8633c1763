#!/usr/bin/env python3
"""Compares the include lines of the sources with the order of folders in docs/architecture.md.

A file may include headers of its own folder and of folders listed above its own, within what the top folders may know
of each other (cli -> auditor -> signatures, auditor -> arraycore -> blas). Every folder that holds C++ must be listed,
and every listed folder must exist, so that the page cannot go stale. Prints one line a violation; exit code 1 with any.
"""

import re
import sys
from pathlib import Path

MAY_KNOW = {
    "signatures": {"signatures"},
    "blas": {"blas"},
    "arraycore": {"arraycore", "blas"},
    "auditor": {"auditor", "signatures", "arraycore", "blas"},
    "cli": {"cli", "auditor", "signatures"},
}
# blas/ is listed on its own page and has an order of its own: only what others include of it counts here.
ORDERED = ("signatures", "arraycore", "auditor", "cli")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
ROW = re.compile(r"^\| `([a-z0-9_/]+)/` \|", re.MULTILINE)


def listed_folders(page):
    """The folders in the table under "Order of folders", top row first."""
    text = page.read_text(encoding="utf-8")
    section = re.search(r"^## Order of folders$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not section:
        raise SystemExit(f"{page}: no section called \"Order of folders\"")
    return ROW.findall(section.group(1))


def includes(root):
    """(file, its folder, included header) of every include of a header by its path from the root."""
    for top in ORDERED:
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".in") or not file.is_file():
                continue
            folder = file.parent.relative_to(root).as_posix()
            yield file.relative_to(root).as_posix(), folder, None
            for header in INCLUDE.findall(file.read_text(encoding="utf-8", errors="replace")):
                if (root / header).is_file():
                    yield file.relative_to(root).as_posix(), folder, header


def cycles(graph):
    """One cycle of folders for each that a depth-first walk runs into."""
    state, found = {}, []

    def visit(folder, path):
        state[folder] = "open"
        for other in sorted(graph.get(folder, ())):
            if state.get(other) == "open":
                found.append(path[path.index(other) :] + [other])
            elif other not in state:
                visit(other, path + [other])
        state[folder] = "done"

    for folder in sorted(graph):
        if folder not in state:
            visit(folder, [folder])
    return found


def violations(root, page):
    order = listed_folders(page)
    place = {folder: i for i, folder in enumerate(order)}
    found, seen, graph = [], set(), {}
    for folder in order:
        if order.count(folder) > 1:
            found.append(f"{page.name}: {folder}/ is listed twice")
        if not (root / folder).is_dir():
            found.append(f"{page.name}: {folder}/ is listed and does not exist")
    for file, folder, header in includes(root):
        if folder not in place and folder not in seen:
            found.append(f"{page.name}: {folder}/ holds sources and is not listed")
        seen.add(folder)
        if header is None:
            continue
        other = Path(header).parent.as_posix()
        top, other_top = folder.split("/")[0], other.split("/")[0]
        if other == folder or other_top == "tests":
            continue
        if other_top not in MAY_KNOW[top]:
            found.append(f"{file} includes {header}: {top}/ may not know {other_top}/")
        elif other_top in ORDERED:
            graph.setdefault(folder, set()).add(other)
            if other in place and folder in place and place[other] > place[folder]:
                found.append(f"{file} includes {header}: {other}/ comes after {folder}/")
    found += [f"cycle: {' -> '.join(cycle)}" for cycle in cycles(graph)]
    return found


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])
    found = violations(root, root / "docs" / "architecture.md")
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
