#pragma once

#include <cstdint>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.partition: along an axis, at each of the places `kths` the element that would be there when sorted; what sorts
/// before it in front of it, what sorts behind it behind, in any order. Negative places count from the end. Errors: a
/// bad axis, a place out of bounds.
Expected<Array> partitioned(const ConstDynamicView& input, std::span<const std::int64_t> kths, std::int64_t axis);

/// numpy.argpartition: the indices of the elements in such an order.
Expected<Array> partitioning_places(const ConstDynamicView& input, std::span<const std::int64_t> kths,
                                    std::int64_t axis);

}  // namespace fairplay::arraycore
