#include "arraycore/statistics/difference.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value all_but_first(const Value& value, std::int64_t axis) { return value.slice({1, {}, {}}, axis); }
Value all_but_last(const Value& value, std::int64_t axis) { return value.slice({{}, -1, {}}, axis); }

/// What is put before or behind: one element becomes a layer.
Expected<ConstDynamicView> layer(const ConstDynamicView& added, Extents shape, std::size_t axis) {
  if (added.dimensions() != 0) return added;
  shape[axis] = 1;
  return added.with(broadcast(added.layout(), shape));
}

}  // namespace

Expected<Array> diff(const ConstDynamicView& input, const DifferenceOptions& options) {
  if (options.order == 0) return Array::copy_of(input);
  if (options.order < 0) {
    return fail(ErrorKind::value, "order must be non-negative but got " + std::to_string(options.order));
  }
  if (input.dimensions() == 0) return fail(ErrorKind::value, "diff requires input that is at least one dimensional");
  const auto axis = normal_axis(options.axis, input.dimensions());
  if (!axis) return std::unexpected(axis.error());
  Value value(input, options.release);
  if (options.prepend || options.append) {
    std::vector<ConstDynamicView> parts;
    for (const auto& [part, is_input] :
         {std::pair(options.prepend, false), {std::optional(input), true}, {options.append, false}}) {
      if (!part) continue;
      const auto whole = is_input ? Expected<ConstDynamicView>(*part) : layer(*part, input.shape(), *axis);
      if (!whole) return std::unexpected(whole.error());
      parts.push_back(*whole);
    }
    value = Value(concatenate(parts, static_cast<std::int64_t>(*axis), options.release), options.release);
  }
  for (std::int64_t i = 0; i < options.order && value.ok(); ++i) {
    const bool truth = value.dtype().kind() == Kind::boolean;
    value =
        call(truth ? "not_equal" : "subtract", {all_but_first(value, options.axis), all_but_last(value, options.axis)});
  }
  return value.result();
}

Expected<Array> trapezoid(const ConstDynamicView& heights, const Spacing& spacing, std::int64_t axis, Release release) {
  const auto place = normal_axis(axis, heights.dimensions());
  if (!place) return std::unexpected(place.error());
  const Value y(heights, release);
  Value distance = 1.0;
  if (const auto* number = std::get_if<double>(&spacing)) {
    distance = *number;
  } else {
    const auto& x = std::get<ConstDynamicView>(spacing);
    DifferenceOptions options;
    options.release = release;
    options.axis = x.dimensions() == 1 ? 0 : axis;
    distance = Value(diff(x, options), release);
    if (x.dimensions() == 1 && distance.ok()) {
      Extents shape(heights.dimensions(), 1);
      shape[*place] = distance.count();
      distance = distance.reshaped(shape);
    }
  }
  const Value areas = distance * (all_but_first(y, axis) + all_but_last(y, axis)) / 2.0;
  ReduceOptions options;
  const Axes axes{axis};
  options.axes = axes;
  return reduced("add", areas, options).result();
}

}  // namespace fairplay::arraycore
