#include "arraycore/statistics/average.h"

#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/statistics/axis_weights.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Expected<Average> unweighted(const ConstDynamicView& input, const AverageOptions& options) {
  MeanOptions mean_options;
  mean_options.release = options.release;
  mean_options.axes = options.axes;
  mean_options.keepdims = options.keepdims;
  auto means = mean(input, mean_options);
  if (!means) return std::unexpected(means.error());
  if (means->count() == 0) return fail(ErrorKind::value, "no average of " + describe(input.shape()));
  const auto each = static_cast<double>(input.count()) / static_cast<double>(means->count());
  const Value count = scalar_value(each, means->dtype(), options.release);
  auto counts = count.under(broadcast(count.view().layout(), means->shape())).result();
  if (!counts) return std::unexpected(counts.error());
  return Average{std::move(*means), std::move(*counts)};
}

/// numpy.result_type of elements and weights, at least float64 for integers.
Expected<DType> sum_dtype(DType elements, DType weights, Release release) {
  const auto common = promote_types(elements, weights, release);
  const bool whole = is_integer(elements.kind()) || elements.kind() == Kind::boolean;
  return common && whole ? promote_types(*common, Kind::float64, release) : common;
}

}  // namespace

Expected<Average> average(const ConstDynamicView& input, const AverageOptions& options) {
  if (!options.weights) return unweighted(input, options);
  const auto weights = weights_of_axes(Value(*options.weights, options.release), input.shape(), options.axes);
  if (!weights) return std::unexpected(weights.error());
  const auto dtype = sum_dtype(input.dtype(), weights->dtype(), options.release);
  if (!dtype) return std::unexpected(dtype.error());
  ReduceOptions sums;
  sums.axes = options.axes;
  sums.keepdims = options.keepdims;
  sums.dtype = *dtype;
  const Value total = reduced("add", *weights, sums);
  if (!total.ok()) return std::unexpected(total.error());
  if (any(call("equal", {total, 0.0}))) {
    return fail(ErrorKind::value, "Weights sum to zero, can't be normalized");
  }
  sums.dtype = std::nullopt;
  const Value products = call("multiply", {Value(input, options.release).as_type(*dtype), weights->as_type(*dtype)});
  const Value means = reduced("add", products, sums) / total;
  if (!means.ok()) return std::unexpected(means.error());
  auto counts = total.under(broadcast(total.view().layout(), means.shape())).result();
  if (!counts) return std::unexpected(counts.error());
  auto result = means.result();
  if (!result) return std::unexpected(result.error());
  return Average{std::move(*result), std::move(*counts)};
}

}  // namespace fairplay::arraycore
