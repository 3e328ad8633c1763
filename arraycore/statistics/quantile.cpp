#include "arraycore/statistics/quantile.h"

#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/axis_weights.h"
#include "arraycore/statistics/grouped_axes.h"
#include "arraycore/statistics/nan.h"
#include "arraycore/statistics/nan_lines.h"
#include "arraycore/statistics/quantile_lines.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// From 2.0 to 2.3 a Python number became one of the dtype of floating elements.
bool takes_dtype_of_elements(DType dtype, const QuantileOptions& options) {
  return options.release >= Release{2, 0} && options.release < Release{2, 4} && is_real_floating(dtype.kind());
}

Value quantile_of(const ConstDynamicView& input, const ConstDynamicView& q, const QuantileOptions& options) {
  const Value given(q, options.release);
  // Small integers would wrap when they are multiplied.
  const bool whole = is_integer(q.dtype().kind()) || q.dtype().kind() == Kind::boolean;
  const Value value = whole ? given.as_type(Kind::int64) : given;
  const bool converted = options.python_number && takes_dtype_of_elements(input.dtype(), options);
  return converted ? value.as_type(input.dtype()) : value;
}

Value percent_of(const ConstDynamicView& input, const ConstDynamicView& q, const QuantileOptions& options) {
  const Value value = quantile_of(input, q, options);
  if (takes_dtype_of_elements(input.dtype(), options)) {
    return value / scalar_value(100, input.dtype(), options.release);
  }
  return value / 100;
}

Expected<void> check(const ConstDynamicView& input, const Value& q, const QuantileOptions& options) {
  const bool older = options.release < Release{1, 22};
  if (is_complex(input.dtype().kind()) && !older) {
    return fail(ErrorKind::dtype, "a must be an array of real numbers, not of " + input.dtype().name());
  }
  if (!q.ok()) return std::unexpected(q.error());
  if (q.dimensions() > 2) return fail(ErrorKind::value, "q must be a scalar or 1d, not " + describe(q.shape()));
  if (is_complex(q.dtype().kind()) || !is_numeric(q.dtype().kind())) {
    return fail(ErrorKind::dtype, "quantiles of " + q.dtype().name());
  }
  const Value inside = call("logical_and", {call("greater_equal", {q, 0}), call("less_equal", {q, 1})});
  const Value outside = call("logical_not", {inside});
  if (!outside.ok()) return std::unexpected(outside.error());
  if (any(outside)) return fail(ErrorKind::value, "quantiles must be in the range [0, 1], percentiles in [0, 100]");
  const QuantileMethod method = options.method;
  if (older && method != QuantileMethod::linear && method < QuantileMethod::lower) {
    return fail(ErrorKind::value, "interpolation can only be 'linear', 'lower', 'higher', 'midpoint', or 'nearest'");
  }
  return {};
}

/// The weights with the axes of the input, those that aren't reduced with extent 1.
Expected<Value> weights_beside(const ConstDynamicView& input, const QuantileOptions& options) {
  if (options.release < Release{2, 0}) return fail(ErrorKind::dtype, "NumPy has weights of quantiles from 2.0 on");
  if (options.method != QuantileMethod::inverted_cdf) {
    return fail(ErrorKind::value, "Only method 'inverted_cdf' supports weights.");
  }
  const Value weights(*options.weights, options.release);
  const Value negative = call("less", {weights, 0});
  if (!negative.ok()) return std::unexpected(negative.error());
  if (any(negative)) return fail(ErrorKind::value, "Weights must be non-negative.");
  const auto fitted = weights_of_axes(weights, input.shape(), options.axes);
  if (!fitted) return fitted;
  return fitted->under(broadcast(fitted->view().layout(), input.shape()));
}

/// What a function makes of the lines of elements and their weights.
Expected<Array> weighted(const ConstDynamicView& input, const QuantileOptions& options, const Value& q,
                         const std::function<Value(const Value& line, const Value& weights)>& function) {
  const auto weights = weights_beside(input, options);
  if (!weights) return std::unexpected(weights.error());
  const auto grouped = grouped_axes(Value(input, options.release), options.axes);
  const auto beside = grouped_axes(*weights, options.axes);
  if (!grouped || !beside) return std::unexpected((!grouped ? grouped : beside).error());
  if (grouped->lines.count() == 0 && grouped->lines.shape()[0] != 0) {
    Extents shape = q.shape();
    shape.insert(shape.end(), grouped->kept.begin(), grouped->kept.end());
    return grouped->finished(Value(Array::zeros(input.dtype(), shape), options.release), q.shape(), options.keepdims);
  }
  return grouped->finished(over_lines(grouped->lines, beside->lines, function), q.shape(), options.keepdims);
}

Expected<Array> quantiles(const ConstDynamicView& input, const Value& q, const QuantileOptions& options) {
  if (const auto good = check(input, q, options); !good) return std::unexpected(good.error());
  const auto grouped = grouped_axes(Value(input, options.release), options.axes);
  if (!grouped) return std::unexpected(grouped.error());
  if (!options.weights) {
    return grouped->finished(quantile_of_lines(grouped->lines, q, options.method, options.python_number), q.shape(),
                             options.keepdims);
  }
  return weighted(input, options, q,
                  [&](const Value& line, const Value& weights) { return weighted_quantile_of_line(line, q, weights); });
}

Value nan_in_shape(const Extents& shape, DType dtype, Release release) {
  const Value nan = scalar_value(std::numeric_limits<double>::quiet_NaN(), dtype, release);
  return nan.ok() ? nan.under(broadcast(nan.view().layout(), shape)).copy() : nan;
}

/// The quantiles of a line's numbers.
Value of_numbers(const Value& line, const Value& q, const QuantileOptions& options) {
  const Value rest = without_nan(line);
  if (!rest.ok()) return rest;
  if (rest.count() > 0) return quantile_of_lines(rest, q, options.method, options.python_number);
  if (options.release >= Release{2, 5}) {
    const Extents one{1};
    return quantile_of_lines(nan_in_shape(one, line.dtype(), line.release()), q, options.method, options.python_number);
  }
  return nan_in_shape(q.shape(), options.release < Release{1, 22} ? DType(Kind::float64) : line.dtype(),
                      line.release());
}

Expected<Array> quantiles_of_numbers(const ConstDynamicView& input, const Value& q, const QuantileOptions& options) {
  if (const auto good = check(input, q, options); !good) return std::unexpected(good.error());
  if (input.count() == 0) {
    return nanmean(input, {options.release, options.axes, options.keepdims, std::nullopt, 0, std::nullopt});
  }
  if (options.weights) {
    return weighted(input, options, q, [&](const Value& line, const Value& weights) {
      const Value there = call("logical_not", {call("isnan", {line})});
      const Value rest = where_true(line, there);
      if (rest.ok() && rest.count() == 0) return of_numbers(line, q, options);
      return weighted_quantile_of_line(rest, q, where_true(weights, there));
    });
  }
  const auto grouped = grouped_axes(Value(input, options.release), options.axes);
  if (!grouped) return std::unexpected(grouped.error());
  const Value result = over_lines(grouped->lines, [&](const Value& line) { return of_numbers(line, q, options); });
  return grouped->finished(result, q.shape(), options.keepdims);
}

}  // namespace

Expected<Array> quantile(const ConstDynamicView& input, const ConstDynamicView& q, const QuantileOptions& options) {
  return quantiles(input, quantile_of(input, q, options), options);
}

Expected<Array> percentile(const ConstDynamicView& input, const ConstDynamicView& q, const QuantileOptions& options) {
  return quantiles(input, percent_of(input, q, options), options);
}

Expected<Array> nanquantile(const ConstDynamicView& input, const ConstDynamicView& q, const QuantileOptions& options) {
  return quantiles_of_numbers(input, quantile_of(input, q, options), options);
}

Expected<Array> nanpercentile(const ConstDynamicView& input, const ConstDynamicView& q,
                              const QuantileOptions& options) {
  return quantiles_of_numbers(input, percent_of(input, q, options), options);
}

}  // namespace fairplay::arraycore
