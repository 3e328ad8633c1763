#!/usr/bin/env python3
"""Writes class_ranges.h and case_mappings.h: what Python's str knows of each code point, by this Python's Unicode. Run
it with the newest Python that a release of NumPy supports."""

import unicodedata
from pathlib import Path

LAST = 0x10FFFF


def cased(character):
    """Whether `title` writes what follows in lower case."""
    return (character + "a").title().endswith("a")


def case_ignorable(character):
    """Whether `lower` looks beyond it for the letter that a final sigma stands behind."""
    def final(text):
        return (text + "\u03a3").lower().endswith("\u03c2")

    return final("A" + character) and not final(character)


# In the order of CharacterClass.
CLASSES = (str.isalpha, str.isdecimal, str.isdigit, str.isnumeric, str.isspace, str.islower, str.isupper,
           lambda character: unicodedata.category(character) == "Lt", cased, case_ignorable)


def class_ranges():
    first, mask = 0, 0
    for code in range(LAST + 2):
        found = sum(1 << i for i, test in enumerate(CLASSES) if test(chr(code))) if code <= LAST else 0
        if found != mask:
            if mask:
                yield "{0x%x, 0x%x, 0x%x}" % (first, code - 1, mask)
            first, mask = code, found


def mappings(mapped, unless):
    """Of those code points that change, and change otherwise than by `unless`."""
    for code in range(LAST + 1):
        to = mapped(chr(code))
        if to != unless(chr(code)):
            yield "{0x%x, {%s}}" % (code, ", ".join("0x%x" % ord(one) for one in to))


def table(declaration, entries):
    lines, line = [], "   "
    for entry in entries:
        if len(line) + len(entry) + 2 > 118:
            lines.append(line)
            line = "   "
        line += " " + entry + ","
    return "%s%s\n}};\n" % (declaration % len(entries), "\n".join(["", *lines, line]))


def write(name, includes, body):
    Path(__file__).with_name(name).write_text("""// Made by make_characters.py from Unicode %s.
#pragma once

%s
namespace fairplay::arraycore {

// clang-format off
%s// clang-format on

}  // namespace fairplay::arraycore
""" % (unicodedata.unidata_version, includes, body), encoding="utf-8")


write("class_ranges.h", "#include <array>\n#include <cstdint>\n", """/// The classes (CharacterClass) of the code points of a range; in ascending order, without those that have none.
struct ClassRange {
  char32_t first;
  char32_t last;
  std::uint16_t classes;
};
""" + table("inline constexpr std::array<ClassRange, %d> class_ranges{{", list(class_ranges())))

unchanged = str
write("case_mappings.h", "#include <array>\n", """/// What a code point becomes: one to three of them, zeros behind.
struct CaseMapping {
  char32_t from;
  std::array<char32_t, 3> to;
};
""" + "\n".join([
    table("inline constexpr std::array<CaseMapping, %d> lower_mappings{{", list(mappings(str.lower, unchanged))),
    table("inline constexpr std::array<CaseMapping, %d> upper_mappings{{", list(mappings(str.upper, unchanged))),
    "/// Where the title case isn't the upper case.\n"
    + table("inline constexpr std::array<CaseMapping, %d> title_mappings{{", list(mappings(str.title, str.upper))),
]))
