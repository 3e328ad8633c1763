#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/shape.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Weights for an array of this shape: of the same shape, or of the extents of the axes, in their order, with extent 1
/// for the others then. Errors: another shape, bad axes, no axes where the shapes differ.
Expected<Value> weights_of_axes(const Value& weights, const Extents& shape,
                                std::optional<std::span<const std::int64_t>> axes);

}  // namespace fairplay::arraycore
