#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.bincount: how often each integer from 0 on is among `values`, or the sum of its weights as float64, added up
/// in the order of the values; at least `minimum_length` numbers. Errors: more than one axis, values that aren't
/// integers, negative ones, not as many weights as values, weights that float64 doesn't hold.
Expected<Array> bincount(const ConstDynamicView& values, std::optional<ConstDynamicView> weights = std::nullopt,
                         std::int64_t minimum_length = 0, Release release = newest_release);

}  // namespace fairplay::arraycore
