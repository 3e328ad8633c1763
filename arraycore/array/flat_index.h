#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.unravel_index: places of the flat array as one array of int64 for each axis of `shape`, in the shape of
/// `places`. Errors: no integers, a place outside of [0, elements), a shape that overflows.
Expected<std::vector<Array>> unravel_index(const ConstDynamicView& places, std::span<const std::int64_t> shape,
                                           Order order = Order::c);

/// numpy.ravel_multi_index: an index for each axis as places of the flat array (int64); the indices are broadcast.
/// `modes` has one entry for each axis; negative indices are out of bounds. Errors: no integers, not an array for each
/// axis, shapes that don't broadcast, an index out of bounds, a shape that overflows.
Expected<Array> ravel_multi_index(std::span<const ConstDynamicView> indices, std::span<const std::int64_t> shape,
                                  std::span<const OutOfBounds> modes, Order order = Order::c);

}  // namespace fairplay::arraycore
