#include "arraycore/statistics/nan_lines.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Value where_true(const Value& line, const Value& mask) {
  if (!line.ok() || !mask.ok()) return line.ok() ? mask : line;
  const Index indices[]{mask.view()};
  return {get_index(line.view(), indices), line.release()};
}

Value without_nan(const Value& line) {
  const Value missing = call("isnan", {line});
  if (!missing.ok()) return missing;
  return any(missing) ? where_true(line, call("logical_not", {missing})) : line;
}

Value over_lines(const Value& lines, const std::function<Value(const Value& line)>& function) {
  return over_lines(lines, lines, [&](const Value& line, const Value&) { return function(line); });
}

Value over_lines(const Value& lines, const Value& others,
                 const std::function<Value(const Value& line, const Value& other)>& function) {
  if (!lines.ok() || !others.ok()) return lines.ok() ? others : lines;
  const Extents kept(lines.shape().begin() + 1, lines.shape().end());
  const auto line_at = [&](const Value& value, std::int64_t offset) {
    return value.under(Layout{{value.shape()[0]}, {value.view().strides()[0]}, offset});
  };
  const auto offsets = [&](const Value& value) {
    return offsets_of(kept, {value.view().strides().begin() + 1, value.view().strides().end()});
  };
  const std::vector<std::int64_t> places = offsets(lines);
  const std::vector<std::int64_t> beside = offsets(others);
  std::optional<Array> results;
  Extents shape;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Value one = function(line_at(lines, places[i]), line_at(others, beside[i]));
    if (!one.ok()) return one;
    if (!results) {
      shape = one.shape();
      const Extents flat{one.count(), count_of(kept)};
      auto memory = Array::zeros(one.dtype(), flat);
      if (!memory) return Value::failed(memory.error());
      results = std::move(*memory);
    }
    const DynamicView column =
        results->view().with(*selected(results->view().layout(), 1, static_cast<std::int64_t>(i)));
    const auto done = assign_cast(column, one.reshaped({one.count()}).view(), lines.release());
    if (!done) return Value::failed(done.error());
  }
  if (!results) return Value::failed(ErrorKind::value, "no line along the axis of " + describe(lines.shape()));
  shape.insert(shape.end(), kept.begin(), kept.end());
  return {std::move(*results).reshaped(shape), lines.release()};
}

}  // namespace fairplay::arraycore
