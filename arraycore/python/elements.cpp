// Arrays of nested Python sequences. Two passes: the first finds the shape and the dtype, the second fills the array.
#include <pybind11/complex.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/cast.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/interchange.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/objects.h"
#include "arraycore/python/release.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

bool is_text(py::handle object) { return PyUnicode_Check(object.ptr()) || PyBytes_Check(object.ptr()); }

/// What is one element: a number or text.
bool is_leaf(py::handle object) {
  PyObject* p = object.ptr();
  return PyLong_Check(p) || PyFloat_Check(p) || PyComplex_Check(p) || is_text(object);
}

/// A Python integer as an element of 64 bits; nullopt beyond them.
std::optional<DType> store_integer(py::handle object, std::byte* place) {
  int overflow = 0;
  const long long whole = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
  if (overflow == 0) {
    store<std::int64_t>(place, whole);
    return Kind::int64;
  }
  const unsigned long long large = PyLong_AsUnsignedLongLong(object.ptr());
  if (PyErr_Occurred()) {
    PyErr_Clear();
    return std::nullopt;
  }
  store<std::uint64_t>(place, large);
  return Kind::uint64;
}

DType type_of_leaf(py::handle object) {
  PyObject* p = object.ptr();
  if (PyBool_Check(p)) return Kind::boolean;
  if (PyFloat_Check(p)) return Kind::float64;
  if (PyComplex_Check(p)) return Kind::complex128;
  if (PyUnicode_Check(p)) return value(DType::characters(Kind::text, PyUnicode_GetLength(p)));
  if (PyBytes_Check(p)) return value(DType::characters(Kind::bytes, PyBytes_Size(p)));
  std::byte ignored[8];
  const auto type = store_integer(object, ignored);
  if (!type)
    raise({ErrorKind::range, "a Python integer beyond 64 bits needs an array of objects, which arraycore hasn't"});
  return *type;
}

/// The first pass.
class Discovery {
 public:
  explicit Discovery(bool wants_dtype) : wants_dtype_(wants_dtype) {}

  void visit(py::handle object, std::size_t depth) {
    if (is_leaf(object)) {
      end(depth, {});
      if (wants_dtype_) add(type_of_leaf(object));
      return;
    }
    if (const auto array = foreign_array(object)) {
      end(depth, array->view.shape());
      if (wants_dtype_) add(array->view.dtype());
      return;
    }
    if (!PySequence_Check(object.ptr())) {
      raise({ErrorKind::dtype, "no array of " + py::repr(py::type::of(object)).cast<std::string>()});
    }
    const auto items = py::reinterpret_steal<py::object>(PySequence_Fast(object.ptr(), "not a sequence"));
    if (!items) throw py::error_already_set();
    const auto n = static_cast<std::int64_t>(PySequence_Fast_GET_SIZE(items.ptr()));
    if (depth >= max_dimensions) raise({ErrorKind::value, "sequences nested more than 64 deep"});
    if (depth == shape_.size()) {
      if (complete_) raise_ragged();
      shape_.push_back(n);
    } else if (shape_[depth] != n) {
      raise_ragged();
    }
    for (std::int64_t i = 0; i < n; ++i) visit(PySequence_Fast_GET_ITEM(items.ptr(), i), depth + 1);
    if (n == 0) end(depth + 1, {});
  }

  const Extents& shape() const { return shape_; }
  DType dtype() const { return dtype_.value_or(Kind::float64); }

 private:
  /// Below `depth` lies an element, or an array of this shape: the same everywhere.
  void end(std::size_t depth, const Extents& rest) {
    if (!complete_) {
      if (depth != shape_.size()) raise_ragged();
      shape_.insert(shape_.end(), rest.begin(), rest.end());
      complete_ = true;
    } else if (depth + rest.size() != shape_.size() ||
               !std::equal(rest.begin(), rest.end(), shape_.begin() + static_cast<std::ptrdiff_t>(depth))) {
      raise_ragged();
    }
  }
  void add(DType dtype) {
    if (dtype_ && *dtype_ == dtype) return;
    dtype_ = dtype_ ? value(promote_types(*dtype_, dtype, current_release())) : dtype;
  }
  [[noreturn]] static void raise_ragged() {
    raise(
        {ErrorKind::value, "setting an array element with a sequence. The requested array has an inhomogeneous shape"});
  }

  bool wants_dtype_;
  bool complete_ = false;
  Extents shape_;
  std::optional<DType> dtype_;
};

/// Converts one element of another dtype.
void convert(const std::byte* from, DType type, std::byte* place, DType dtype) {
  const ElementCast cast = value(ElementCast::between(type, dtype, current_release()));
  value(cast.run(from, type.size(), place, dtype.size(), 1));
}

void fill_text(py::handle object, std::byte* place, DType dtype) {
  std::string bytes;
  DType type = type_of_leaf(object);
  if (PyBytes_Check(object.ptr())) {
    bytes = object.cast<std::string>();
  } else {
    const auto coded = py::reinterpret_steal<py::object>(PyUnicode_AsEncodedString(
        object.ptr(), std::endian::native == std::endian::little ? "utf-32-le" : "utf-32-be", "surrogatepass"));
    if (!coded) throw py::error_already_set();
    bytes = coded.cast<std::string>();
  }
  if (type.length() == 0) {
    bytes.assign(4, '\0');
    type = value(DType::characters(type.kind(), 1));
  }
  convert(reinterpret_cast<const std::byte*>(bytes.data()), type, place, dtype);
}

[[noreturn]] void raise_out_of_bounds(py::handle object, DType dtype) {
  raise({ErrorKind::range,
         "Python integer " + py::str(object).cast<std::string>() + " out of bounds for " + long_name(dtype)});
}

void fill_integer(py::handle object, std::byte* place, DType dtype) {
  std::byte wide[8];
  const auto type = store_integer(object, wide);
  if (!type) {
    if (is_integer(dtype.kind())) raise_out_of_bounds(object, dtype);
    // As its digits, so that it is rounded once.
    fill_text(py::str(object), place, dtype);
    return;
  }
  convert(wide, *type, place, dtype);
  if (!is_integer(dtype.kind()) || !by_type()) return;
  std::byte back[8];
  convert(place, dtype, back, *type);
  const bool changed = load<std::int64_t>(back) != load<std::int64_t>(wide);
  const bool negative = *type == DType(Kind::int64) && load<std::int64_t>(wide) < 0;
  if (changed || (negative && is_unsigned_integer(dtype.kind())) ||
      (*type == DType(Kind::uint64) && dtype == DType(Kind::int64))) {
    raise_out_of_bounds(object, dtype);
  }
}

void fill_leaf(py::handle object, std::byte* place, DType dtype) {
  PyObject* p = object.ptr();
  std::byte element[16];
  if (is_text(object)) {
    fill_text(object, place, dtype);
  } else if (PyBool_Check(p)) {
    store(element, p == Py_True);
    convert(element, Kind::boolean, place, dtype);
  } else if (PyLong_Check(p)) {
    fill_integer(object, place, dtype);
  } else if (PyFloat_Check(p)) {
    const double number = PyFloat_AS_DOUBLE(p);
    if (dtype.kind() == Kind::float64) {
      store(place, number);
      return;
    }
    if (is_integer(dtype.kind()) && number != number) {
      raise({ErrorKind::value, "cannot convert float NaN to integer"});
    }
    if (is_integer(dtype.kind()) && number - number != 0) {
      raise({ErrorKind::range, "cannot convert float infinity to integer"});
    }
    store(element, number);
    convert(element, Kind::float64, place, dtype);
  } else {
    if (!is_complex(dtype.kind()) && dtype.kind() != Kind::boolean && !is_character(dtype.kind())) {
      raise({ErrorKind::dtype, "a complex number can't become " + long_name(dtype)});
    }
    store(element, object.cast<std::complex<double>>());
    convert(element, Kind::complex128, place, dtype);
  }
}

/// The second pass, into an array in C order.
void fill(py::handle object, const DynamicView& view, std::size_t axis, std::byte* place) {
  if (is_leaf(object)) {
    fill_leaf(object, place, view.dtype());
    return;
  }
  if (const auto array = foreign_array(object)) {
    const auto skipped = static_cast<std::ptrdiff_t>(axis);
    const Layout rest{Extents(view.shape().begin() + skipped, view.shape().end()),
                      Strides(view.strides().begin() + skipped, view.strides().end()), 0};
    value(assign_cast(DynamicView(place, view.dtype(), rest), array->read(), current_release()));
    return;
  }
  const auto items = py::reinterpret_steal<py::object>(PySequence_Fast(object.ptr(), "not a sequence"));
  for (std::int64_t i = 0; i < view.shape()[axis]; ++i, place += view.strides()[axis]) {
    fill(PySequence_Fast_GET_ITEM(items.ptr(), i), view, axis + 1, place);
  }
}

}  // namespace

Ndarray array_of_elements(py::handle object, std::optional<DType> dtype) {
  // Bytes and text of length 0 stand for any length: the elements say which.
  const bool open = !dtype || (is_character(dtype->kind()) && dtype->length() == 0);
  Discovery found(open);
  found.visit(object, 0);
  DType type = dtype.value_or(found.dtype());
  if (is_character(type.kind()) && type.length() == 0) {
    const DType common = value(promote_types(type, found.dtype(), current_release()));
    type = value(DType::characters(type.kind(), std::max<std::int64_t>(1, common.length())));
  }
  Ndarray result = Ndarray::owning(Array::zeros(type, found.shape()));
  if (result.view.count() > 0) fill(object, result.view, 0, result.view.data());
  return result;
}

}  // namespace fairplay::arraycore::python
