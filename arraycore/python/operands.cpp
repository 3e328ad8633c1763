#include "arraycore/python/operands.h"

#include <pybind11/pybind11.h>

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/interchange.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/objects.h"
#include "arraycore/python/release.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

/// A number beside integers that it is compared with: by its value, whatever their dtype holds.
Ndarray compared_integer(py::handle number) {
  if (python_scalar(number).value_class() != PythonScalar::beyond_64_bits().value_class()) return as_array(number);
  const bool negative = PyObject_RichCompareBool(number.ptr(), py::int_(0).ptr(), Py_LT) == 1;
  const double beyond = std::numeric_limits<double>::infinity();
  return as_array(py::float_(negative ? -beyond : beyond));
}

Ndarray number_beside(py::handle number, DType arrays, Numbers numbers) {
  const bool whole = PyLong_Check(number.ptr()) && !PyBool_Check(number.ptr());
  if (numbers == Numbers::compared && whole && is_integer(arrays.kind())) return compared_integer(number);
  if (!is_numeric(arrays.kind())) return as_array(number);
  return array_of_elements(number, value(result_type(arrays, python_scalar(number), current_release())));
}

}  // namespace

std::vector<Ndarray> operands_of(const py::sequence& objects, Numbers numbers) {
  std::vector<std::optional<Ndarray>> found;
  std::vector<DType> dtypes;
  for (const py::handle object : objects) {
    const bool number =
        by_type() && numbers != Numbers::apart && is_python_number(object) && !PyBool_Check(object.ptr());
    found.push_back(number ? std::nullopt : std::optional(as_array(object)));
    if (!number) dtypes.push_back(found.back()->view.dtype());
  }
  // Only the numbers beside them depend on what the arrays have in common; some have nothing.
  const auto common = dtypes.empty() ? fail(ErrorKind::dtype, "") : result_type(dtypes, current_release());
  std::vector<Ndarray> operands;
  std::size_t i = 0;
  for (const py::handle object : objects) {
    if (found[i]) {
      operands.push_back(*found[i]);
    } else {
      operands.push_back(common ? number_beside(object, *common, numbers) : as_array(object));
    }
    ++i;
  }
  return operands;
}

std::vector<ConstDynamicView> views_of(const std::vector<Ndarray>& arrays) {
  std::vector<ConstDynamicView> views;
  for (const Ndarray& array : arrays) views.push_back(array.read());
  return views;
}

}  // namespace fairplay::arraycore::python
