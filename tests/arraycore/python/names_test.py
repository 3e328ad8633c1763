#!/usr/bin/env python3
"""docs/arraycore-names.md has every public name of NumPy's newest release, once, and what it says is here is here."""

import ast
import collections
import re
import sys
import zipfile
from pathlib import Path

from module import Test, ac, main

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "real"))

import builds  # noqa: E402

DOCUMENT = (ROOT / "docs" / "arraycore-names.md").read_text(encoding="utf-8")


def listed():
    """The names of the main namespace by section: {"Exact": [...], "Within a bound": [...], "Not here": [...]}."""
    main_namespace = DOCUMENT.partition("\n## numpy\n")[2].partition("\n## ")[0]
    found = {}
    for section in main_namespace.split("\n### ")[1:]:
        title, _, rest = section.partition("\n")
        # Of a row of a table only the first column has names.
        rows = [line.split("|")[1] if line.startswith("|") else line for line in rest.splitlines()]
        found[title] = re.findall(r"`(\w+)`", "\n".join(rows))
    return found


def is_here(name):
    return hasattr(ac, name) and not is_stub(name)


def is_stub(name):
    return getattr(getattr(ac, name, None), "__module__", "").endswith("._missing")


class Names(Test):
    def test_what_is_listed_as_here_is_here(self):
        sections = listed()
        self.assertEqual(sorted(sections), ["Exact", "Not here", "Within a bound"])
        self.assertGreater(len(sections["Exact"]), 200)
        for section in ("Exact", "Within a bound"):
            self.assertEqual([name for name in sections[section] if not is_here(name)], [], section)

    def test_what_is_listed_as_not_here_isnt_here(self):
        # Modules with a section of their own are.
        titles = [line for line in DOCUMENT.splitlines() if line.startswith("## ")]
        modules = re.findall(r"numpy\.(\w+)", "\n".join(titles))
        self.assertIn("linalg", modules)
        self.assertEqual([name for name in listed()["Not here"] if is_here(name) and name not in modules], [])

    def test_each_name_stands_once(self):
        counts = collections.Counter(name for names in listed().values() for name in names)
        self.assertEqual([name for name, count in counts.items() if count > 1], [])

    def test_a_stub_is_not_here(self):
        self.assertTrue(is_stub("fromfile"))
        self.assertFalse(is_here("fromfile"))
        self.assertFalse(is_here("no_such_name"))
        self.assertTrue(is_here("add"))

    def test_every_name_of_numpy_is_listed(self):
        wheel = builds.wheel("numpy", python="313", abi="cp313", platform="manylinux_2_28_x86_64")
        with zipfile.ZipFile(wheel) as archive:
            stub = archive.read("numpy/__init__.pyi").decode()
        names = ast.literal_eval(re.search(r"^__all__ = (\[.*?^\])", stub, re.DOTALL | re.MULTILINE).group(1))
        self.assertGreater(len(names), 400)
        # Types of other platforms, and what a module has anyway.
        elsewhere = ("complex192", "float96")
        wanted = [name for name in names if not name.startswith("_") and name not in elsewhere]
        found = {name for section in listed().values() for name in section}
        self.assertEqual([name for name in wanted if name not in found], [])


if __name__ == "__main__":
    main()
