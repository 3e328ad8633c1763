#pragma once

#include <optional>
#include <string>

#include "arraycore/files/stored_array.h"

namespace fairplay::arraycore {

/// Where two arrays differ first, in row-major order and field by field, as a sentence: "field 'a.b' at (2,1): 1.5 and
/// 2.5"; nullopt if they are equal. Shapes and types count, byte orders and padding don't. Values are compared by their
/// bits, but all NaN are one value.
std::optional<std::string> first_difference(const ConstStoredView& a, const ConstStoredView& b);

}  // namespace fairplay::arraycore
