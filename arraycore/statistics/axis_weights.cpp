#include "arraycore/statistics/axis_weights.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<Value> weights_of_axes(const Value& weights, const Extents& shape,
                                std::optional<std::span<const std::int64_t>> axes) {
  if (!weights.ok()) return std::unexpected(weights.error());
  if (weights.shape() == shape) return weights;
  if (!axes) {
    return fail(ErrorKind::dtype, "Axis must be specified when the shapes " + describe(shape) +
                                      " and that of weights, " + describe(weights.shape()) + ", differ.");
  }
  const auto normal = normal_axes(*axes, shape.size());
  if (!normal) return std::unexpected(normal.error());
  Extents wanted;
  Extents wide(shape.size(), 1);
  for (const std::size_t axis : *normal) {
    wanted.push_back(shape[axis]);
    wide[axis] = shape[axis];
  }
  if (weights.shape() != wanted) {
    return fail(ErrorKind::value, "Shape of weights must be consistent with that of a along the axes: " +
                                      describe(weights.shape()) + ", not " + describe(wanted));
  }
  Axes order(normal->size());
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return (*normal)[static_cast<std::size_t>(a)] < (*normal)[static_cast<std::size_t>(b)];
  });
  const Value result = weights.under(permuted(weights.view().layout(), order)).reshaped(wide);
  if (!result.ok()) return std::unexpected(result.error());
  return result;
}

}  // namespace fairplay::arraycore
