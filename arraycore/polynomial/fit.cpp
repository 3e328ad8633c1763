#include "arraycore/polynomial/fit.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/matrix_stack.h"
#include "arraycore/linalg/solve.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/polynomial/polynomial.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value with_last_axis(const Value& value) {
  const Axes last{-1};
  return value.ok() ? value.under(expanded(value.view().layout(), last)) : value;
}

/// `target *= factor`, which must fit the target's dtype.
Value multiplied_in_place(const Value& target, const Value& factor) {
  if (!target.ok()) return target;
  if (!factor.ok()) return factor;
  const Value product = call("multiply", {target, factor});
  if (!product.ok()) return product;
  if (!can_cast(product.dtype(), target.dtype(), Casting::same_kind, target.release())) {
    return Value::failed(ErrorKind::dtype, "Cannot cast ufunc 'multiply' output from dtype('" + product.dtype().name() +
                                               "') to dtype('" + target.dtype().name() + "')");
  }
  return product.as_type(target.dtype());
}

Expected<Value> weights_of(const ConstDynamicView& given, std::int64_t points, Release release) {
  const Value weights = Value(given, release) + 0.0;
  if (!weights.ok()) return std::unexpected(weights.error());
  if (given.dimensions() != 1) return fail(ErrorKind::dtype, "expected a 1-d array for weights");
  if (given.count() != points) return fail(ErrorKind::dtype, "expected w and y to have the same length");
  return weights;
}

/// Of the coefficients: the inverse of the normal matrix, by columns scaled back.
Expected<Array> covariance_of(const Value& powers, const Value& scale, const Array& residuals, std::size_t dimensions,
                              const FitOptions& options) {
  const std::int64_t points = powers.shape()[0], order = powers.shape()[1];
  ProductOptions by_release;
  by_release.release = options.release;
  const Value normal(matmul(powers.view().with(transposed(powers.view().layout())), powers.view(), by_release),
                     options.release);
  if (!normal.ok()) return normal.result();
  Value base = Value(inverse(normal.view(), options.release), options.release) / (with_last_axis(scale) * scale);
  if (!base.ok()) return base.result();
  if (dimensions == 2) base = with_last_axis(base);
  if (options.covariance == FitCovariance::unscaled) return base.result();
  const std::int64_t lost = options.release < Release{1, 16} ? 2 : 0;
  if (points <= order + lost) {
    return fail(ErrorKind::value, "the number of data points must exceed order to scale the covariance matrix");
  }
  return (base * (Value(ConstDynamicView(residuals), options.release) / static_cast<double>(points - order - lost)))
      .result();
}

}  // namespace

Expected<PolynomialFit> fit_polynomial(const ConstDynamicView& x, const ConstDynamicView& y, std::int64_t degree,
                                       const FitOptions& options) {
  const Release release = options.release;
  const Value places = Value(x, release) + 0.0;
  Value heights = Value(y, release) + 0.0;
  if (!places.ok()) return std::unexpected(places.error());
  if (!heights.ok()) return std::unexpected(heights.error());
  if (degree < 0) return fail(ErrorKind::value, "expected deg >= 0");
  if (x.dimensions() != 1) return fail(ErrorKind::dtype, "expected 1D vector for x");
  if (x.count() == 0) return fail(ErrorKind::dtype, "expected non-empty vector for x");
  if (y.dimensions() < 1 || y.dimensions() > 2) return fail(ErrorKind::dtype, "expected 1D or 2D array for y");
  if (y.shape()[0] != x.count()) return fail(ErrorKind::dtype, "expected x and y to have same length");
  if (degree == std::numeric_limits<std::int64_t>::max()) return fail(ErrorKind::size, "too many coefficients");
  const double rcond = options.rcond.value_or(static_cast<double>(x.count()) * epsilon_of(places.dtype().kind()));
  Value powers(vander(places.view(), degree + 1, false, release), release);
  if (options.weights) {
    const auto weights = weights_of(*options.weights, x.count(), release);
    if (!weights) return std::unexpected(weights.error());
    powers = multiplied_in_place(powers, with_last_axis(*weights));
    heights = multiplied_in_place(heights, y.dimensions() == 2 ? with_last_axis(*weights) : *weights);
  }
  ReduceOptions columns;
  const Axes first{0};
  columns.axes = first;
  const Value scale = call("sqrt", {reduced("add", powers * powers, columns)});
  powers = powers / scale;
  if (!powers.ok()) return std::unexpected(powers.error());
  if (!heights.ok()) return std::unexpected(heights.error());
  auto found = least_squares(powers.view(), heights.view(), rcond, release);
  if (!found) return std::unexpected(found.error());
  const Value solution(std::move(found->x), release);
  auto coefficients = (solution / (y.dimensions() == 2 ? with_last_axis(scale) : scale)).result();
  if (!coefficients) return std::unexpected(coefficients.error());
  std::optional<Array> covariance;
  if (options.covariance != FitCovariance::none) {
    auto computed = covariance_of(powers, scale, found->residuals, y.dimensions(), options);
    if (!computed) return std::unexpected(computed.error());
    covariance = std::move(*computed);
  }
  return PolynomialFit{std::move(*coefficients), std::move(found->residuals), found->rank, std::move(found->s), rcond,
                       std::move(covariance)};
}

}  // namespace fairplay::arraycore
