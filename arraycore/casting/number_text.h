#pragma once

#include <cstddef>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Writes a number as NumPy's `str` has it: "True", "-12", "0.1", "1e+16", "(1+2j)"; a floating number with the fewest
/// digits that read back as the same number. Bytes and text of any length: what is too long is cut off.
void write_number(const std::byte* source, Kind kind, std::byte* target, DType text, Release release);

/// Reads a number as Python's int, float and complex do, rounded once to the nearest of the target's. A text that isn't
/// empty is True from 2.0 on, before that its integer counts. Errors: it is no such number; an integer doesn't fit.
Expected<void> read_number(const std::byte* source, DType text, std::byte* target, Kind kind, Release release);

}  // namespace fairplay::arraycore
