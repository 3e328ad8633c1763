#pragma once

#include <cstdint>

#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// The middle of numpy.linspace: `count` times `start` plus a multiple of `distance` / `parts`, along a new first axis,
/// in NumPy's steps. They are computed in `dtype`, that of the distance or a wider one.
Value steps_of_distance(const Value& start, const Value& distance, std::int64_t count, std::int64_t parts, DType dtype);

/// numpy.linspace: `count` numbers from `first` to `last`, both included, computed as NumPy does it and then converted
/// to a floating dtype. Both are arrays without axes or Python numbers.
Value evenly_spaced(const Value& first, const Value& last, std::int64_t count, DType dtype, Release release);

}  // namespace fairplay::arraycore
