#include "arraycore/python/objects.h"

#include <pybind11/complex.h>
#include <pybind11/pybind11.h>

#include <array>
#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

template <class T>
py::object number(const std::byte* place) {
  return py::cast(load<T>(place));
}

/// Without the zeros that fill it up.
py::object characters(const std::byte* place, DType dtype) {
  const auto size = static_cast<std::size_t>(dtype.size());
  const std::size_t step = dtype.kind() == Kind::bytes ? 1 : 4;
  static constexpr std::array<char, 4> zeros{};
  std::size_t used = size;
  while (used > 0 && std::memcmp(place + used - step, zeros.data(), step) == 0) used -= step;
  if (step == 1) return py::bytes(reinterpret_cast<const char*>(place), used);
  int order = std::endian::native == std::endian::little ? -1 : 1;
  PyObject* text = PyUnicode_DecodeUTF32(reinterpret_cast<const char*>(place), static_cast<Py_ssize_t>(used),
                                         "surrogatepass", &order);
  if (text == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(text);
}

py::object lists_from(const ConstDynamicView& view, std::size_t axis, const std::byte* place) {
  if (axis == view.dimensions()) return item_of(place, view.dtype());
  py::list list(static_cast<std::size_t>(view.shape()[axis]));
  for (std::size_t i = 0; i < list.size(); ++i, place += view.strides()[axis])
    list[i] = lists_from(view, axis + 1, place);
  return list;
}

}  // namespace

bool is_python_number(py::handle object) {
  PyObject* p = object.ptr();
  return PyBool_Check(p) || PyLong_CheckExact(p) || PyFloat_CheckExact(p) || PyComplex_CheckExact(p);
}

PythonScalar python_scalar(py::handle number) {
  PyObject* p = number.ptr();
  if (PyBool_Check(p)) return PythonScalar::of(p == Py_True);
  if (PyFloat_Check(p)) return PythonScalar::of(PyFloat_AS_DOUBLE(p));
  if (PyComplex_Check(p)) return PythonScalar::of(number.cast<std::complex<double>>());
  if (!PyLong_Check(p)) raise({ErrorKind::dtype, "not a Python number"});
  int overflow = 0;
  const long long whole = PyLong_AsLongLongAndOverflow(p, &overflow);
  if (overflow == 0) return PythonScalar::of(static_cast<std::int64_t>(whole));
  const unsigned long long large = PyLong_AsUnsignedLongLong(p);
  if (!PyErr_Occurred()) return PythonScalar::of(static_cast<std::uint64_t>(large));
  PyErr_Clear();
  return PythonScalar::beyond_64_bits();
}

py::object item_of(const std::byte* place, DType dtype) {
  switch (dtype.kind()) {
    case Kind::boolean: return number<bool>(place);
    case Kind::int8: return py::int_(static_cast<int>(load<std::int8_t>(place)));
    case Kind::uint8: return py::int_(static_cast<int>(load<std::uint8_t>(place)));
    case Kind::int16: return number<std::int16_t>(place);
    case Kind::uint16: return number<std::uint16_t>(place);
    case Kind::int32: return number<std::int32_t>(place);
    case Kind::uint32: return number<std::uint32_t>(place);
    case Kind::int64: return number<std::int64_t>(place);
    case Kind::uint64: return number<std::uint64_t>(place);
    case Kind::float16: return py::float_(static_cast<double>(load<Float16>(place).to_float()));
    case Kind::float32: return number<float>(place);
    case Kind::float64: return number<double>(place);
    case Kind::complex64: return py::cast(std::complex<double>(load<std::complex<float>>(place)));
    case Kind::complex128: return number<std::complex<double>>(place);
    case Kind::bytes:
    case Kind::text: return characters(place, dtype);
    case Kind::long_double:
    case Kind::complex_long_double:
    case Kind::datetime:
    case Kind::timedelta: break;
  }
  return py::cast(Ndarray::owning(Array::copy_of(ConstDynamicView(place, dtype, Layout{}))));
}

py::object list_of(const ConstDynamicView& view) { return lists_from(view, 0, view.data()); }

}  // namespace fairplay::arraycore::python
