#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Fills `target` with the source's elements at `places` of an axis, all within [0, extent): one for each place of the
/// target's axis. The other axes and the dtypes are equal, and nothing overlaps.
void copy_along(const DynamicView& target, const ConstDynamicView& source, std::size_t axis,
                std::span<const std::int64_t> places);

/// numpy.take: the elements at `indices` of an axis; the shape of `indices` takes its place. Without an axis, of the
/// flat array. Errors: a bad axis, an index out of bounds (`mode`), something taken from an empty axis.
Expected<Array> take(const ConstDynamicView& view, const ConstDynamicView& indices, std::optional<std::int64_t> axis,
                     OutOfBounds mode = OutOfBounds::error);

/// numpy.put: the elements at `indices` of the flat array become `values`, which begin again when they end. Errors: an
/// index out of bounds (`mode`); those of ElementCast where the values are of another dtype.
Expected<void> put(const DynamicView& target, const ConstDynamicView& indices, const ConstDynamicView& values,
                   OutOfBounds mode = OutOfBounds::error);

/// numpy.choose: each element is that of the array that `which` names; all are broadcast together. Errors: no choices,
/// shapes that don't fit, no common dtype, a number out of bounds (`mode`).
Expected<Array> choose(const ConstDynamicView& which, std::span<const ConstDynamicView> choices,
                       OutOfBounds mode = OutOfBounds::error, Release release = newest_release);

/// numpy.select: each element is that of the first choice whose condition is true, or the default's. All are broadcast
/// together. Errors: not as many conditions as choices, none at all, a condition that isn't boolean, shapes that don't
/// fit, no common dtype.
Expected<Array> select(std::span<const ConstDynamicView> conditions, std::span<const ConstDynamicView> choices,
                       const ConstDynamicView& otherwise, Release release = newest_release);

}  // namespace fairplay::arraycore
