#include "arraycore/statistics/quantile_lines.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/statistics/quantile.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Two neighbours in a sorted line, and how much the upper one weighs, an array or a Python number.
struct Neighbours {
  Value below;
  Value above;
  Value weight;
};

/// The distance of neighbours. That of signed integers may need one more bit, which the unsigned ones have; where the
/// weight is an integer as well, the result is one.
Value distance_of(const Neighbours& pair) {
  const bool whole = !pair.weight.is_number() && pair.weight.ok() && is_integer(pair.weight.dtype().kind());
  if (!pair.below.ok() || whole || !is_signed_integer(pair.below.dtype().kind())) return pair.above - pair.below;
  const auto wide = static_cast<Kind>(static_cast<int>(pair.below.dtype().kind()) + 1);
  return pair.above.as_type(wide) - pair.below.as_type(wide);
}

/// What exact arithmetic says where the formula made an infinity or a NaN of numbers that have a mean: the distance
/// overflows, or an infinite neighbour weighs nothing.
Value repaired(Value result, const Neighbours& pair) {
  if (!result.ok() || !is_real_floating(result.dtype().kind()) || !is_real_floating(pair.below.dtype().kind())) {
    return result;
  }
  const Value wrong = call("logical_not", {call("isfinite", {result})});
  if (!any(wrong)) return result;
  const Value fixed = (pair.below * (1 - pair.weight) + pair.above * pair.weight).copy();
  const Value one = scalar_value(1, Kind::float64, result.release());
  const auto where = [&](const Value& mask) { return call("logical_and", {mask, wrong}); };
  const auto weighs = [&](double share) { return where(call("equal", {pair.weight * one, share})); };
  result = fill_where(result, wrong, fixed);
  result = fill_where(result, where(call("equal", {pair.below, pair.above})), pair.below);
  result = fill_where(result, weighs(0), pair.below);
  return fill_where(result, weighs(1), pair.above);
}

/// 1.20 and later: from the nearer neighbour, so that quantiles never fall and reach the upper one.
Value interpolated(const Neighbours& pair, std::optional<double> number) {
  const Value distance = distance_of(pair);
  Value result = pair.below + distance * pair.weight;
  const Value from_above = distance * (1 - pair.weight);
  if (number) {
    if (*number >= 0.5) result = call_into("subtract", {pair.above, from_above}, result);
  } else {
    const Value half = call("greater_equal", {pair.weight, 0.5});
    if (any(half)) result = call_into("subtract", {pair.above, from_above}, result, half);
  }
  return repaired(result, pair);
}

/// Python's `values[mask] = number` where the mask has a true element.
Value replaced(const Value& values, const Value& mask, double number) {
  if (!mask.ok() || !values.ok()) return mask.ok() ? values : mask;
  return any(mask) ? fill_where(values, mask, scalar_value(number, values.dtype(), values.release())) : values;
}

/// The places of the neighbours of an index between two elements; those out of bounds are the last or the first.
std::pair<Value, Value> places_beside(const Value& index, std::int64_t n) {
  Value below = call("floor", {index}).copy();
  Value above = (below + 1).copy();
  for (Value* place : {&below, &above}) {
    *place = replaced(*place, call("greater_equal", {index, n - 1}), -1);
    *place = replaced(*place, call("less", {index, 0}), 0);
    *place = place->as_type(Kind::int64);
  }
  return {below, above};
}

/// With as many axes of extent 1 behind as the elements at a place have.
Value beside_elements(const Value& weight, const Value& lines) {
  if (!weight.ok()) return weight;
  Extents shape = weight.shape();
  shape.resize(shape.size() + lines.dimensions() - 1, 1);
  return weight.reshaped(shape);
}

/// Up to 1.21. Up to 1.19 a quantile without axes is one with an axis on the way.
Value older_quantile(const Value& sorted, const Value& q, QuantileMethod method, std::int64_t n) {
  const bool weighs_both = sorted.release() < Release{1, 20};
  const Extents one{1};
  if (weighs_both && q.dimensions() == 0) return older_quantile(sorted, q.reshaped(one), method, n).at(0);
  const Value index = virtual_index(method, n, q);
  if (!index.ok()) return index;
  if (is_integer(index.dtype().kind())) return sorted.take(index);
  const Value below = call("floor", {index}).as_type(Kind::int64);
  const Value above = call("minimum", {below + 1, n - 1});
  const Value weight = beside_elements(index - below, sorted);
  const Neighbours pair{sorted.take(below), sorted.take(above), weight};
  if (!weighs_both) return interpolated(pair, std::nullopt);
  return repaired(pair.below * (1 - weight) + pair.above * weight, pair);
}

/// Whether an integer index is the place of an element, not one from which the next is weighed.
bool names_elements(QuantileMethod method) {
  switch (method) {
    case QuantileMethod::inverted_cdf:
    case QuantileMethod::closest_observation:
    case QuantileMethod::linear:
    case QuantileMethod::lower:
    case QuantileMethod::higher:
    case QuantileMethod::nearest: return true;
    default: return false;
  }
}

Value newer_quantile(const Value& sorted, const Value& q, QuantileMethod method, std::int64_t n, bool python_number) {
  const Value index = virtual_index(method, n, q);
  if (!index.ok()) return index;
  if (is_integer(index.dtype().kind()) && names_elements(method)) return sorted.take(index);
  const auto [below, above] = places_beside(index, n);
  const Value weight = weight_above(method, index - below, index);
  if (!weight.ok()) return weight;
  Neighbours pair{sorted.take(below), sorted.take(above), beside_elements(weight, sorted)};
  std::optional<double> number;
  if (python_number && sorted.release() >= Release{2, 4}) {
    number = load<double>(weight.as_type(Kind::float64).view().data());
    pair.weight = *number;
  }
  return interpolated(pair, number);
}

}  // namespace

Value quantile_of_lines(const Value& lines, const Value& q, QuantileMethod method, bool python_number) {
  if (!lines.ok()) return lines;
  const Release release = lines.release();
  const std::int64_t n = lines.shape()[0];
  if (n == 0) return Value::failed(ErrorKind::index, "no quantile of an axis without elements");
  const Value sorted(arraycore::sorted(lines.view(), 0), release);
  if (!sorted.ok()) return sorted;
  Value result = release < Release{1, 22} ? older_quantile(sorted, q, method, n)
                                          : newer_quantile(sorted, q, method, n, python_number);
  const Kind kind = lines.dtype().kind();
  if (!result.ok() || !(is_real_floating(kind) || is_complex(kind) || is_time(kind))) return result;
  const Value last = sorted.at(n - 1);
  const Value missing = call("isnan", {last});
  if (!any(missing)) return result;
  const Value nan = release >= Release{1, 22} || is_time(kind)
                        ? last
                        : scalar_value(std::numeric_limits<double>::quiet_NaN(), lines.dtype(), release);
  // One result alone is the NaN itself, in the dtype of the elements.
  if (result.dimensions() == 0) return nan;
  return fill_where(result.copy(), missing, nan);
}

}  // namespace fairplay::arraycore
