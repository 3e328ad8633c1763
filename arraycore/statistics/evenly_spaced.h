#pragma once

#include <cstdint>

#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// numpy.linspace: `count` numbers from `first` to `last`, both included, computed as NumPy does it and then converted
/// to a floating dtype. Both are arrays without axes or Python numbers.
Value evenly_spaced(const Value& first, const Value& last, std::int64_t count, DType dtype, Release release);

}  // namespace fairplay::arraycore
