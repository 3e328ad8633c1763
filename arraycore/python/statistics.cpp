// Medians, quantiles, histograms, and what skips NaN.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/average.h"
#include "arraycore/statistics/bin_width.h"
#include "arraycore/statistics/bincount.h"
#include "arraycore/statistics/covariance.h"
#include "arraycore/statistics/digitize.h"
#include "arraycore/statistics/histogram.h"
#include "arraycore/statistics/histogram_of_points.h"
#include "arraycore/statistics/median.h"
#include "arraycore/statistics/nan.h"
#include "arraycore/statistics/peak_to_peak.h"
#include "arraycore/statistics/quantile.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

QuantileMethod method_of(std::string_view name) {
  static constexpr std::array<std::string_view, 13> names{"inverted_cdf",
                                                          "averaged_inverted_cdf",
                                                          "closest_observation",
                                                          "interpolated_inverted_cdf",
                                                          "hazen",
                                                          "weibull",
                                                          "linear",
                                                          "median_unbiased",
                                                          "normal_unbiased",
                                                          "lower",
                                                          "higher",
                                                          "midpoint",
                                                          "nearest"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (name == names[i]) return static_cast<QuantileMethod>(i);
  }
  raise({ErrorKind::value, "'" + std::string(name) + "' is not a valid method of quantiles"});
}

BinEstimator estimator_of(const std::string& name) {
  static const std::map<std::string, BinEstimator> all{
      {"auto", BinEstimator::automatic}, {"doane", BinEstimator::doane},    {"fd", BinEstimator::freedman_diaconis},
      {"rice", BinEstimator::rice},      {"scott", BinEstimator::scott},    {"sqrt", BinEstimator::square_root},
      {"stone", BinEstimator::stone},    {"sturges", BinEstimator::sturges}};
  const auto found = all.find(name);
  if (found == all.end()) raise({ErrorKind::value, "'" + name + "' is not a valid estimator for `bins`"});
  return found->second;
}

template <Expected<Array> (*statistic)(const ConstDynamicView&, const MedianOptions&)>
Ndarray of_sorted(const Ndarray& array, const OptionalAxes& axes, bool keepdims) {
  return Ndarray::owning(statistic(array.read(), {current_release(), axes, keepdims}));
}

template <Expected<Array> (*quantiles)(const ConstDynamicView&, const ConstDynamicView&, const QuantileOptions&)>
Ndarray of_quantiles(const Ndarray& array, const Ndarray& q, const OptionalAxes& axes, bool keepdims,
                     const std::string& method, const OptionalArray& weights, bool python_number) {
  const QuantileOptions options{.release = current_release(),
                                .axes = axes,
                                .keepdims = keepdims,
                                .method = method_of(method),
                                .weights = view_of(weights),
                                .python_number = python_number};
  return Ndarray::owning(quantiles(array.read(), q.read(), options));
}

template <Expected<Array> (*reduction)(const ConstDynamicView&, const ReduceOptions&)>
py::tuple without_nan(const Ndarray& array, const OptionalAxes& axes, py::handle dtype, bool keepdims,
                      const OptionalArray& initial, const OptionalArray& where) {
  return reduced(reduction, array, axes, dtype, keepdims, initial, where);
}

py::tuple histogram_of(const Ndarray& array, const std::variant<std::int64_t, std::string, Ndarray>& bins,
                       const std::optional<std::pair<double, double>>& range, const OptionalArray& weights,
                       bool density) {
  HistogramOptions options{.release = current_release(),
                           .bins = std::int64_t{10},
                           .range = range,
                           .weights = view_of(weights),
                           .density = density};
  if (const auto* number = std::get_if<std::int64_t>(&bins)) options.bins = *number;
  if (const auto* name = std::get_if<std::string>(&bins)) options.bins = estimator_of(*name);
  if (const auto* edges = std::get_if<Ndarray>(&bins)) options.bins = edges->read();
  Histogram result = value(histogram(array.read(), options));
  return py::make_tuple(Ndarray::owning(std::move(result.counts)), Ndarray::owning(std::move(result.edges)));
}

/// Counts, and the edges of each coordinate.
py::tuple histogram_of_all(const Ndarray& points, const std::vector<std::variant<std::int64_t, Ndarray>>& bins,
                           const std::vector<std::optional<std::pair<double, double>>>& ranges,
                           const OptionalArray& weights, bool density) {
  PointHistogramOptions options{
      .release = current_release(), .ranges = ranges, .weights = view_of(weights), .density = density};
  for (const auto& one : bins) {
    if (const auto* edges = std::get_if<Ndarray>(&one)) {
      options.bins.emplace_back(edges->read());
    } else {
      options.bins.emplace_back(std::get<std::int64_t>(one));
    }
  }
  PointHistogram found = value(histogram_of_points(points.read(), options));
  std::vector<Ndarray> edges;
  for (Array& one : found.edges) edges.push_back(Ndarray::owning(std::move(one)));
  return py::make_tuple(Ndarray::owning(std::move(found.counts)), edges);
}

template <Expected<Array> (*matrix)(const ConstDynamicView&, const CovarianceOptions&)>
Ndarray covariance_of(const Ndarray& array, const OptionalArray& others, bool rows, std::optional<std::int64_t> ddof,
                      bool bias, const OptionalArray& frequencies, const OptionalArray& weights, py::handle dtype) {
  const CovarianceOptions options{.release = current_release(),
                                  .others = view_of(others),
                                  .rows = rows,
                                  .ddof = ddof,
                                  .bias = bias,
                                  .frequencies = view_of(frequencies),
                                  .weights = view_of(weights),
                                  .dtype = optional_dtype(dtype)};
  return Ndarray::owning(matrix(array.read(), options));
}

void bind_without_nan(py::module_& module) {
  module.def("nansum", without_nan<nansum>);
  module.def("nanprod", without_nan<nanprod>);
  module.def("nanmin", without_nan<nanmin>);
  module.def("nanmax", without_nan<nanmax>);
  module.def("nanmean", statistic_of<nanmean>);
  module.def("nanvar", statistic_of<nanvar>);
  module.def("nanstd", statistic_of<nanstd>);
  module.def("nanmedian", of_sorted<nanmedian>);
  module.def("nanquantile", of_quantiles<nanquantile>);
  module.def("nanpercentile", of_quantiles<nanpercentile>);
  module.def("nancumsum", [](const Ndarray& array, std::optional<std::int64_t> axis, py::handle dtype) {
    return Ndarray::owning(nancumsum(array.read(), axis, optional_dtype(dtype), current_release()));
  });
  module.def("nancumprod", [](const Ndarray& array, std::optional<std::int64_t> axis, py::handle dtype) {
    return Ndarray::owning(nancumprod(array.read(), axis, optional_dtype(dtype), current_release()));
  });
  module.def("nanargmax", [](const Ndarray& array, std::optional<std::int64_t> axis, bool keepdims) {
    return Ndarray::owning(nanargmax(array.read(), axis, keepdims, current_release()));
  });
  module.def("nanargmin", [](const Ndarray& array, std::optional<std::int64_t> axis, bool keepdims) {
    return Ndarray::owning(nanargmin(array.read(), axis, keepdims, current_release()));
  });
}

}  // namespace

void bind_statistics(py::module_& module) {
  bind_without_nan(module);
  module.def("median", of_sorted<median>);
  module.def("ptp", of_sorted<ptp>);
  module.def("quantile", of_quantiles<quantile>);
  module.def("percentile", of_quantiles<percentile>);
  module.def(
      "average", [](const Ndarray& array, const OptionalAxes& axes, const OptionalArray& weights, bool keepdims) {
        Average result = value(average(array.read(), {current_release(), axes, view_of(weights), keepdims}));
        return py::make_tuple(Ndarray::owning(std::move(result.mean)), Ndarray::owning(std::move(result.weights)));
      });
  module.def("histogram", histogram_of);
  module.def("histogramdd", histogram_of_all);
  module.def("bincount", [](const Ndarray& array, const OptionalArray& weights, std::int64_t minimum_length) {
    return Ndarray::owning(bincount(array.read(), view_of(weights), minimum_length, current_release()));
  });
  module.def("cov", covariance_of<covariance>);
  module.def("corrcoef", covariance_of<correlation_coefficients>);
  module.def("digitize", [](const Ndarray& values, const Ndarray& bins, bool right) {
    return Ndarray::owning(digitize(values.read(), bins.read(), right, current_release()));
  });
}

}  // namespace fairplay::arraycore::python
