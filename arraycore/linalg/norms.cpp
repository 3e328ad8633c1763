#include "arraycore/linalg/norms.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/matrix_stack.h"
#include "arraycore/linalg/solve.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value floating_value(const ConstDynamicView& x, Release release) {
  const Value value(x, release);
  const Kind kind = x.dtype().kind();
  return is_real_floating(kind) || is_complex(kind) ? value : value.as_type(Kind::float64);
}

/// The square of each element's magnitude, a real number.
Value squared_magnitudes(const Value& x) {
  if (!x.ok() || !is_complex(x.dtype().kind())) return x * x;
  const Value real = x.part(0), imaginary = x.part(1);
  return real * real + imaginary * imaginary;
}

Value over_axes(std::string_view ufunc, const Value& x, std::optional<std::span<const std::int64_t>> axes,
                bool keepdims) {
  ReduceOptions options;
  options.axes = axes;
  options.keepdims = keepdims;
  return reduced(ufunc, x, options);
}

Value over_axis(std::string_view ufunc, const Value& x, std::int64_t axis) {
  const Axes axes{axis};
  return over_axes(ufunc, x, axes, false);
}

Value of_columns_or_rows(const Value& x, bool columns, bool largest) {
  // The rows go first, so that the columns are the last axis, or the other way around.
  const Value sums = over_axis("add", call("absolute", {x}), columns ? -2 : -1);
  return over_axis(largest ? "maximum" : "minimum", sums, -1);
}

}  // namespace

Expected<Array> vector_norm(const ConstDynamicView& x, double order, std::optional<std::span<const std::int64_t>> axes,
                            bool keepdims, Release release) {
  if (!is_numeric(x.dtype().kind())) return fail(ErrorKind::dtype, "no norm of " + x.dtype().name());
  const Value value = floating_value(x, release);
  if (std::isinf(order)) {
    return over_axes(order > 0 ? "maximum" : "minimum", call("absolute", {value}), axes, keepdims).result();
  }
  if (order == 0) {
    const Value counted = call("not_equal", {value, 0});
    if (!counted.ok()) return std::unexpected(counted.error());
    return over_axes("add", counted.as_type(is_complex(value.dtype().kind()) ? value.part(0).dtype() : value.dtype()),
                     axes, keepdims)
        .result();
  }
  if (order == 1) return over_axes("add", call("absolute", {value}), axes, keepdims).result();
  if (order == 2) return call("sqrt", {over_axes("add", squared_magnitudes(value), axes, keepdims)}).result();
  const Value powers = call("power", {call("absolute", {value}), order});
  const Value sums = over_axes("add", powers, axes, keepdims);
  if (!sums.ok()) return std::unexpected(sums.error());
  // The reciprocal has all digits of the dtype.
  return call("power", {sums, call("reciprocal", {scalar_value(order, sums.dtype(), release)})}).result();
}

Expected<Array> matrix_norm(const ConstDynamicView& x, MatrixNorm norm, std::array<std::int64_t, 2> axes, bool keepdims,
                            Release release) {
  if (!is_numeric(x.dtype().kind())) return fail(ErrorKind::dtype, "no norm of " + x.dtype().name());
  const auto places = normal_axes(axes, x.dimensions());
  if (!places) return std::unexpected(places.error());
  const Axes last{-2, -1};
  const auto moved = x.with(axes_moved(x.layout(), axes, last));
  if (!moved) return std::unexpected(moved.error());
  const Value value = floating_value(*moved, release);
  const auto of_values = [&]() -> Value {
    Value values(svd_values(*moved, release), release);
    switch (norm) {
      case MatrixNorm::nuclear: return over_axis("add", values, -1);
      case MatrixNorm::largest_value: return over_axis("maximum", values, -1);
      default: return over_axis("minimum", values, -1);
    }
  };
  const Value result = [&] {
    switch (norm) {
      case MatrixNorm::frobenius:
        return call("sqrt", {over_axes("add", squared_magnitudes(value), std::span<const std::int64_t>(last), false)});
      case MatrixNorm::largest_column: return of_columns_or_rows(value, true, true);
      case MatrixNorm::smallest_column: return of_columns_or_rows(value, true, false);
      case MatrixNorm::largest_row: return of_columns_or_rows(value, false, true);
      case MatrixNorm::smallest_row: return of_columns_or_rows(value, false, false);
      default: return of_values();
    }
  }();
  if (!keepdims || !result.ok()) return result.result();
  Extents shape = x.shape();
  for (const std::size_t place : *places) shape[place] = 1;
  return result.reshaped(shape).result();
}

Expected<Array> condition_number(const ConstDynamicView& a, std::optional<MatrixNorm> norm, Release release) {
  const std::size_t axes = a.dimensions();
  if (axes >= 2 && (a.shape()[axes - 1] == 0 || a.shape()[axes - 2] == 0)) {
    return linalg_error("cond is not defined on empty arrays");
  }
  if (!norm || *norm == MatrixNorm::largest_value || *norm == MatrixNorm::smallest_value) {
    const Value values(svd_values(a, release), release);
    if (!values.ok()) return std::unexpected(values.error());
    const Value first = values.at(0, -1), last = values.at(-1, -1);
    return (norm == MatrixNorm::smallest_value ? last / first : first / last).result();
  }
  auto own = matrix_norm(a, *norm, {-2, -1}, false, release);
  if (!own) return own;
  if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  auto inverted = inverse(a, release);
  if (!inverted && inverted.error().message == "Singular matrix" && a.dimensions() == 2) {
    return scalar_value(std::numeric_limits<double>::infinity(), own->dtype(), release).result();
  }
  if (!inverted) return inverted;
  auto others = matrix_norm(*inverted, *norm, {-2, -1}, false, release);
  if (!others) return others;
  return (Value(std::move(*own), release) * Value(std::move(*others), release)).result();
}

Expected<Array> matrix_power(const ConstDynamicView& a, std::int64_t power, Release release) {
  if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  const ProductOptions options{.release = release};
  Expected<Array> base = power < 0 ? inverse(a, release) : Array::copy_of(a);
  if (!base) return base;
  if (power == 0) {
    auto identity = Array::zeros(a.dtype(), a.shape());
    if (!identity) return identity;
    const DynamicView view = *identity;
    const auto main = view.with(diagonal(view.layout(), 0, -2, -1));
    if (!main) return std::unexpected(main.error());
    const std::int64_t one[]{1};
    const Array ones = Array::from(std::span<const std::int64_t>(one)).value();
    const auto done = assign(*main, ones);
    if (!done) return std::unexpected(done.error());
    return identity;
  }
  // The magnitude of the smallest integer is one more than the largest.
  std::uint64_t rest = power < 0 ? -static_cast<std::uint64_t>(power) : static_cast<std::uint64_t>(power);
  std::optional<Array> result;
  while (true) {
    if ((rest & 1) != 0) {
      auto next = result ? matmul(*result, *base, options) : Array::copy_of(*base);
      if (!next) return next;
      result = std::move(*next);
    }
    rest >>= 1;
    if (rest == 0) return std::move(*result);
    base = matmul(*base, *base, options);
    if (!base) return base;
  }
}

}  // namespace fairplay::arraycore
