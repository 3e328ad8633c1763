// Products of matrices and tensors.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linear/einsum.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/linear/tensor_products.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/operands.h"
#include "arraycore/python/release.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using ProductAxes = std::optional<std::array<Axes, 3>>;

template <Expected<Array> (*product)(const ConstDynamicView&, const ConstDynamicView&, const ProductOptions&)>
Ndarray product_along(const Ndarray& a, const Ndarray& b, py::handle dtype, const ProductAxes& axes, bool keepdims) {
  const ProductOptions options{.release = current_release(),
                               .dtype = optional_dtype(dtype),
                               .casting = Casting::same_kind,
                               .axes = axes,
                               .keepdims = keepdims};
  auto result = [&] {
    const py::gil_scoped_release released;
    return product(a.read(), b.read(), options);
  }();
  return Ndarray::owning(std::move(result));
}

template <Expected<Array> (*product)(const ConstDynamicView&, const ConstDynamicView&, Release)>
Ndarray product_of_two(const Ndarray& a, const Ndarray& b) {
  return Ndarray::owning(product(a.read(), b.read(), current_release()));
}

}  // namespace

void bind_products(py::module_& module) {
  module.def("matmul", product_along<matmul>);
  module.def("vecdot", product_along<vecdot>);
  module.def("matvec", product_along<matvec>);
  module.def("vecmat", product_along<vecmat>);
  module.def("inner", product_of_two<inner>);
  module.def("outer", product_of_two<outer>);
  module.def("vdot", product_of_two<vdot>);
  module.def("kron", product_of_two<kron>);
  module.def("tensordot", [](const Ndarray& a, const Ndarray& b, std::int64_t count) {
    return Ndarray::owning(tensordot(a.read(), b.read(), count, current_release()));
  });
  module.def("tensordot", [](const Ndarray& a, const Ndarray& b, const Axes& a_axes, const Axes& b_axes) {
    return Ndarray::owning(tensordot(a.read(), b.read(), a_axes, b_axes, current_release()));
  });
  module.def("einsum", [](const std::string& subscripts, const std::vector<Ndarray>& arrays, py::handle dtype) {
    const EinsumOptions options{.release = current_release(), .dtype = optional_dtype(dtype)};
    const auto views = views_of(arrays);
    auto result = [&] {
      const py::gil_scoped_release released;
      return einsum(subscripts, views, options);
    }();
    return Ndarray::owning(std::move(result));
  });
}

}  // namespace fairplay::arraycore::python
