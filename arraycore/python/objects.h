#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <optional>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore::python {

/// Whether it is a bool, int, float or complex of Python's own.
bool is_python_number(pybind11::handle object);
/// The same as promotion sees it. Raises TypeError for anything else.
PythonScalar python_scalar(pybind11::handle number);

/// An element as a Python object. What Python has no type for (long double, times) is an array without axes.
pybind11::object item_of(const std::byte* place, DType dtype);
/// All elements as nested lists; of an array without axes the element.
pybind11::object list_of(const ConstDynamicView& view);

/// An array of what isn't an array itself: numbers, text, nested sequences of them and of arrays. Without a dtype the
/// one that all elements have in common. Raises ValueError for sequences of different lengths, TypeError for other
/// objects, OverflowError for an integer that the dtype doesn't hold (from 2.0 on; before, it wraps).
Ndarray array_of_elements(pybind11::handle object, std::optional<DType> dtype);

}  // namespace fairplay::arraycore::python
