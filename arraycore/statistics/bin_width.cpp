#include "arraycore/statistics/bin_width.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/statistics/histogram.h"
#include "arraycore/statistics/peak_to_peak.h"
#include "arraycore/statistics/quantile.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value number_of(double number, const Value& beside) { return scalar_value(number, Kind::float64, beside.release()); }

double double_of(const Value& value) {
  const Value wide = value.as_type(Kind::float64);
  return wide.ok() ? load<double>(wide.view().data()) : std::numeric_limits<double>::quiet_NaN();
}

/// The largest element less the smallest.
Value extent_of(const Value& x) {
  if (x.release() < Release{1, 16}) return {ptp(x.view(), {x.release(), std::nullopt, false}), x.release()};
  return unsigned_difference(reduced("maximum", x), reduced("minimum", x));
}

Value deviation_of(const Value& x) {
  MeanOptions options;
  options.release = x.release();
  return {standard_deviation(x.view(), options), x.release()};
}

Value mean_of(const Value& x) {
  MeanOptions options;
  options.release = x.release();
  return {mean(x.view(), options), x.release()};
}

/// numpy.log2 of a count.
Value binary_logarithm(const Value& number) { return call("log2", {number}); }

Value sturges(const Value& x) {
  return extent_of(x) / (binary_logarithm(number_of(static_cast<double>(x.count()), x)) + 1.0);
}

Value square_root(const Value& x) { return extent_of(x) / number_of(std::sqrt(static_cast<double>(x.count())), x); }

Value rice(const Value& x) { return extent_of(x) / (2.0 * std::pow(static_cast<double>(x.count()), 1.0 / 3)); }

Value scott(const Value& x) {
  return std::pow(24.0 * std::pow(std::numbers::pi, 0.5) / static_cast<double>(x.count()), 1.0 / 3.0) * deviation_of(x);
}

/// From the distance of the quartiles.
Value freedman_diaconis(const Value& x) {
  const double percents[]{75, 25};
  const auto q = Array::from<double>(percents);
  if (!q) return Value::failed(q.error());
  QuantileOptions options;
  options.release = x.release();
  const Value quartiles(percentile(x.view(), *q, options), x.release());
  const Value distance = quartiles.at(0) - quartiles.at(1);
  return 2.0 * distance * std::pow(static_cast<double>(x.count()), -1.0 / 3.0);
}

/// For elements that aren't normally distributed.
Value doane(const Value& x) {
  if (x.count() <= 2) return number_of(0, x);
  const auto size = static_cast<double>(x.count());
  const double spread = std::sqrt(6.0 * (size - 2) / ((size + 1.0) * (size + 3)));
  const Value deviation = deviation_of(x);
  if (!any(call("greater", {deviation, 0.0}))) return deviation.ok() ? number_of(0, x) : deviation;
  Value cubes = x - mean_of(x);
  cubes = call_into("divide", {cubes, deviation}, cubes);
  cubes = call_into("power", {cubes, 3}, cubes);
  const Value skewness = call("absolute", {mean_of(cubes)}) / number_of(spread, x);
  return extent_of(x) / (1.0 + binary_logarithm(number_of(size, x)) + binary_logarithm(1.0 + skewness));
}

/// The number of bins for which an estimate of the loss is smallest.
Value stone(const Value& x, const Value& first, const Value& last) {
  const auto n = static_cast<double>(x.count());
  const Value extent = extent_of(x);
  if (n <= 1 || !any(call("not_equal", {extent, 0}))) return extent.ok() ? number_of(0, x) : extent;
  const auto most = std::max<std::int64_t>(100, static_cast<std::int64_t>(std::sqrt(n)));
  std::int64_t best = 1;
  double least = 0;
  for (std::int64_t bins = 1; bins <= most; ++bins) {
    HistogramOptions options;
    options.release = x.release();
    options.bins = bins;
    options.range = std::pair(double_of(first), double_of(last));
    const auto counted = histogram(x.view(), options);
    if (!counted) return Value::failed(counted.error());
    double squares = 0;
    for (std::int64_t i = 0; i < bins; ++i) {
      const auto share =
          static_cast<double>(load<std::int64_t>(counted->counts.view().data() + i * std::int64_t{8})) / n;
      squares += share * share;
    }
    const double loss = (2 - (n + 1) * squares) / double_of(extent / bins);
    if (bins == 1 || loss < least) {
      least = loss;
      best = bins;
    }
  }
  return extent / best;
}

/// The smaller width of two methods that suit few and many elements. From 2.3 on never much narrower than the square
/// root's, for outliers.
Value automatic(const Value& x) {
  const Value few = sturges(x);
  Value many = freedman_diaconis(x);
  if (!few.ok() || !many.ok()) return few.ok() ? many : few;
  if (x.release() >= Release{2, 3}) {
    const Value floor = square_root(x) / 2;
    if (any(call("greater", {floor, many}))) many = floor;
    return any(call("less", {few, many})) ? few : many;
  }
  if (!any(many)) return few;
  return any(call("less", {few, many})) ? few : many;
}

}  // namespace

Value unsigned_difference(const Value& a, const Value& b) {
  if (!a.ok() || a.is_number() || !b.ok() || b.is_number()) return a - b;
  const auto common = promote_types(a.dtype(), b.dtype(), a.release());
  if (!common || !is_signed_integer(common->kind())) return a - b;
  const auto wide = static_cast<Kind>(static_cast<int>(common->kind()) + 1);
  return a.as_type(*common).as_type(wide) - b.as_type(*common).as_type(wide);
}

Value bin_width(BinEstimator estimator, const Value& elements, const Value& first, const Value& last) {
  switch (estimator) {
    case BinEstimator::automatic: return automatic(elements);
    case BinEstimator::doane: return doane(elements);
    case BinEstimator::freedman_diaconis: return freedman_diaconis(elements);
    case BinEstimator::rice: return rice(elements);
    case BinEstimator::scott: return scott(elements);
    case BinEstimator::square_root: return square_root(elements);
    case BinEstimator::stone: return stone(elements, first, last);
    case BinEstimator::sturges: return sturges(elements);
  }
  return Value::failed(ErrorKind::value, "no such estimator of bins");
}

}  // namespace fairplay::arraycore
