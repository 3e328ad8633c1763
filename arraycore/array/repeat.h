#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.repeat: each element along an axis as often as its count says; without an axis, of the flat array. One count
/// serves all. Errors: a negative count, another number of them, a bad axis, a result too large.
Expected<Array> repeat(const ConstDynamicView& view, std::span<const std::int64_t> counts,
                       std::optional<std::int64_t> axis);

/// numpy.tile: the whole array again and again, `times` along each axis; the shorter of shape and times gets 1s in
/// front. Errors: a negative number, a result too large.
Expected<Array> tile(const ConstDynamicView& view, std::span<const std::int64_t> times);

/// numpy.roll: elements move on by `shifts` along `axes`, those at the end come in at the front; shifts along one axis
/// add up. Errors: a bad axis, neither one shift nor one for each axis.
Expected<Array> roll(const ConstDynamicView& view, std::span<const std::int64_t> shifts,
                     std::span<const std::int64_t> axes);
/// The same of the flat array; the shape stays.
Expected<Array> roll_flat(const ConstDynamicView& view, std::int64_t shift);

}  // namespace fairplay::arraycore
