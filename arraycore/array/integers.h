#pragma once

#include <cstdint>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The elements of an array of integers (or booleans, as 0 and 1), in row-major order, for indices and counts. Error:
/// another dtype, a uint64 beyond int64.
Expected<std::vector<std::int64_t>> integers_of(const ConstDynamicView& view);

/// The places of the true elements of a boolean array of at least one axis: one list of indices for each axis, in
/// row-major order (numpy.nonzero). Error: another dtype, no axis.
Expected<std::vector<std::vector<std::int64_t>>> true_places(const ConstDynamicView& mask);

/// The offset of every element, in row-major order.
std::vector<std::int64_t> offsets_of(const Extents& shape, const Strides& strides);

/// What an index out of bounds means (numpy.take, numpy.put): an error, a place modulo the extent, or the nearest place
/// (a negative one the first).
enum class OutOfBounds { error, wrap, clip };

/// An index of an axis as a place within [0, extent). Error: out of bounds, or an empty axis.
Expected<std::int64_t> place_of(std::int64_t index, std::int64_t axis, std::int64_t extent, OutOfBounds mode);

}  // namespace fairplay::arraycore
