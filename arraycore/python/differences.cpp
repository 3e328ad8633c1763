// Differences, integrals, interpolation, convolutions, rounding.
#include <pybind11/complex.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <complex>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/statistics/convolution.h"
#include "arraycore/statistics/difference.h"
#include "arraycore/statistics/dot.h"
#include "arraycore/statistics/geometric.h"
#include "arraycore/statistics/interpolation.h"
#include "arraycore/statistics/rounding.h"
#include "arraycore/statistics/unwrap.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

/// A Python number, or an array.
using Distance = std::variant<double, Ndarray>;

Spacing spacing_of(const Distance& distance) {
  if (const auto* number = std::get_if<double>(&distance)) return *number;
  return std::get<Ndarray>(distance).read();
}

Overlap overlap_of(const std::string& mode) {
  if (mode == "valid") return Overlap::valid;
  if (mode == "same") return Overlap::same;
  if (mode == "full") return Overlap::full;
  raise({ErrorKind::value, "mode must be one of 'valid', 'same', or 'full' (got '" + mode + "')"});
}

std::vector<Ndarray> gradients_of(const Ndarray& array, const OptionalAxes& axes,
                                  const std::vector<Distance>& distances, std::int64_t edge_order) {
  std::vector<Spacing> spacings;
  for (const Distance& distance : distances) spacings.push_back(spacing_of(distance));
  std::vector<Ndarray> results;
  for (Array& one : value(gradient(array.read(), {current_release(), axes, spacings, edge_order}))) {
    results.push_back(Ndarray::owning(std::move(one)));
  }
  return results;
}

}  // namespace

void bind_differences(py::module_& module) {
  module.def("diff", [](const Ndarray& array, std::int64_t order, std::int64_t axis, const OptionalArray& prepend,
                        const OptionalArray& append) {
    return Ndarray::owning(diff(array.read(), {current_release(), order, axis, view_of(prepend), view_of(append)}));
  });
  module.def("gradient", gradients_of);
  module.def("trapezoid", [](const Ndarray& heights, const Distance& distance, std::int64_t axis) {
    return Ndarray::owning(trapezoid(heights.read(), spacing_of(distance), axis, current_release()));
  });
  module.def("unwrap", [](const Ndarray& phases, std::optional<double> discontinuity, std::int64_t axis,
                          std::variant<std::int64_t, double> period) {
    return Ndarray::owning(unwrap(phases.read(), {current_release(), discontinuity, axis, period}));
  });
  module.def("geomspace", [](const Ndarray& start, const Ndarray& stop, std::int64_t count, bool endpoint,
                             py::handle dtype, std::int64_t axis) {
    return Ndarray::owning(geometrically_spaced(start.read(), stop.read(),
                                                {current_release(), count, endpoint, optional_dtype(dtype), axis}));
  });
  module.def("interp", [](const Ndarray& x, const Ndarray& points, const Ndarray& values,
                          std::optional<std::complex<double>> left, std::optional<std::complex<double>> right,
                          std::optional<double> period) {
    return Ndarray::owning(
        interpolate(x.read(), points.read(), values.read(), {current_release(), left, right, period}));
  });
  module.def("correlate", [](const Ndarray& a, const Ndarray& v, const std::string& mode) {
    return Ndarray::owning(correlate(a.read(), v.read(), overlap_of(mode), current_release()));
  });
  module.def("convolve", [](const Ndarray& a, const Ndarray& v, const std::string& mode) {
    return Ndarray::owning(convolve(a.read(), v.read(), overlap_of(mode), current_release()));
  });
  module.def("dot", [](const Ndarray& a, const Ndarray& b) {
    return Ndarray::owning(dot(a.read(), b.read(), current_release()));
  });
  module.def("round", [](const Ndarray& array, std::int64_t decimals) {
    return Ndarray::owning(round(array.read(), decimals, current_release()));
  });
  module.def("clip", [](const Ndarray& array, const OptionalArray& lower, const OptionalArray& upper) {
    return Ndarray::owning(clip(array.read(), view_of(lower), view_of(upper), current_release()));
  });
}

}  // namespace fairplay::arraycore::python
