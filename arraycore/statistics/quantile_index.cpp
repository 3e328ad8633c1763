#include <cstdint>
#include <optional>

#include "arraycore/statistics/quantile.h"
#include "arraycore/statistics/quantile_lines.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value floor_of(const Value& value) { return call("floor", {value}); }
Value as_places(const Value& value) { return value.as_type(Kind::int64); }

/// The element that begins at or behind the index, or the one before where `takes_before` is true.
Value place_beside(const Value& index, const Value& takes_before) {
  const Value before = floor_of(index);
  Value place = (before + 1).copy();
  place = as_places(fill_where(place, takes_before, before));
  const Value below = call("less", {place, 0});
  return any(below) ? fill_where(place.copy(), below, scalar_value(0, Kind::int64, index.release())) : place;
}

Value is_whole(const Value& index) { return call("equal", {index - floor_of(index), 0}); }

/// Hyndman and Fan's family of methods 4 to 9. Where both are integers, quantiles 0 and 1 as integers stay some.
template <class Number>
Value interpolated_index(std::int64_t n, const Value& q, Number alpha, Number beta) {
  return n * q + (alpha + q * (1 - alpha - beta)) - 1;
}

}  // namespace

Value virtual_index(QuantileMethod method, std::int64_t n, const Value& q) {
  switch (method) {
    case QuantileMethod::inverted_cdf: {
      const Value index = n * q - 1;
      return place_beside(index, is_whole(index));
    }
    case QuantileMethod::averaged_inverted_cdf: return n * q - 1;
    case QuantileMethod::closest_observation: {
      // Of two that are equally near the one with the even number, counted from 1.
      const Value index = n * q - 1 - 0.5;
      const Value odd = call("equal", {call("remainder", {floor_of(index), 2}), 1});
      return place_beside(index, call("bitwise_and", {is_whole(index), odd}));
    }
    case QuantileMethod::interpolated_inverted_cdf: return interpolated_index(n, q, 0, 1);
    case QuantileMethod::hazen: return interpolated_index(n, q, 0.5, 0.5);
    case QuantileMethod::weibull: return interpolated_index(n, q, 0, 0);
    case QuantileMethod::linear: return (n - 1) * q;
    case QuantileMethod::median_unbiased: return interpolated_index(n, q, 1 / 3.0, 1 / 3.0);
    case QuantileMethod::normal_unbiased: return interpolated_index(n, q, 3 / 8.0, 3 / 8.0);
    case QuantileMethod::lower: return as_places(floor_of((n - 1) * q));
    case QuantileMethod::higher: return as_places(call("ceil", {(n - 1) * q}));
    case QuantileMethod::midpoint: return 0.5 * (floor_of((n - 1) * q) + call("ceil", {(n - 1) * q}));
    case QuantileMethod::nearest: return as_places(call("rint", {(n - 1) * q}));
  }
  return Value::failed(ErrorKind::value, "no such method of quantiles");
}

Value weight_above(QuantileMethod method, const Value& distance, const Value& index) {
  const bool averaged = method == QuantileMethod::averaged_inverted_cdf;
  // From 2.0 on a weight has the dtype of the index.
  const auto finished = [&](const Value& weight) {
    return index.ok() && index.release() >= Release{2, 0} ? weight.as_type(index.dtype()) : weight;
  };
  if (!distance.ok() || (!averaged && method != QuantileMethod::midpoint)) return finished(distance);
  const double usual = averaged ? 1.0 : 0.5;
  const double otherwise = averaged ? 0.5 : 0.0;
  const Value where = averaged ? call("equal", {distance, 0}) : call("equal", {call("remainder", {index, 1}), 0});
  Value result = Value(Array::zeros(Kind::float64, distance.shape()), distance.release());
  result = call_into("add", {result, usual}, result);
  result = fill_where(result, where, scalar_value(otherwise, Kind::float64, distance.release()));
  return finished(result);
}

}  // namespace fairplay::arraycore
