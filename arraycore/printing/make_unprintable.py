#!/usr/bin/env python3
"""Writes unprintable.h: the code points that Python's repr of a text escapes (str.isprintable), by this Python's
Unicode. Run it with the newest Python that a release of NumPy supports."""

import sys
import unicodedata
from pathlib import Path


def ranges():
    first = None
    for code in range(0x110000 + 1):
        hidden = code < 0x110000 and not chr(code).isprintable()
        if hidden and first is None:
            first = code
        if not hidden and first is not None:
            yield first, code - 1
            first = None


pairs = ["{0x%x, 0x%x}" % pair for pair in ranges()]
lines, line = [], "   "
for pair in pairs:
    if len(line) + len(pair) + 2 > 118:
        lines.append(line)
        line = "   "
    line += " " + pair + ","
lines.append(line)
Path(__file__).with_name("unprintable.h").write_text(
    """// Made by make_unprintable.py from Unicode %s.
#pragma once

#include <array>
#include <utility>

namespace fairplay::arraycore {

/// The code points that Python's repr of a text escapes: first and last of each range, in ascending order.
// clang-format off
inline constexpr std::array<std::pair<char32_t, char32_t>, %d> unprintable_ranges{{
%s
}};
// clang-format on

}  // namespace fairplay::arraycore
""" % (unicodedata.unidata_version, len(pairs), "\n".join(lines)))
print(unicodedata.unidata_version, len(pairs), "ranges", file=sys.stderr)
