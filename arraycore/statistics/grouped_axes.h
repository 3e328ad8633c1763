#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The elements that go into each result, as one axis in front: what sorts along several axes at once begins with this.
struct GroupedAxes {
  Value lines;        ///< (elements of a group, axes that stay ...)
  Extents kept;       ///< the axes that stay
  Extents with_ones;  ///< all axes, the reduced ones with extent 1

  /// `result` has leading axes, then those that stay: with the reduced ones as `keepdims` wants them.
  Expected<Array> finished(const Value& result, const Extents& leading, bool keepdims) const;
};

/// Without axes: all of them. Error: bad axes.
Expected<GroupedAxes> grouped_axes(const Value& input, std::optional<std::span<const std::int64_t>> axes);

}  // namespace fairplay::arraycore
