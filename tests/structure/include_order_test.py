#!/usr/bin/env python3
"""The sources keep to docs/architecture.md's order of folders, and the test of it can fail."""

import tempfile
import unittest
from pathlib import Path

import include_order

ROOT = Path(__file__).resolve().parents[2]


class RealTree(unittest.TestCase):
    def test_every_include_follows_the_order_of_the_page(self):
        self.assertEqual(include_order.violations(ROOT, ROOT / "docs" / "architecture.md"), [])

    def test_the_page_lists_what_is_there(self):
        self.assertGreater(len(include_order.listed_folders(ROOT / "docs" / "architecture.md")), 30)


class MadeUpTree(unittest.TestCase):
    """A tree of three folders, signatures/low < auditor/facts < auditor/checks."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.page = self.root / "docs" / "architecture.md"
        self.listed = ["signatures/low", "auditor/facts", "auditor/checks"]
        for name in ("signatures/low/low.h", "auditor/facts/fact.h", "auditor/checks/check.h", "blas/scalar.h"):
            self.write(name, "#pragma once\n")
        self.write(
            "auditor/checks/check.cpp",
            '#include "auditor/checks/check.h"\n#include "auditor/facts/fact.h"\n#include <vector>\n',
        )
        self.write("auditor/facts/fact.cpp", '#include "signatures/low/low.h"\n#include "blas/scalar.h"\n')

    def write(self, name, text):
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def violations(self):
        rows = "".join(f"| `{folder}/` | what it is |\n" for folder in self.listed)
        self.write(
            "docs/architecture.md", f"# A\n\n## Order of folders\n\n| folder | holds |\n|---|---|\n{rows}\n## Next\n"
        )
        return include_order.violations(self.root, self.page)

    def test_a_tree_in_order_has_no_violation(self):
        self.assertEqual(self.violations(), [])

    def test_an_include_against_the_order_is_reported_with_its_file_and_header(self):
        self.write("auditor/facts/back.cpp", '#include "auditor/checks/check.h"\n')
        found = self.violations()
        self.assertIn(
            "auditor/facts/back.cpp includes auditor/checks/check.h: auditor/checks/ comes after auditor/facts/", found
        )
        self.assertTrue(any(line.startswith("cycle: ") for line in found), found)

    def test_a_cycle_is_reported_whatever_the_page_says(self):
        self.listed = ["signatures/low", "auditor/checks", "auditor/facts"]
        self.write("auditor/facts/back.h", '#include "auditor/checks/check.h"\n')
        self.assertTrue(any("cycle: " in line for line in self.violations()))

    def test_a_top_folder_may_not_know_those_above_it(self):
        self.write("signatures/low/up.cpp", '#include "auditor/facts/fact.h"\n')
        self.assertIn(
            "signatures/low/up.cpp includes auditor/facts/fact.h: signatures/ may not know auditor/", self.violations()
        )

    def test_a_folder_that_the_page_leaves_out_is_reported(self):
        self.write("auditor/new/new.cpp", "\n")
        self.assertEqual(self.violations(), ["architecture.md: auditor/new/ holds sources and is not listed"])

    def test_a_listed_folder_that_does_not_exist_is_reported(self):
        self.listed.append("auditor/gone")
        self.assertEqual(self.violations(), ["architecture.md: auditor/gone/ is listed and does not exist"])

    def test_a_page_without_the_section_is_no_pass(self):
        self.write("docs/architecture.md", "# A\n")
        with self.assertRaises(SystemExit):
            include_order.violations(self.root, self.page)


if __name__ == "__main__":
    unittest.main()
