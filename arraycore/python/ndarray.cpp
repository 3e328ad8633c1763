#include "arraycore/python/ndarray.h"
#include "arraycore/casting/smallest_type.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/overlap.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/objects.h"
#include "arraycore/python/release.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

Order order_of(const std::string& order) {
  if (order == "C") return Order::c;
  if (order == "F") return Order::fortran;
  raise({ErrorKind::value, "order must be 'C' or 'F', not '" + order + "'"});
}

/// The same bytes as elements of another type (numpy.ndarray.view). Where the sizes differ the last axis changes.
Ndarray seen_as(const Ndarray& array, DType dtype) {
  const std::int64_t old_size = array.view.dtype().size();
  const std::int64_t new_size = dtype.size();
  if (old_size == new_size) return Ndarray{array.memory, value(array.view.as(dtype)), array.writable};
  Layout layout = array.view.layout();
  if (layout.shape.empty() || (layout.strides.back() != old_size && layout.shape.back() != 1)) {
    raise({ErrorKind::value, "To change to a dtype of a different size, the last axis must be contiguous"});
  }
  const std::int64_t bytes = layout.shape.back() * old_size;
  if (new_size == 0 || bytes % new_size != 0) {
    raise({ErrorKind::value, "a last axis of " + std::to_string(bytes) + " bytes can't be seen as elements of " +
                                 std::to_string(new_size) + " bytes"});
  }
  layout.shape.back() = bytes / new_size;
  layout.strides.back() = new_size;
  return Ndarray{array.memory, DynamicView(array.view.data(), dtype, layout), array.writable};
}

/// The real parts (or the imaginary ones) of complex numbers.
Ndarray part_of(const Ndarray& array, bool imaginary) {
  const DType dtype = array.view.dtype();
  const Kind real = dtype.kind() == Kind::complex64    ? Kind::float32
                    : dtype.kind() == Kind::complex128 ? Kind::float64
                                                       : Kind::long_double;
  Layout layout = array.view.layout();
  if (imaginary) layout.offset += dtype.size() / 2;
  return Ndarray{array.memory, DynamicView(array.view.data(), real, layout), array.writable};
}

Ndarray cast(const Ndarray& array, DType dtype, const std::string& casting) {
  return Ndarray::owning(astype(array.read(), dtype, casting_of(casting), current_release()));
}

/// numpy.ndarray.reshape: a view where strides can say it, unless `copy` says otherwise.
Ndarray reshape(const Ndarray& array, const Extents& shape, const std::string& order, std::optional<bool> copy) {
  const std::int64_t size = array.view.dtype().size();
  const Order way = order_of(order);
  if (!copy.value_or(false)) {
    const auto layout = value(reshaped(array.view.layout(), shape, size, way));
    if (layout) return array.with(*layout);
    if (copy.has_value()) raise({ErrorKind::value, "Unable to avoid creating a copy while reshaping."});
  }
  const Ndarray whole = Ndarray::owning(Array::copy_of(array.read(), way));
  return whole.with(*value(reshaped(whole.view.layout(), shape, size, way)));
}

void assign_masked(const Ndarray& target, const Ndarray& source, const std::string& casting,
                   const std::optional<Ndarray>& where) {
  const DType from = source.view.dtype();
  const DType to = target.view.dtype();
  if (!can_cast(from, to, casting_of(casting), current_release())) {
    raise({ErrorKind::dtype, "Cannot cast array data from " + long_name(from) + " to " + long_name(to) +
                                 " according to the rule '" + casting + "'"});
  }
  if (where) {
    value(assign_where(target.write(), source.read(), where->read()));
  } else {
    value(assign_cast(target.write(), source.read(), current_release()));
  }
}

}  // namespace

void bind_ndarray(py::module_& module) {
  py::class_<Ndarray>(module, "ndarray", py::buffer_protocol(), py::dynamic_attr(), "Elements of one dtype.")
      .def_property_readonly("shape", [](const Ndarray& self) { return py::tuple(py::cast(self.view.shape())); })
      .def_property_readonly("strides", [](const Ndarray& self) { return py::tuple(py::cast(self.view.strides())); })
      .def_property_readonly("dtype", [](const Ndarray& self) { return self.view.dtype(); })
      .def_property_readonly("ndim", [](const Ndarray& self) { return self.view.dimensions(); })
      .def_property_readonly("size", [](const Ndarray& self) { return self.view.count(); })
      .def_property_readonly("itemsize", [](const Ndarray& self) { return self.view.dtype().size(); })
      .def_property_readonly("nbytes", [](const Ndarray& self) { return self.view.count() * self.view.dtype().size(); })
      .def_readonly("_writable", &Ndarray::writable)
      .def("_address", [](const Ndarray& self) { return reinterpret_cast<std::uintptr_t>(self.view.data()); })
      .def("_contiguous",
           [](const Ndarray& self, const std::string& order) {
             return is_contiguous(self.view.layout(), self.view.dtype().size(), order_of(order));
           })
      .def("_part", part_of)
      .def("_view", seen_as)
      .def("_cast", cast)
      .def("_copy",
           [](const Ndarray& self, const std::string& order) {
             return Ndarray::owning(Array::copy_of(self.read(), order_of(order)));
           })
      .def("_alias", [](const Ndarray& self) { return self; })
      .def("_set_writable", [](Ndarray& self, bool writable) { self.writable = writable; })
      .def("tolist", [](const Ndarray& self) { return list_of(self.read()); })
      .def(
          "tobytes",
          [](const Ndarray& self, const std::string& order) {
            const Array copy = value(Array::copy_of(self.read(), order_of(order)));
            const ConstDynamicView view = copy.view();
            return py::bytes(reinterpret_cast<const char*>(view.data()),
                             static_cast<std::size_t>(view.count() * view.dtype().size()));
          },
          py::arg("order") = "C");
  module.def("zeros", [](const Extents& shape, py::handle dtype, const std::string& order) {
    DType type = dtype_of_object(dtype);
    if (is_character(type.kind()) && type.length() == 0) type = value(DType::characters(type.kind(), 1));
    return Ndarray::owning(Array::zeros(type, shape, order_of(order)));
  });
  module.def("reshape", reshape);
  module.def("copyto", assign_masked);
  module.def("may_overlap", [](const Ndarray& a, const Ndarray& b) { return may_overlap(a.read(), b.read()); });
  module.def("shares_memory", [](const Ndarray& a, const Ndarray& b) { return share_memory(a.read(), b.read()); });
  module.def("min_scalar_type", [](const Ndarray& a) {
    return a.view.dimensions() > 0 ? a.view.dtype() : smallest_type(a.view.data(), a.view.dtype());
  });
  module.def("as_strided", [](const Ndarray& array, const Extents& shape, const Strides& strides) {
    return array.with(Layout{shape, strides, 0});
  });
}

}  // namespace fairplay::arraycore::python
