#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.round: to a number of decimals, which may be negative. NumPy's formula: multiplied by a power of ten, rounded
/// to an integer, ties to even, and divided again; so 2.675 becomes 2.68, though it is a little less. Where the product
/// overflows there is nothing to round; where the power does, the result is 0. Integers stay in their dtype. Errors:
/// truth values to any decimals but 0, text, times.
Expected<Array> round(const ConstDynamicView& input, std::int64_t decimals = 0, Release release = newest_release);

/// numpy.clip: not below `lower` and not above `upper`, of which one may be missing; a NaN anywhere is the result.
/// Without bounds the elements themselves, from 2.1 on. Errors: neither bound up to 2.0, no common dtype, shapes that
/// don't broadcast.
Expected<Array> clip(const ConstDynamicView& input, std::optional<ConstDynamicView> lower,
                     std::optional<ConstDynamicView> upper, Release release = newest_release);

}  // namespace fairplay::arraycore
