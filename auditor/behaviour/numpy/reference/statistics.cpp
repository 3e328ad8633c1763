// Operations that are statistics: sorted ones, those without NaN, histograms, differences.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/sorting/search.h"
#include "arraycore/statistics/average.h"
#include "arraycore/statistics/bincount.h"
#include "arraycore/statistics/computed_pad.h"
#include "arraycore/statistics/convolution.h"
#include "arraycore/statistics/covariance.h"
#include "arraycore/statistics/difference.h"
#include "arraycore/statistics/digitize.h"
#include "arraycore/statistics/dot.h"
#include "arraycore/statistics/histogram.h"
#include "arraycore/statistics/interpolation.h"
#include "arraycore/statistics/median.h"
#include "arraycore/statistics/nan.h"
#include "arraycore/statistics/peak_to_peak.h"
#include "arraycore/statistics/quantile.h"
#include "arraycore/statistics/rounding.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// Statistics with axes and keepdims alone.
Answer along(const Request& request) {
  static const std::map<std::string, Expected<Array> (*)(const ConstDynamicView&, const MedianOptions&)> functions{
      {"median", median}, {"nanmedian", nanmedian}, {"ptp", ptp}};
  std::vector<std::int64_t> axes;
  return answer(functions.at(request.name())(request.first(), along_axes<MedianOptions>(request, axes)));
}

QuantileMethod method_of(const Request& request) {
  static const std::map<std::string, QuantileMethod> methods{
      {"inverted_cdf", QuantileMethod::inverted_cdf},
      {"averaged_inverted_cdf", QuantileMethod::averaged_inverted_cdf},
      {"closest_observation", QuantileMethod::closest_observation},
      {"interpolated_inverted_cdf", QuantileMethod::interpolated_inverted_cdf},
      {"hazen", QuantileMethod::hazen},
      {"weibull", QuantileMethod::weibull},
      {"linear", QuantileMethod::linear},
      {"median_unbiased", QuantileMethod::median_unbiased},
      {"normal_unbiased", QuantileMethod::normal_unbiased},
      {"lower", QuantileMethod::lower},
      {"higher", QuantileMethod::higher},
      {"midpoint", QuantileMethod::midpoint},
      {"nearest", QuantileMethod::nearest}};
  return methods.at(request.arguments.at("method").get<std::string>());
}

Answer quantile_any(const Request& request) {
  static const std::map<std::string,
                        Expected<Array> (*)(const ConstDynamicView&, const ConstDynamicView&, const QuantileOptions&)>
      functions{{"quantile", quantile},
                {"percentile", percentile},
                {"nanquantile", nanquantile},
                {"nanpercentile", nanpercentile}};
  std::vector<std::int64_t> axes;
  auto options = along_axes<QuantileOptions>(request, axes);
  options.method = method_of(request);
  options.python_number = request.is_set("python_number");
  if (request.is_set("weights")) options.weights = request.arrays.at(2);
  return answer(functions.at(request.name())(request.first(), request.arrays.at(1), options));
}

Answer nan_reduce(const Request& request) {
  static const std::map<std::string, Expected<Array> (*)(const ConstDynamicView&, const ReduceOptions&)> functions{
      {"nansum", nansum}, {"nanprod", nanprod}, {"nanmin", nanmin}, {"nanmax", nanmax}};
  std::vector<std::int64_t> axes;
  auto options = along_axes<ReduceOptions>(request, axes);
  options.dtype = request.optional_dtype();
  return answer(functions.at(request.name())(request.first(), options));
}

Answer nan_mean(const Request& request) {
  static const std::map<std::string, Expected<Array> (*)(const ConstDynamicView&, const MeanOptions&)> functions{
      {"nanmean", nanmean}, {"nanvar", nanvar}, {"nanstd", nanstd}};
  std::vector<std::int64_t> axes;
  auto options = along_axes<MeanOptions>(request, axes);
  options.dtype = request.optional_dtype();
  options.ddof = request.number("ddof");
  if (request.is_set("where")) options.where = request.arrays.at(1);
  return answer(functions.at(request.name())(request.first(), options));
}

Answer nan_accumulate(const Request& request) {
  const auto function = request.name() == "nancumsum" ? nancumsum : nancumprod;
  return answer(function(request.first(), request.optional_number("axis"), request.optional_dtype(), request.release));
}

Answer nan_place(const Request& request) {
  const auto function = request.name() == "nanargmax" ? nanargmax : nanargmin;
  return answer(function(request.first(), request.optional_number("axis"), false, request.release));
}

Answer histogram_any(const Request& request) {
  static const std::map<std::string, BinEstimator> estimators{
      {"auto", BinEstimator::automatic}, {"doane", BinEstimator::doane},    {"fd", BinEstimator::freedman_diaconis},
      {"rice", BinEstimator::rice},      {"scott", BinEstimator::scott},    {"sqrt", BinEstimator::square_root},
      {"stone", BinEstimator::stone},    {"sturges", BinEstimator::sturges}};
  HistogramOptions options;
  options.release = request.release;
  std::size_t next = 1;
  if (request.is_set("weights")) options.weights = request.arrays.at(next++);
  const Json& bins = request.arguments.at("bins");
  if (bins.is_null()) {
    options.bins = ConstDynamicView(request.arrays.at(next));
  } else if (bins.is_string()) {
    options.bins = estimators.at(bins.get<std::string>());
  } else {
    options.bins = bins.get<std::int64_t>();
  }
  const Json& range = request.arguments.at("range");
  if (!range.is_null()) options.range = std::pair(range.at(0).get<double>(), range.at(1).get<double>());
  options.density = request.is_set("density");
  auto result = histogram(request.first(), options);
  if (!result) return std::unexpected(result.error());
  return answer(std::move(request.is_set("edges") ? result->edges : result->counts));
}

Answer interpolate_any(const Request& request) {
  InterpolationOptions options;
  options.release = request.release;
  const auto number = [&](const char* name) -> std::optional<double> {
    if (request.arguments.at(name).is_null()) return std::nullopt;
    return request.arguments.at(name).get<double>();
  };
  options.left = number("left");
  options.right = number("right");
  options.period = number("period");
  return answer(interpolate(request.first(), request.arrays.at(1), request.arrays.at(2), options));
}

Answer difference(const Request& request) {
  DifferenceOptions options{request.release, request.number("order"), request.number("axis"), std::nullopt,
                            std::nullopt};
  std::size_t next = 1;
  if (request.is_set("prepend")) options.prepend = request.arrays.at(next++);
  if (request.is_set("append")) options.append = request.arrays.at(next);
  return answer(diff(request.first(), options));
}

/// A spacing is a number, or null: the next array.
std::vector<Spacing> spacings_of(const Request& request) {
  std::vector<Spacing> spacings;
  std::size_t next = 1;
  for (const Json& one : request.arguments.at("spacings")) {
    if (one.is_null()) {
      spacings.emplace_back(ConstDynamicView(request.arrays.at(next++)));
    } else {
      spacings.emplace_back(one.get<double>());
    }
  }
  return spacings;
}

Answer gradient_any(const Request& request) {
  std::vector<std::int64_t> axes;
  const std::vector<Spacing> spacings = spacings_of(request);
  GradientOptions options;
  options.release = request.release;
  if (!request.arguments.at("axes").is_null()) {
    axes = request.list("axes");
    options.axes = axes;
  }
  options.spacings = spacings;
  options.edge_order = request.number("edge_order");
  auto results = gradient(request.first(), options);
  if (!results) return std::unexpected(results.error());
  return answer(std::move(results->at(static_cast<std::size_t>(request.number("which")) % results->size())));
}

Answer average_any(const Request& request) {
  std::vector<std::int64_t> axes;
  auto options = along_axes<AverageOptions>(request, axes);
  if (request.is_set("weights")) options.weights = request.arrays.at(1);
  auto result = average(request.first(), options);
  if (!result) return std::unexpected(result.error());
  return answer(std::move(request.is_set("returned") ? result->weights : result->mean));
}

Answer covariance_any(const Request& request) {
  CovarianceOptions options;
  options.release = request.release;
  options.rows = request.is_set("rows");
  std::size_t next = 1;
  if (request.is_set("others")) options.others = request.arrays.at(next++);
  if (request.name() == "corrcoef") return answer(correlation_coefficients(request.first(), options));
  options.bias = request.is_set("bias");
  options.ddof = request.optional_number("ddof");
  if (request.is_set("frequencies")) options.frequencies = request.arrays.at(next++);
  if (request.is_set("weights")) options.weights = request.arrays.at(next);
  return answer(covariance(request.first(), options));
}

Answer convolve_any(const Request& request) {
  static const std::map<std::string, Overlap> overlaps{
      {"valid", Overlap::valid}, {"same", Overlap::same}, {"full", Overlap::full}};
  const Overlap overlap = overlaps.at(request.arguments.at("mode").get<std::string>());
  const auto function = request.name() == "convolve" ? convolve : correlate;
  return answer(function(request.first(), request.arrays.at(1), overlap, request.release));
}

Answer clip_any(const Request& request) {
  std::optional<ConstDynamicView> lower;
  std::optional<ConstDynamicView> upper;
  std::size_t next = 1;
  if (request.is_set("lower")) lower = request.arrays.at(next++);
  if (request.is_set("upper")) upper = request.arrays.at(next);
  return answer(clip(request.first(), lower, upper, request.release));
}

template <class Pair>
std::vector<Pair> pairs_of(const Request& request, const char* name) {
  std::vector<Pair> pairs;
  for (const Json& pair : request.arguments.at(name)) {
    using Number = typename Pair::first_type;
    const auto number = [](const Json& one) {
      if constexpr (std::is_same_v<Number, std::optional<std::int64_t>>) {
        return one.is_null() ? Number() : Number(one.get<std::int64_t>());
      } else {
        return one.get<Number>();
      }
    };
    pairs.emplace_back(number(pair.at(0)), number(pair.at(1)));
  }
  return pairs;
}

Answer pad_computed(const Request& request) {
  const auto widths = pairs_of<std::pair<std::int64_t, std::int64_t>>(request, "widths");
  const std::string name = request.name();
  if (name == "linear_ramp") {
    const auto ends = pairs_of<std::pair<double, double>>(request, "pairs");
    return answer(pad_ramp(request.first(), widths, ends, request.release));
  }
  if (name == "reflect" || name == "symmetric") {
    return answer(pad_odd(request.first(), widths, name == "symmetric", request.release));
  }
  static const std::map<std::string, PadStatistic> statistics{{"maximum", PadStatistic::maximum},
                                                              {"minimum", PadStatistic::minimum},
                                                              {"mean", PadStatistic::mean},
                                                              {"median", PadStatistic::median}};
  const auto lengths = pairs_of<StatisticLengths>(request, "pairs");
  return answer(pad_statistic(request.first(), widths, statistics.at(name), lengths, request.release));
}

}  // namespace

const std::map<std::string, Evaluator>& statistics_operations() {
  static const std::map<std::string, Evaluator> all{
      {"along", along},
      {"quantile_any", quantile_any},
      {"nan_reduce", nan_reduce},
      {"nan_mean", nan_mean},
      {"nan_accumulate", nan_accumulate},
      {"nan_place", nan_place},
      {"histogram", histogram_any},
      {"interp", interpolate_any},
      {"diff", difference},
      {"gradient", gradient_any},
      {"trapezoid",
       [](const Request& r) {
         return answer(trapezoid(r.first(), spacings_of(r).front(), r.number("axis"), r.release));
       }},
      {"average", average_any},
      {"cov", covariance_any},
      {"convolve", convolve_any},
      {"clip", clip_any},
      {"pad_computed", pad_computed},
      {"dot", [](const Request& r) { return answer(dot(r.first(), r.arrays.at(1), r.release)); }},
      {"round", [](const Request& r) { return answer(arraycore::round(r.first(), r.number("decimals"), r.release)); }},
      {"bincount",
       [](const Request& r) {
         std::optional<ConstDynamicView> weights;
         if (r.arrays.size() > 1) weights = r.arrays.at(1);
         return answer(bincount(r.first(), weights, r.number("minimum"), r.release));
       }},
      {"digitize",
       [](const Request& r) { return answer(digitize(r.first(), r.arrays.at(1), r.is_set("right"), r.release)); }},
      {"searchsorted",
       [](const Request& r) {
         return answer(
             search_sorted(r.first(), r.arrays.at(1), r.is_set("right") ? Side::right : Side::left, r.release));
       }},
  };
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
