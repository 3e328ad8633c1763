#pragma once

#include <cstddef>
#include <cstdint>

#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// Converts `n` elements from one place to another; strides in bytes, any alignment, no overlap. Returns how many of
/// the results NumPy and C leave open: integers of a NaN, an infinity, or a number that the type doesn't hold. Here
/// they are the smallest integer of the type.
using CastLoop = std::int64_t (*)(const std::byte* source, std::int64_t source_stride, std::byte* target,
                                  std::int64_t target_stride, std::int64_t n);

/// The loop between two kinds of numbers (is_numeric). Integers wrap; a complex number loses its imaginary part;
/// anything but zero is true, NaN included; all else is rounded once, to nearest, ties to even.
CastLoop numeric_cast(Kind from, Kind to);

}  // namespace fairplay::arraycore
