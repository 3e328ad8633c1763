#include "arraycore/python/errors.h"

#include <pybind11/pybind11.h>

#include <string>

#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

py::object exception_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::index: return py::reinterpret_borrow<py::object>(PyExc_IndexError);
    case ErrorKind::axis: return py::module_::import("arraycore._errors").attr("AxisError");
    case ErrorKind::dtype: return py::reinterpret_borrow<py::object>(PyExc_TypeError);
    case ErrorKind::range: return py::reinterpret_borrow<py::object>(PyExc_OverflowError);
    case ErrorKind::memory: return py::reinterpret_borrow<py::object>(PyExc_MemoryError);
    case ErrorKind::shape:
    case ErrorKind::size:
    case ErrorKind::value: break;
  }
  return py::reinterpret_borrow<py::object>(PyExc_ValueError);
}

}  // namespace

void raise(const Error& error) {
  PyErr_SetString(exception_of(error.kind).ptr(), error.message.c_str());
  throw py::error_already_set();
}

void raise_missing(const char* what) {
  PyErr_SetString(PyExc_NotImplementedError, (std::string("arraycore has no ") + what + " yet").c_str());
  throw py::error_already_set();
}

}  // namespace fairplay::arraycore::python
