#include "arraycore/statistics/nan.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

bool has_nan(DType dtype) { return is_real_floating(dtype.kind()) || is_complex(dtype.kind()); }

/// A copy with a number in the place of each NaN, and where they were. Elements that can't be NaN stay what they are.
struct Replaced {
  Value elements;
  std::optional<Value> missing;

  Replaced(const ConstDynamicView& input, double number, Release release) : elements(input, release) {
    if (!has_nan(input.dtype())) return;
    missing = call("isnan", {elements});
    elements = fill_where(elements.copy(), *missing, scalar_value(number, input.dtype(), release));
  }
};

Expected<Array> reduced_without_nan(std::string_view ufunc, double neutral, const ConstDynamicView& input,
                                    const ReduceOptions& options) {
  return reduced(ufunc, Replaced(input, neutral, options.release).elements, options).result();
}

Expected<Array> accumulated_without_nan(std::string_view ufunc, double neutral, const ConstDynamicView& input,
                                        std::optional<std::int64_t> axis, std::optional<DType> dtype, Release release) {
  Value elements = Replaced(input, neutral, release).elements;
  if (!axis) elements = elements.ok() ? elements.reshaped({input.count()}) : elements;
  if (!elements.ok()) return std::unexpected(elements.error());
  return accumulate(ufunc, elements.view(), axis.value_or(0), dtype, release);
}

Expected<Array> extreme_place(const ConstDynamicView& input, std::optional<std::int64_t> axis, bool keepdims,
                              Release release, bool largest) {
  const Replaced replaced(input, largest ? -infinite : infinite, release);
  if (!replaced.elements.ok()) return std::unexpected(replaced.elements.error());
  if (replaced.missing && input.count() > 0) {
    ReduceOptions options;
    Axes axes;
    if (axis) {
      axes.push_back(*axis);
      options.axes = axes;
    }
    const Value nothing = reduced("logical_and", *replaced.missing, options);
    if (!nothing.ok()) return std::unexpected(nothing.error());
    if (any(nothing)) return fail(ErrorKind::value, "All-NaN slice encountered");
  }
  return largest ? argmax(replaced.elements.view(), axis, keepdims) : argmin(replaced.elements.view(), axis, keepdims);
}

ReduceOptions sum_options(const MeanOptions& options, std::optional<DType> dtype, bool keepdims) {
  ReduceOptions result;
  result.release = options.release;
  result.axes = options.axes;
  result.keepdims = keepdims;
  result.dtype = dtype;
  result.where = options.where;
  return result;
}

/// How many elements of each group are no NaN.
Value count_of_numbers(const Value& missing, const MeanOptions& options, bool keepdims) {
  return reduced("add", call("logical_not", {missing}), sum_options(options, DType(Kind::int64), keepdims));
}

Expected<void> check_dtype(const MeanOptions& options) {
  if (options.dtype && !has_nan(*options.dtype)) {
    return fail(ErrorKind::dtype, "If a is inexact, then dtype must be inexact, not " + options.dtype->name());
  }
  return {};
}

}  // namespace

Expected<Array> nansum(const ConstDynamicView& input, const ReduceOptions& options) {
  return reduced_without_nan("add", 0, input, options);
}

Expected<Array> nanprod(const ConstDynamicView& input, const ReduceOptions& options) {
  return reduced_without_nan("multiply", 1, input, options);
}

Expected<Array> nanmin(const ConstDynamicView& input, const ReduceOptions& options) {
  return reduce("fmin", input, options);
}

Expected<Array> nanmax(const ConstDynamicView& input, const ReduceOptions& options) {
  return reduce("fmax", input, options);
}

Expected<Array> nancumsum(const ConstDynamicView& input, std::optional<std::int64_t> axis, std::optional<DType> dtype,
                          Release release) {
  return accumulated_without_nan("add", 0, input, axis, dtype, release);
}

Expected<Array> nancumprod(const ConstDynamicView& input, std::optional<std::int64_t> axis, std::optional<DType> dtype,
                           Release release) {
  return accumulated_without_nan("multiply", 1, input, axis, dtype, release);
}

Expected<Array> nanmean(const ConstDynamicView& input, const MeanOptions& options) {
  const Replaced replaced(input, 0, options.release);
  if (!replaced.missing) return mean(input, options);
  if (const auto good = check_dtype(options); !good) return std::unexpected(good.error());
  const bool through_float = !options.dtype && input.dtype().kind() == Kind::float16;
  const Value counts = count_of_numbers(*replaced.missing, options, options.keepdims);
  const std::optional<DType> dtype = through_float ? std::optional(DType(Kind::float32)) : options.dtype;
  const Value sums = reduced("add", replaced.elements, sum_options(options, dtype, options.keepdims));
  const Value means = call_into("divide", {sums, counts}, sums);
  return (through_float ? means.as_type(Kind::float16) : means).result();
}

Expected<Array> nanvar(const ConstDynamicView& input, const MeanOptions& options) {
  const Replaced replaced(input, 0, options.release);
  if (!replaced.missing) return variance(input, options);
  if (const auto good = check_dtype(options); !good) return std::unexpected(good.error());
  Value distances = replaced.elements;
  Value center = reduced("add", distances, sum_options(options, options.dtype, true));
  center = call_into("divide", {center, count_of_numbers(*replaced.missing, options, true)}, center);
  distances = call_into("subtract", {distances, center}, distances, std::nullopt);
  distances = fill_where(distances, *replaced.missing, scalar_value(0, input.dtype(), options.release));
  if (!distances.ok()) return std::unexpected(distances.error());
  const auto squares = square_in_place(distances.target(), options.release);
  if (!squares) return std::unexpected(squares.error());
  const Value sums =
      reduced("add", Value(*squares, options.release), sum_options(options, options.dtype, options.keepdims));
  const Value counts = count_of_numbers(*replaced.missing, options, options.keepdims);
  const Value freedom = counts - options.ddof;
  Value result = call_into("divide", {sums, freedom}, sums);
  const Value none = call("less_equal", {freedom, 0});
  if (any(none) && result.ok()) {
    result = fill_where(result, none,
                        scalar_value(std::numeric_limits<double>::quiet_NaN(), result.dtype(), options.release));
  }
  return result.result();
}

Expected<Array> nanstd(const ConstDynamicView& input, const MeanOptions& options) {
  if (!has_nan(input.dtype())) return standard_deviation(input, options);
  const Value result(nanvar(input, options), options.release);
  return call_into("sqrt", {result}, result).result();
}

Expected<Array> nanargmax(const ConstDynamicView& input, std::optional<std::int64_t> axis, bool keepdims,
                          Release release) {
  return extreme_place(input, axis, keepdims, release, true);
}

Expected<Array> nanargmin(const ConstDynamicView& input, std::optional<std::int64_t> axis, bool keepdims,
                          Release release) {
  return extreme_place(input, axis, keepdims, release, false);
}

}  // namespace fairplay::arraycore
