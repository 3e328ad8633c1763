#include "arraycore/statistics/grouped_axes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<GroupedAxes> grouped_axes(const Value& input, std::optional<std::span<const std::int64_t>> axes) {
  if (!input.ok()) return std::unexpected(input.error());
  std::vector<bool> reduced(input.dimensions(), !axes);
  if (axes) {
    const auto normal = normal_axes(*axes, input.dimensions());
    if (!normal) return std::unexpected(normal.error());
    for (const std::size_t axis : *normal) reduced[axis] = true;
  }
  GroupedAxes result{input, {}, input.shape()};
  Axes order;
  std::int64_t group = 1;
  for (std::size_t axis = 0; axis < reduced.size(); ++axis) {
    if (!reduced[axis]) continue;
    order.push_back(static_cast<std::int64_t>(axis));
    group *= input.shape()[axis];
    result.with_ones[axis] = 1;
  }
  Extents shape{group};
  for (std::size_t axis = 0; axis < reduced.size(); ++axis) {
    if (reduced[axis]) continue;
    order.push_back(static_cast<std::int64_t>(axis));
    result.kept.push_back(input.shape()[axis]);
    shape.push_back(input.shape()[axis]);
  }
  result.lines = input.under(permuted(input.view().layout(), order)).reshaped(shape);
  if (!result.lines.ok()) return std::unexpected(result.lines.error());
  return result;
}

Expected<Array> GroupedAxes::finished(const Value& result, const Extents& leading, bool keepdims) const {
  auto array = result.result();
  if (!array) return array;
  Extents shape = leading;
  const Extents& rest = keepdims ? with_ones : kept;
  shape.insert(shape.end(), rest.begin(), rest.end());
  return std::move(*array).reshaped(shape);
}

}  // namespace fairplay::arraycore
