#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// What numpy.random calls `size`: the result's shape, or none, when it is that of the parameters together.
using DrawnSize = std::optional<Extents>;

/// A parameter of a distribution in the dtype that it draws with: the caller's elements, or converted ones.
struct Parameter {
  ConstDynamicView view;
  std::optional<Array> converted;

  /// Broadcast to a shape that it fits.
  ConstDynamicView under(const Extents& shape) const;
};

/// Elements as another dtype. Error: there is no such cast.
Expected<Parameter> parameter_of(const ConstDynamicView& view, DType dtype, Casting casting, Release release);

/// The elements of a float64 parameter, in row-major order.
std::vector<double> doubles_of(const Parameter& parameter);
/// The same of int64.
std::vector<std::int64_t> integers_of(const Parameter& parameter);

/// The shape of the result. Errors: parameters that don't broadcast, also to `size`; a negative extent.
Expected<Extents> drawn_shape(std::span<const Parameter> parameters, const DrawnSize& size);

}  // namespace fairplay::arraycore
