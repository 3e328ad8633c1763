#include "arraycore/statistics/median.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/statistics/grouped_axes.h"
#include "arraycore/statistics/nan.h"
#include "arraycore/statistics/nan_lines.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value mean_of_lines(const Value& lines) {
  if (!lines.ok()) return lines;
  MeanOptions options;
  options.release = lines.release();
  const Axes first{0};
  options.axes = first;
  return {mean(lines.view(), options), lines.release()};
}

/// The medians along the first axis.
Value median_of_lines(const Value& lines) {
  const Release release = lines.release();
  const Value sorted(arraycore::sorted(lines.view(), 0), release);
  if (!sorted.ok()) return sorted;
  const std::int64_t n = lines.shape()[0];
  const std::int64_t middle = n / 2;
  const Value pair = sorted.slice({n % 2 == 1 || n == 0 ? middle : middle - 1, middle + 1, {}});
  Value result = mean_of_lines(pair);
  const bool floating = is_real_floating(lines.dtype().kind());
  if (!result.ok() || n == 0) return result;
  if (floating && n % 2 == 0) {
    // The sum of two large numbers overflows, their mean doesn't.
    const Value overflows = call("isinf", {result});
    const Value halves = pair.at(0) / 2 + pair.at(1) / 2;
    if (any(overflows)) result = fill_where(result, overflows, halves);
  }
  if (!floating && !is_complex(lines.dtype().kind()) && !is_time(lines.dtype().kind())) return result;
  const Value last = sorted.at(n - 1);
  const Value missing = call("isnan", {last});
  if (!any(missing)) return result;
  // Up to 1.21 a complex NaN lost its imaginary part.
  const bool as_it_is = release >= Release{1, 22} || is_time(lines.dtype().kind());
  return fill_where(result, missing,
                    as_it_is ? last : scalar_value(std::numeric_limits<double>::quiet_NaN(), result.dtype(), release));
}

}  // namespace

Expected<Array> median(const ConstDynamicView& input, const MedianOptions& options) {
  const auto grouped = grouped_axes(Value(input, options.release), options.axes);
  if (!grouped) return std::unexpected(grouped.error());
  return grouped->finished(median_of_lines(grouped->lines), {}, options.keepdims);
}

Expected<Array> nanmedian(const ConstDynamicView& input, const MedianOptions& options) {
  if (input.count() == 0) {
    return nanmean(input, {options.release, options.axes, options.keepdims, std::nullopt, 0, std::nullopt});
  }
  const auto grouped = grouped_axes(Value(input, options.release), options.axes);
  if (!grouped) return std::unexpected(grouped.error());
  const Value result = over_lines(grouped->lines, [](const Value& line) {
    const Value rest = without_nan(line);
    if (!rest.ok() || rest.count() > 0) return rest.ok() ? median_of_lines(rest) : rest;
    return line.at(-1);
  });
  return grouped->finished(result, {}, options.keepdims);
}

}  // namespace fairplay::arraycore
