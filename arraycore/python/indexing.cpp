// What stands between the brackets of a Python index, as arraycore's indices.
#include "arraycore/array/index.h"

#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/indexing.h"
#include "arraycore/python/interchange.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/objects.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

std::int64_t whole_number(py::handle object) {
  const Py_ssize_t number = PyNumber_AsSsize_t(object.ptr(), PyExc_IndexError);
  if (number == -1 && PyErr_Occurred()) throw py::error_already_set();
  return number;
}

std::optional<std::int64_t> bound(py::handle slice, const char* name) {
  const py::object given = slice.attr(name);
  if (given.is_none()) return std::nullopt;
  // Bounds are clipped, those beyond 64 bits too.
  const Py_ssize_t number = PyNumber_AsSsize_t(given.ptr(), nullptr);
  if (number == -1 && PyErr_Occurred()) throw py::error_already_set();
  return number;
}

bool is_integer_without_axes(py::handle object) {
  if (!py::isinstance<Ndarray>(object)) return PyIndex_Check(object.ptr()) && !PyBool_Check(object.ptr());
  const auto& array = object.cast<const Ndarray&>();
  return array.view.dimensions() == 0 && is_integer(array.view.dtype().kind());
}

/// An index that is an array, or becomes one.
Ndarray index_array(py::handle object) {
  Ndarray array = as_array(object);
  const Kind kind = array.view.dtype().kind();
  if (is_integer(kind) || kind == Kind::boolean) return array;
  // An empty list has no type of its own.
  if (array.view.count() == 0 && !py::isinstance<Ndarray>(object)) {
    return Ndarray::owning(Array::zeros(Kind::int64, array.view.shape()));
  }
  raise(
      {ErrorKind::index,
       "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid "
       "indices"});
}

}  // namespace

void Indices::add(py::handle object) {
  if (object.is_none()) {
    indices_.emplace_back(NewAxis{});
  } else if (object.ptr() == Py_Ellipsis) {
    indices_.emplace_back(Ellipsis{});
  } else if (PySlice_Check(object.ptr())) {
    indices_.emplace_back(Slice{bound(object, "start"), bound(object, "stop"), bound(object, "step")});
  } else if (is_integer_without_axes(object)) {
    indices_.emplace_back(whole_number(object));
  } else {
    arrays_.push_back(index_array(object));
    indices_.emplace_back(arrays_.back().read());
  }
}

Indices::Indices(py::handle object) {
  if (!PyTuple_Check(object.ptr())) {
    add(object);
    return;
  }
  for (const py::handle part : py::reinterpret_borrow<py::tuple>(object)) add(part);
}

bool Indices::name_one_element(const ConstDynamicView& view) const {
  return indices_.size() == view.dimensions() &&
         std::ranges::all_of(indices_, [](const Index& index) { return std::holds_alternative<std::int64_t>(index); });
}

namespace {

/// Basic indices give a view. An element alone is a copy, as NumPy's scalars are.
Ndarray get(const Ndarray& array, py::handle object) {
  const Indices indices(object);
  if (is_advanced(indices.all()) || indices.name_one_element(array.read())) {
    return Ndarray::owning(get_index(array.read(), indices.all()));
  }
  return array.with(basic_index(array.view.layout(), indices.all()));
}

void set(const Ndarray& array, py::handle object, py::handle given) {
  const Indices indices(object);
  const auto foreign = foreign_array(given);
  const Ndarray source = foreign ? *foreign : array_of_elements(given, array.view.dtype());
  value(set_index(array.write(), indices.all(), source.read()));
}

}  // namespace

void bind_indexing(py::module_& /*module*/) {
  const auto type = py::type::of<Ndarray>();
  type.attr("__getitem__") = py::cpp_function(get, py::is_method(type));
  type.attr("__setitem__") = py::cpp_function(set, py::is_method(type));
}

}  // namespace fairplay::arraycore::python
