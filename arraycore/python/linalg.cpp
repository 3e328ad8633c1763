// numpy.linalg's functions.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/eig.h"
#include "arraycore/linalg/norms.h"
#include "arraycore/linalg/qr.h"
#include "arraycore/linalg/solve.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/linalg/tensors.h"
#include "arraycore/linear/cross.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

MatrixNorm matrix_norm_of(const std::string& name) {
  static const std::map<std::string, MatrixNorm> all{
      {"fro", MatrixNorm::frobenius},      {"nuc", MatrixNorm::nuclear},      {"1", MatrixNorm::largest_column},
      {"-1", MatrixNorm::smallest_column}, {"inf", MatrixNorm::largest_row},  {"-inf", MatrixNorm::smallest_row},
      {"2", MatrixNorm::largest_value},    {"-2", MatrixNorm::smallest_value}};
  const auto found = all.find(name);
  if (found == all.end()) raise({ErrorKind::value, "Invalid norm order '" + name + "' for matrices"});
  return found->second;
}

QrMode qr_mode_of(const std::string& name) {
  if (name == "reduced") return QrMode::reduced;
  if (name == "complete") return QrMode::complete;
  if (name == "r") return QrMode::r;
  if (name == "raw") return QrMode::raw;
  raise({ErrorKind::value, "Unrecognized mode '" + name + "'"});
}

MatrixForm form_of(bool hermitian) { return hermitian ? MatrixForm::hermitian : MatrixForm::general; }

template <Expected<Array> (*function)(const ConstDynamicView&, Release)>
Ndarray of_matrices(const Ndarray& a) {
  return Ndarray::owning(function(a.read(), current_release()));
}

}  // namespace

void bind_linalg(py::module_& module) {
  module.def("inv", of_matrices<inverse>);
  module.def("det", of_matrices<determinant>);
  module.def("eigvals", of_matrices<eigenvalues>);
  module.def("eig", [](const Ndarray& a) {
    EigFactors found = value(eig(a.read(), current_release()));
    return py::make_tuple(Ndarray::owning(std::move(found.values)), Ndarray::owning(std::move(found.vectors)));
  });
  module.def("svdvals", [](const Ndarray& a, bool hermitian) {
    return Ndarray::owning(svd_values(a.read(), current_release(), form_of(hermitian)));
  });
  module.def("solve", [](const Ndarray& a, const Ndarray& b) {
    return Ndarray::owning(solve(a.read(), b.read(), current_release()));
  });
  module.def("slogdet", [](const Ndarray& a) {
    SignAndLogarithm found = value(sign_and_log_determinant(a.read(), current_release()));
    return py::make_tuple(Ndarray::owning(std::move(found.sign)), Ndarray::owning(std::move(found.logarithm)));
  });
  module.def("cholesky", [](const Ndarray& a, bool upper) {
    return Ndarray::owning(cholesky(a.read(), upper, current_release()));
  });
  module.def("qr", [](const Ndarray& a, const std::string& mode) {
    QrFactors found = value(qr(a.read(), qr_mode_of(mode), current_release()));
    Ndarray r = Ndarray::owning(std::move(found.r));
    if (!found.q) return py::make_tuple(py::none(), std::move(r));
    return py::make_tuple(Ndarray::owning(std::move(*found.q)), std::move(r));
  });
  module.def("svd", [](const Ndarray& a, bool full_matrices, bool hermitian) {
    SvdFactors found = value(svd(a.read(), full_matrices, current_release(), form_of(hermitian)));
    return py::make_tuple(Ndarray::owning(std::move(found.u)), Ndarray::owning(std::move(found.s)),
                          Ndarray::owning(std::move(found.vh)));
  });
  module.def("eigh", [](const Ndarray& a, bool upper) {
    EighFactors found = value(eigh(a.read(), upper, current_release()));
    return py::make_tuple(Ndarray::owning(std::move(found.values)), Ndarray::owning(std::move(found.vectors)));
  });
  module.def("lstsq", [](const Ndarray& a, const Ndarray& b, std::optional<double> rcond) {
    LeastSquares found = value(least_squares(a.read(), b.read(), rcond, current_release()));
    return py::make_tuple(Ndarray::owning(std::move(found.x)), Ndarray::owning(std::move(found.residuals)), found.rank,
                          Ndarray::owning(std::move(found.s)));
  });
  module.def("pinv", [](const Ndarray& a, double rcond, bool hermitian) {
    return Ndarray::owning(pseudo_inverse(a.read(), rcond, current_release(), form_of(hermitian)));
  });
  module.def("matrix_rank", [](const Ndarray& a, std::optional<double> tolerance, bool hermitian) {
    return Ndarray::owning(matrix_rank(a.read(), tolerance, current_release(), form_of(hermitian)));
  });
  module.def("vector_norm", [](const Ndarray& x, double order, const OptionalAxes& axes, bool keepdims) {
    return Ndarray::owning(vector_norm(x.read(), order, axes, keepdims, current_release()));
  });
  module.def("matrix_norm",
             [](const Ndarray& x, const std::string& norm, std::array<std::int64_t, 2> axes, bool keepdims) {
               return Ndarray::owning(matrix_norm(x.read(), matrix_norm_of(norm), axes, keepdims, current_release()));
             });
  module.def("cond", [](const Ndarray& a, const std::optional<std::string>& norm) {
    const auto chosen = norm ? std::optional(matrix_norm_of(*norm)) : std::nullopt;
    return Ndarray::owning(condition_number(a.read(), chosen, current_release()));
  });
  module.def("tensorsolve", [](const Ndarray& a, const Ndarray& b, const OptionalAxes& axes) {
    return Ndarray::owning(tensor_solve(a.read(), b.read(), axes, current_release()));
  });
  module.def("tensorinv", [](const Ndarray& a, std::int64_t first_axes) {
    return Ndarray::owning(tensor_inverse(a.read(), first_axes, current_release()));
  });
  module.def("cross", [](const Ndarray& a, const Ndarray& b, std::array<std::int64_t, 3> axes) {
    return Ndarray::owning(cross(a.read(), b.read(), {axes[0], axes[1], axes[2]}, current_release()));
  });
  module.def("matrix_power", [](const Ndarray& a, std::int64_t power) {
    return Ndarray::owning(matrix_power(a.read(), power, current_release()));
  });
}

}  // namespace fairplay::arraycore::python
