// Operations that are the rest of NumPy's main namespace.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/flat_index.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/overlap.h"
#include "arraycore/array/pack_bits.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/smallest_type.h"
#include "arraycore/polynomial/fit.h"
#include "arraycore/polynomial/polynomial.h"
#include "arraycore/polynomial/roots.h"
#include "arraycore/polynomial/windows.h"
#include "arraycore/statistics/geometric.h"
#include "arraycore/statistics/histogram_of_points.h"
#include "arraycore/statistics/unwrap.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

BitOrder bit_order_of(const Request& request) {
  return request.arguments.at("bits") == "little" ? BitOrder::little : BitOrder::big;
}

Order order_of(const Request& request) { return request.arguments.at("order") == "F" ? Order::fortran : Order::c; }

Answer unravel_index_any(const Request& request) {
  auto found = unravel_index(request.first(), request.list("shape"), order_of(request));
  if (!found) return std::unexpected(found.error());
  return std::move(found->at(static_cast<std::size_t>(request.number("which")) % found->size()));
}

Answer ravel_multi_index_any(const Request& request) {
  std::vector<OutOfBounds> modes;
  for (const Json& mode : request.arguments.at("modes")) {
    modes.push_back(mode == "wrap" ? OutOfBounds::wrap : mode == "clip" ? OutOfBounds::clip : OutOfBounds::error);
  }
  return answer(ravel_multi_index(request.all(), request.list("shape"), modes, order_of(request)));
}

Answer poly_pair(const Request& request) {
  const ConstDynamicView a = request.first();
  const ConstDynamicView b = request.arrays.at(1);
  if (request.name() == "polyadd") return answer(polyadd(a, b, request.release));
  if (request.name() == "polysub") return answer(polysub(a, b, request.release));
  if (request.name() == "polymul") return answer(polymul(a, b, request.release));
  auto both = polydiv(a, b, request.release);
  if (!both) return std::unexpected(both.error());
  return std::move(request.number("which") == 0 ? both->first : both->second);
}

Answer polyint_any(const Request& request) {
  std::optional<ConstDynamicView> constants;
  if (request.arrays.size() > 1) constants = request.arrays.at(1);
  return answer(polyint(request.first(), request.number("times"), constants, request.release));
}

Answer polyfit_part(const Request& request) {
  FitOptions options;
  options.release = request.release;
  if (request.arrays.size() > 2) options.weights = request.arrays.at(2);
  const std::string covariance = request.arguments.at("cov").get<std::string>();
  if (covariance != "none") {
    options.covariance = covariance == "scaled" ? FitCovariance::scaled : FitCovariance::unscaled;
  }
  auto found = fit_polynomial(request.first(), request.arrays.at(1), request.number("degree"), options);
  if (!found) return std::unexpected(found.error());
  switch (request.number("which")) {
    case 0: return std::move(found->coefficients);
    case 1: return std::move(found->residuals);
    case 2: return std::move(found->singular_values);
    default: return std::move(*found->covariance);
  }
}

Answer unwrap_any(const Request& request) {
  UnwrapOptions options;
  options.release = request.release;
  options.axis = request.number("axis");
  const Json& period = request.arguments.at("period");
  if (period.is_number_integer()) options.period = period.get<std::int64_t>();
  if (period.is_number_float()) options.period = period.get<double>();
  if (const Json& step = request.arguments.at("step"); !step.is_null()) options.discontinuity = step.get<double>();
  return answer(unwrap(request.first(), options));
}

Answer geomspace_any(const Request& request) {
  GeometricOptions options;
  options.release = request.release;
  options.count = request.number("count");
  options.endpoint = request.is_set("endpoint");
  options.dtype = request.optional_dtype();
  options.axis = request.number("axis");
  return answer(geometrically_spaced(request.first(), request.arrays.at(1), options));
}

Answer window(const Request& request) {
  static const std::map<std::string, Expected<Array> (*)(std::int64_t)> windows{
      {"bartlett", bartlett}, {"blackman", blackman}, {"hamming", hamming}, {"hanning", hanning}};
  const std::int64_t count = request.number("count");
  if (request.name() == "kaiser") return answer(kaiser(count, request.arguments.at("beta").get<double>()));
  return answer(windows.at(request.name())(count));
}

Answer shares_memory(const Request& request) {
  const bool shared = share_memory(request.first(), request.arrays.at(1));
  auto result = Array::zeros(Kind::boolean, Extents{});
  if (result) store<bool>(result->view().data(), shared);
  return answer(std::move(result));
}

Answer min_scalar_type(const Request& request) {
  return answer(Expected<DType>(smallest_type(request.first().data(), request.first().dtype())));
}

Answer histogramdd(const Request& request) {
  PointHistogramOptions options;
  options.release = request.release;
  std::size_t next = 1;
  if (request.is_set("weights")) options.weights = request.arrays.at(next++);
  for (const Json& bins : request.arguments.at("bins")) {
    if (bins.is_null()) {
      options.bins.emplace_back(ConstDynamicView(request.arrays.at(next++)));
    } else {
      options.bins.emplace_back(bins.get<std::int64_t>());
    }
  }
  if (const Json& ranges = request.arguments.at("ranges"); !ranges.is_null()) {
    for (const Json& range : ranges) {
      options.ranges.emplace_back();
      if (!range.is_null()) options.ranges.back() = std::pair(range.at(0).get<double>(), range.at(1).get<double>());
    }
  }
  options.density = request.is_set("density");
  auto found = histogram_of_points(request.first(), options);
  if (!found) return std::unexpected(found.error());
  if (request.number("which") == 0) return answer(std::move(found->counts));
  return answer(
      std::move(found->edges.at(static_cast<std::size_t>(request.number("which") - 1) % found->edges.size())));
}

}  // namespace

const std::map<std::string, Evaluator>& names_operations() {
  static const std::map<std::string, Evaluator> all{
      {"packbits",
       [](const Request& r) { return answer(pack_bits(r.first(), r.optional_number("axis"), bit_order_of(r))); }},
      {"unpackbits",
       [](const Request& r) {
         return answer(unpack_bits(r.first(), r.optional_number("axis"), r.optional_number("count"), bit_order_of(r)));
       }},
      {"unravel_index", unravel_index_any},
      {"ravel_multi_index", ravel_multi_index_any},
      {"poly_pair", poly_pair},
      {"polyval", [](const Request& r) { return answer(polyval(r.first(), r.arrays.at(1), r.release)); }},
      {"polyder", [](const Request& r) { return answer(polyder(r.first(), r.number("times"), r.release)); }},
      {"polyint", polyint_any},
      {"poly", [](const Request& r) { return answer(poly(r.first(), r.release)); }},
      {"vander",
       [](const Request& r) {
         return answer(vander(r.first(), r.optional_number("columns"), r.is_set("increasing"), r.release));
       }},
      {"roots", [](const Request& r) { return answer(roots(r.first(), r.release)); }},
      {"polyfit", polyfit_part},
      {"unwrap", unwrap_any},
      {"geomspace", geomspace_any},
      {"window", window},
      {"shares_memory", shares_memory},
      {"min_scalar_type", min_scalar_type},
      {"histogramdd", histogramdd},
      {"i0", [](const Request& r) { return answer(bessel_i0(r.first(), r.release)); }},
  };
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
