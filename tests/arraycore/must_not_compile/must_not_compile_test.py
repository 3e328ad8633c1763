#!/usr/bin/env python3
"""Compiles mistakes against the typed view: each must be refused, and for the reason that it is there for.

usage: must_not_compile_test.py COMPILER SOURCE_DIR
"""

import re
import subprocess
import sys
import unittest

COMPILER, SOURCE = "c++", "."

HEAD = """
#include <cstdint>
#include <string>
#include "arraycore/array/view.h"
using namespace fairplay::arraycore;
"""
SIGNATURE = "[[maybe_unused]] double use{}(View<double, 2> a, View<const double, 2> c) {{ (void)a; (void)c;"

# name: (body, a word of the compiler's reason). The bodies differ from the control by one mistake each.
REFUSED = {
    "too few indices": ("return c(1);", "no match for call|no matching function"),
    "too many indices": ("return c(1, 2, 3);", "no match for call|no matching function"),
    "an index that is no integer": ("return c(1, 2.0);", "no match for call|no matching function"),
    "writing through a view to read": ("c(1, 2) = 3.0; return 0;", "lvalue|assignable"),
    "a writable view of a readable one": ("View<double, 2> w = c; return w(0, 0);", "conversion"),
    "a readable memory made writable": (
        "return View<double, 2>::of(c.dynamic())->at(0, 0).value();", "cannot convert|could not convert|no viable"),
    "another number of axes": ("View<const double, 3> w = a; return w(0, 0, 0);", "conversion"),
    "another element type": ("View<const float, 2> w = a; return w(0, 0);", "conversion"),
    "an element type that no array holds": ("View<std::string, 1>* w = nullptr; return w != nullptr;", "constraint"),
    "more axes than an array has": ("View<double, 65>* w = nullptr; return w != nullptr;", "constraint"),
    "reading another type": ("return a.dynamic().get<char*>({}).has_value();", "no matching (member )?function"),
}
ACCEPTED = "a(1, 2) = 3.0; View<const double, 2> w = a; return c(1, 2) + w(0, 0) + a.at(-1, 0).value_or(0);"


def compiled(bodies):
    """What the compiler said of one file with a function for each of `bodies`, by their numbers."""
    text = HEAD + "".join(f'#line 1 "case{i}"\n{SIGNATURE.format(i)} {body}\n}}\n' for i, body in enumerate(bodies))
    run = subprocess.run(
        [COMPILER, "-std=c++23", "-fsyntax-only", "-fmax-errors=0" if "clang" not in COMPILER else "-ferror-limit=0",
         "-I", SOURCE, "-x", "c++", "-"],
        input=text, capture_output=True, text=True)
    said = {}
    # A reason may stand in a note below the error: all lines up to the next case's belong to it.
    current = None
    for line in run.stderr.splitlines():
        if found := re.match(r"case(\d+):\d+:\d+: (fatal )?error", line):
            current = int(found[1])
        if current is not None:
            said[current] = said.get(current, "") + line + "\n"
    return run.returncode, said, run.stderr


class TypedView(unittest.TestCase):
    def test_the_control_compiles(self):
        code, _, said = compiled([ACCEPTED])
        self.assertEqual(code, 0, said)

    def test_mistakes_do_not(self):
        _, said, everything = compiled([body for body, _ in REFUSED.values()])
        for i, (name, (_, reason)) in enumerate(REFUSED.items()):
            with self.subTest(name):
                self.assertIn(i, said, f"{name} compiles\n{everything}")
                self.assertRegex(said[i], reason)


if __name__ == "__main__":
    COMPILER, SOURCE = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
