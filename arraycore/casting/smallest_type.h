#pragma once

#include <cstddef>

#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// numpy.min_scalar_type of an element: the smallest dtype of its kind that holds its value. Integers that aren't
/// negative become unsigned; floating numbers keep their range but not their precision, as in NumPy within 65000,
/// 3.4e38 and 1.7e308; truth values, times, bytes and text stay.
DType smallest_type(const std::byte* element, DType dtype);

}  // namespace fairplay::arraycore
