#include "arraycore/statistics/covariance.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/average.h"
#include "arraycore/statistics/dot.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Variables as rows, at least one.
Value rows_of(const ConstDynamicView& view, DType dtype, const CovarianceOptions& options, bool others) {
  Value value = Value(view, options.release).as_type(dtype);
  Extents shape = view.shape();
  while (shape.size() < 2) shape.insert(shape.begin(), 1);
  value = value.reshaped(shape);
  if (options.rows || !value.ok()) return value;
  // A matrix of one row among the others is taken for a list, as in all releases.
  const bool list = others ? value.shape()[0] == 1 : view.dimensions() == 1;
  return list ? value : value.under(transposed(value.view().layout()));
}

Expected<Value> observation_weights(const ConstDynamicView& given, const char* name, std::int64_t observations,
                                    const CovarianceOptions& options) {
  const Value weights = Value(given, options.release).as_type(Kind::float64);
  if (!weights.ok()) return std::unexpected(weights.error());
  if (given.dimensions() != 1 || given.count() != observations) {
    return fail(ErrorKind::value, std::string(name) + " of shape " + describe(given.shape()) + " for " +
                                      std::to_string(observations) + " observations");
  }
  if (any(call("less", {weights, 0}))) return fail(ErrorKind::value, std::string(name) + " cannot be negative");
  return weights;
}

/// Both kinds of weights.
struct Weights {
  std::optional<Value> frequencies;
  std::optional<Value> weights;

  std::optional<Value> product() const {
    if (frequencies && weights) return *frequencies * *weights;
    return frequencies ? frequencies : weights;
  }
};

Expected<Weights> weights_of(std::int64_t observations, const CovarianceOptions& options) {
  Weights result;
  if (options.frequencies) {
    const auto found = observation_weights(*options.frequencies, "fweights", observations, options);
    if (!found) return std::unexpected(found.error());
    if (any(call("not_equal", {*found, call("rint", {*found})}))) {
      return fail(ErrorKind::dtype, "fweights must be integer");
    }
    result.frequencies = *found;
  }
  if (options.weights) {
    const auto found = observation_weights(*options.weights, "aweights", observations, options);
    if (!found) return std::unexpected(found.error());
    result.weights = *found;
  }
  return result;
}

/// Python's sum: one after the other.
Value sum_in_order(const Value& list) {
  if (!list.ok() || list.count() == 0) return list.ok() ? Value(0) : list;
  const Value sums(accumulate("add", list.view(), 0, std::nullopt, list.release()), list.release());
  return sums.at(-1);
}

/// What the sums of products are divided by.
Value divisor(const Value& sum_of_weights, std::int64_t observations, std::int64_t ddof, const Weights& weights) {
  const std::optional<Value> all = weights.product();
  if (!all) return observations - ddof;
  if (ddof == 0) return sum_of_weights;
  if (!weights.weights) return sum_of_weights - ddof;
  return sum_of_weights - ddof * sum_in_order(*all * *weights.weights) / sum_of_weights;
}

Expected<DType> common_dtype(const ConstDynamicView& input, const CovarianceOptions& options) {
  if (options.dtype) return *options.dtype;
  auto dtype = promote_types(input.dtype(), Kind::float64, options.release);
  if (dtype && options.others) dtype = promote_types(*dtype, options.others->dtype(), options.release);
  return dtype;
}

}  // namespace

Expected<Array> covariance(const ConstDynamicView& input, const CovarianceOptions& options) {
  const Release release = options.release;
  if (input.dimensions() > 2) return fail(ErrorKind::value, "m has more than 2 dimensions: " + describe(input.shape()));
  if (options.others && options.others->dimensions() > 2) {
    return fail(ErrorKind::value, "y has more than 2 dimensions: " + describe(options.others->shape()));
  }
  const auto dtype = common_dtype(input, options);
  if (!dtype) return std::unexpected(dtype.error());
  Value x = rows_of(input, *dtype, options, false);
  if (!x.ok()) return std::unexpected(x.error());
  if (x.shape()[0] == 0) return Array::zeros(Kind::float64, Extents{0, 0});
  if (options.others) {
    const Value y = rows_of(*options.others, *dtype, options, true);
    if (!y.ok()) return std::unexpected(y.error());
    const ConstDynamicView parts[]{x.view(), y.view()};
    x = Value(concatenate(parts, 0, release), release);
    if (!x.ok()) return std::unexpected(x.error());
  }
  const std::int64_t observations = x.shape()[1];
  const auto weights = weights_of(observations, options);
  if (!weights) return std::unexpected(weights.error());
  const std::optional<Value> all = weights->product();
  if (all && !all->ok()) return std::unexpected(all->error());
  AverageOptions along_rows;
  const Axes second{1};
  along_rows.release = release;
  along_rows.axes = second;
  if (all) along_rows.weights = all->view();
  auto means = average(x.view(), along_rows);
  if (!means) return std::unexpected(means.error());
  const Extents column{x.shape()[0], 1};
  const Value center = Value(std::move(means->mean), release).reshaped(column);
  const Value sum_of_weights = Value(std::move(means->weights), release).at(0);
  Value factor = divisor(sum_of_weights, observations, options.ddof.value_or(options.bias ? 0 : 1), *weights);
  if (!factor.ok()) return std::unexpected(factor.error());
  if (any(call("less_equal", {factor * scalar_value(1, Kind::float64, release), 0}))) factor = 0.0;
  x = x.copy();
  x = call_into("subtract", {x, center}, x);
  const Value weighed = all ? x * *all : x;
  if (!weighed.ok()) return std::unexpected(weighed.error());
  const Value other = call(is_complex(weighed.dtype().kind()) ? "conjugate" : "positive",
                           {weighed.under(transposed(weighed.view().layout()))});
  if (!other.ok()) return std::unexpected(other.error());
  const Value products(dot(x.view(), other.view(), release), release);
  const Value one = scalar_value(1, Kind::float64, release);
  const Value result = call_into("multiply", {products, one / factor}, products);
  if (!result.ok()) return std::unexpected(result.error());
  return result.under(squeezed(result.view().layout(), std::nullopt)).result();
}

Expected<Array> correlation_coefficients(const ConstDynamicView& input, const CovarianceOptions& options) {
  CovarianceOptions plain;
  plain.release = options.release;
  plain.others = options.others;
  plain.rows = options.rows;
  plain.dtype = options.dtype;
  const Value c(covariance(input, plain), options.release);
  if (!c.ok()) return std::unexpected(c.error());
  if (c.dimensions() == 0) return (c / c).result();
  const bool complex = is_complex(c.dtype().kind());
  const Value variances = c.under(diagonal(c.view().layout(), 0, 0, 1));
  const Value deviations = call("sqrt", {complex ? variances.part(0) : variances});
  const Extents column{c.shape()[0], 1};
  Value result = call_into("divide", {c, deviations.reshaped(column)}, c);
  result = call_into("divide", {result, deviations}, result);
  for (std::int64_t which = 0; which < (complex ? 2 : 1) && result.ok(); ++which) {
    const Value part = complex ? result.part(which) : result;
    const Value clipped = call_into("maximum", {call("minimum", {part, 1}), -1}, part);
    if (!clipped.ok()) return std::unexpected(clipped.error());
  }
  return result.result();
}

}  // namespace fairplay::arraycore
