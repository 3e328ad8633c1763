// Polynomials, windows, bits, and places of the flat array.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/flat_index.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/pack_bits.h"
#include "arraycore/array/shape.h"
#include "arraycore/polynomial/fit.h"
#include "arraycore/polynomial/polynomial.h"
#include "arraycore/polynomial/roots.h"
#include "arraycore/polynomial/windows.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/operands.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using OptionalNumber = std::optional<std::int64_t>;

BitOrder bit_order_of(const std::string& name) {
  if (name == "big") return BitOrder::big;
  if (name == "little") return BitOrder::little;
  raise({ErrorKind::value, "bitorder must be either 'little' or 'big', not '" + name + "'"});
}

Order order_named(const std::string& name) {
  if (name == "C") return Order::c;
  if (name == "F") return Order::fortran;
  raise({ErrorKind::value, "order must be 'C' or 'F', not '" + name + "'"});
}

std::vector<OutOfBounds> modes_of(const std::vector<std::string>& names) {
  std::vector<OutOfBounds> modes;
  for (const std::string& name : names) {
    if (name != "raise" && name != "wrap" && name != "clip") {
      raise({ErrorKind::value, "mode must be one of 'clip', 'raise', or 'wrap' (got '" + name + "')"});
    }
    modes.push_back(name == "raise" ? OutOfBounds::error : name == "wrap" ? OutOfBounds::wrap : OutOfBounds::clip);
  }
  return modes;
}

template <Expected<Array> (*function)(const ConstDynamicView&, const ConstDynamicView&, Release)>
Ndarray of_two(const Ndarray& a, const Ndarray& b) {
  return Ndarray::owning(function(a.read(), b.read(), current_release()));
}

template <Expected<Array> (*window)(std::int64_t)>
Ndarray window_of(std::int64_t count) {
  return Ndarray::owning(window(count));
}

void bind_bits(py::module_& module) {
  module.def("packbits", [](const Ndarray& a, OptionalNumber axis, const std::string& order) {
    return Ndarray::owning(pack_bits(a.read(), axis, bit_order_of(order)));
  });
  module.def("unpackbits", [](const Ndarray& a, OptionalNumber axis, OptionalNumber count, const std::string& order) {
    return Ndarray::owning(unpack_bits(a.read(), axis, count, bit_order_of(order)));
  });
  module.def("unravel_index", [](const Ndarray& places, const Extents& shape, const std::string& order) {
    std::vector<Ndarray> results;
    for (Array& one : value(unravel_index(places.read(), shape, order_named(order)))) {
      results.push_back(Ndarray::owning(std::move(one)));
    }
    return results;
  });
  module.def("ravel_multi_index", [](const std::vector<Ndarray>& indices, const Extents& shape,
                                     const std::vector<std::string>& modes, const std::string& order) {
    return Ndarray::owning(ravel_multi_index(views_of(indices), shape, modes_of(modes), order_named(order)));
  });
}

FitCovariance covariance_named(const std::string& name) {
  if (name == "unscaled") return FitCovariance::unscaled;
  return name == "scaled" ? FitCovariance::scaled : FitCovariance::none;
}

/// Coefficients, residuals, rank, singular values, rcond and the covariance or None.
py::tuple fit_of(const Ndarray& x, const Ndarray& y, std::int64_t degree, std::optional<double> rcond,
                 const OptionalArray& weights, const std::string& covariance) {
  PolynomialFit found = value(fit_polynomial(
      x.read(), y.read(), degree, {current_release(), rcond, view_of(weights), covariance_named(covariance)}));
  py::object covariances = py::none();
  if (found.covariance) covariances = py::cast(Ndarray::owning(std::move(*found.covariance)));
  return py::make_tuple(Ndarray::owning(std::move(found.coefficients)), Ndarray::owning(std::move(found.residuals)),
                        found.rank, Ndarray::owning(std::move(found.singular_values)), found.rcond, covariances);
}

}  // namespace

void bind_polynomials(py::module_& module) {
  bind_bits(module);
  module.def("polyadd", of_two<polyadd>);
  module.def("polysub", of_two<polysub>);
  module.def("polymul", of_two<polymul>);
  module.def("polyval", of_two<polyval>);
  module.def("polydiv", [](const Ndarray& a, const Ndarray& b) {
    auto both = value(polydiv(a.read(), b.read(), current_release()));
    return py::make_tuple(Ndarray::owning(std::move(both.first)), Ndarray::owning(std::move(both.second)));
  });
  module.def("polyder", [](const Ndarray& p, std::int64_t times) {
    return Ndarray::owning(polyder(p.read(), times, current_release()));
  });
  module.def("polyint", [](const Ndarray& p, std::int64_t times, const OptionalArray& constants) {
    return Ndarray::owning(polyint(p.read(), times, view_of(constants), current_release()));
  });
  module.def("poly", [](const Ndarray& roots) { return Ndarray::owning(poly(roots.read(), current_release())); });
  module.def("roots", [](const Ndarray& p) { return Ndarray::owning(roots(p.read(), current_release())); });
  module.def("polyfit", fit_of);
  module.def("vander", [](const Ndarray& x, OptionalNumber columns, bool increasing) {
    return Ndarray::owning(vander(x.read(), columns, increasing, current_release()));
  });
  module.def("bartlett", window_of<bartlett>);
  module.def("blackman", window_of<blackman>);
  module.def("hamming", window_of<hamming>);
  module.def("hanning", window_of<hanning>);
  module.def("kaiser", [](std::int64_t count, double beta) { return Ndarray::owning(kaiser(count, beta)); });
  module.def("i0", [](const Ndarray& x) { return Ndarray::owning(bessel_i0(x.read(), current_release())); });
}

}  // namespace fairplay::arraycore::python
