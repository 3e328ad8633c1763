#include "arraycore/polynomial/polynomial.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/statistics/convolution.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value coefficients_of(const ConstDynamicView& view, Release release) {
  if (view.dimensions() > 1) {
    return Value::failed(ErrorKind::value, "polynomials have one axis, not the shape " + describe(view.shape()));
  }
  return Value(view, release).reshaped(Extents{view.count()});
}

/// `first`, the one before, and so on.
Value counted_down(std::int64_t first, Release release) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = first; i > 0; --i) numbers.push_back(i);
  return Value(Array::from<std::int64_t>(numbers), release);
}

Value one_behind_the_other(const Value& a, const Value& b) {
  if (!a.ok()) return a;
  if (!b.ok()) return b;
  const std::array<ConstDynamicView, 2> both{a.view(), b.view()};
  return Value(concatenate(both, 0, a.release()), a.release());
}

Value with_leading_zeros(const Value& list, std::int64_t count) {
  if (!list.ok() || list.count() >= count) return list;
  const Extents missing{count - list.count()};
  return one_behind_the_other(Value(Array::zeros(list.dtype(), missing), list.release()), list);
}

Value without_leading_zeros(const Value& list) {
  if (!list.ok()) return list;
  const Value truths = list.as_type(Kind::boolean);
  const auto places = truths.ok() ? integers_of(truths.view()) : std::unexpected(truths.error());
  if (!places) return Value::failed(places.error());
  const auto first = std::find(places->begin(), places->end(), 1);
  if (first == places->end()) {
    const DType dtype = list.release() < Release{1, 20} ? DType(Kind::float64) : list.dtype();
    return Value(Array::zeros(dtype, Extents{1}), list.release());
  }
  return list.slice({first - places->begin(), {}, {}});
}

Expected<Array> termwise(char sign, const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  const Value left = coefficients_of(a, release);
  const Value right = coefficients_of(b, release);
  if (!left.ok()) return left.result();
  if (!right.ok()) return right.result();
  const std::int64_t count = std::max(left.count(), right.count());
  return arithmetic(sign, with_leading_zeros(left, count), with_leading_zeros(right, count)).result();
}

/// Whether numpy.allclose takes it for 0.
bool is_nearly_zero(const Value& number) {
  const Value magnitude = call("absolute", {number}).as_type(Kind::float64);
  return magnitude.ok() && load<double>(magnitude.view().data()) <= 1e-8;
}

}  // namespace

Expected<Array> polyadd(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  return termwise('+', a, b, release);
}

Expected<Array> polysub(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  return termwise('-', a, b, release);
}

Expected<Array> polymul(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  const Value left = without_leading_zeros(coefficients_of(a, release));
  const Value right = without_leading_zeros(coefficients_of(b, release));
  if (!left.ok()) return left.result();
  if (!right.ok()) return right.result();
  return convolve(left.view(), right.view(), Overlap::full, release);
}

Expected<std::pair<Array, Array>> polydiv(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  const Value dividend = coefficients_of(a, release) + 0.0;
  const Value divisor = coefficients_of(b, release) + 0.0;
  for (const Value* one : {&dividend, &divisor}) {
    if (!one->ok()) return std::unexpected(one->error());
    if (one->count() == 0) return fail(ErrorKind::index, "a polynomial without a coefficient");
  }
  const auto dtype = promote_types(dividend.dtype(), divisor.dtype(), release);
  if (!dtype) return std::unexpected(dtype.error());
  const std::int64_t steps = dividend.count() - divisor.count() + 1;
  const Value quotient(Array::zeros(*dtype, Extents{std::max<std::int64_t>(steps, 1)}), release);
  Value rest = dividend.as_type(*dtype).copy();
  if (!quotient.ok()) return std::unexpected(quotient.error());
  if (!rest.ok()) return std::unexpected(rest.error());
  const Value scale = 1.0 / divisor.at(0);
  for (std::int64_t k = 0; k < steps; ++k) {
    const Value factor = scale * rest.at(k);
    if (!factor.ok()) return std::unexpected(factor.error());
    const Value place = quotient.at(k);
    if (const auto done = assign(place.target(), factor.view()); !done) return std::unexpected(done.error());
    const Value part = rest.slice({k, k + divisor.count(), {}});
    const Value reduced = call_into("subtract", {part, factor * divisor}, part);
    if (!reduced.ok()) return std::unexpected(reduced.error());
  }
  while (rest.count() > 1 && is_nearly_zero(rest.at(0))) rest = rest.slice({1, {}, {}});
  auto first = quotient.result();
  auto second = rest.result();
  if (!first || !second) return std::unexpected((!first ? first : second).error());
  return std::pair(std::move(*first), std::move(*second));
}

Expected<Array> polyval(const ConstDynamicView& coefficients, const ConstDynamicView& x, Release release) {
  const Value list = coefficients_of(coefficients, release);
  if (!list.ok()) return list.result();
  const Value places(x, release);
  Value value(Array::zeros(x.dtype(), x.shape()), release);
  for (std::int64_t i = 0; i < list.count(); ++i) value = value * places + list.at(i);
  return value.result();
}

Expected<Array> polyder(const ConstDynamicView& coefficients, std::int64_t order, Release release) {
  if (order < 0) return fail(ErrorKind::value, "Order of derivative must be positive (see polyint)");
  Value list = coefficients_of(coefficients, release);
  for (std::int64_t i = 0; i < order && list.ok(); ++i) {
    const std::int64_t degree = std::max<std::int64_t>(list.count() - 1, 0);
    list = list.slice({{}, degree, {}}) * counted_down(degree, release);
    if (list.ok() && list.count() == 0) break;
  }
  return list.result();
}

Expected<Array> polyint(const ConstDynamicView& coefficients, std::int64_t order,
                        const std::optional<ConstDynamicView>& constants, Release release) {
  if (order < 0) return fail(ErrorKind::value, "Order of integral must be positive (see polyder)");
  Value list = coefficients_of(coefficients, release);
  const Value given = constants ? coefficients_of(*constants, release) : scalar_value(0, Kind::float64, release);
  if (!given.ok()) return given.result();
  const bool one_for_all = given.count() == 1;
  if (!one_for_all && given.count() < order) {
    return fail(ErrorKind::value, "k must be a scalar or a rank-1 array of length 1 or >m.");
  }
  Value constant = given.reshaped(Extents{given.count()});
  // One constant for several integrations is multiplied by ones, so that it becomes floating.
  if (one_for_all && order > 1) constant = constant * Value(Array::from<double>(std::array{1.0}), release);
  for (std::int64_t i = 0; i < order && list.ok(); ++i) {
    const std::int64_t place = one_for_all ? 0 : i;
    list = one_behind_the_other(list / counted_down(list.count(), release), constant.slice({place, place + 1, {}}));
  }
  return list.result();
}

Expected<Array> poly(const ConstDynamicView& roots, Release release) {
  const Kind kind = roots.dtype().kind();
  if (!is_numeric(kind)) return fail(ErrorKind::dtype, "no polynomial with roots of " + roots.dtype().name());
  const bool kept = is_complex(kind) || (is_real_floating(kind) && kind != Kind::float16);
  const Value list = coefficients_of(roots, release).as_type(kept ? kind : Kind::float64);
  if (!list.ok()) return list.result();
  if (list.count() == 0) return scalar_value(1, Kind::float64, release).result();
  Value product = Value(Array::zeros(list.dtype(), Extents{1}), release) + Value(1).as_type(list.dtype());
  for (std::int64_t i = 0; i < list.count() && product.ok(); ++i) {
    const Value one = Value(Array::zeros(list.dtype(), Extents{1}), release) + Value(1).as_type(list.dtype());
    const Value factor = one_behind_the_other(one, -list.slice({i, i + 1, {}}));
    if (!factor.ok()) return factor.result();
    product = Value(convolve(product.view(), factor.view(), Overlap::full, release), release);
  }
  if (!product.ok() || !is_complex(kind)) return product.result();
  const Value wide = list.as_type(Kind::complex128);
  const Value in_order(sorted(wide.view(), 0), release);
  const Value mirrored(sorted(call("conjugate", {wide}).view(), 0), release);
  const Value paired = reduced("logical_and", call("equal", {in_order, mirrored}));
  if (!paired.ok()) return paired.result();
  return any(paired) ? product.part(0).result() : product.result();
}

Expected<Array> vander(const ConstDynamicView& x, std::optional<std::int64_t> columns, bool increasing,
                       Release release) {
  if (x.dimensions() != 1) {
    return fail(ErrorKind::value, "x must be a one-dimensional array or sequence, not " + describe(x.shape()));
  }
  const std::int64_t count = columns.value_or(x.count());
  const auto dtype = promote_types(x.dtype(), Kind::int64, release);
  if (!dtype) return std::unexpected(dtype.error());
  const Value result(Array::zeros(*dtype, Extents{x.count(), count}), release);
  if (!result.ok()) return result.result();
  const Value list = Value(x, release).as_type(*dtype);
  Value power = scalar_value(1, *dtype, release);
  for (std::int64_t i = 0; i < count; ++i) {
    if (i > 0) power = i == 1 ? list : power * list;
    if (!power.ok()) return power.result();
    const Value column = result.at(increasing ? i : count - 1 - i, 1);
    if (const auto done = assign(column.target(), power.view()); !done) return std::unexpected(done.error());
  }
  return result.result();
}

}  // namespace fairplay::arraycore
