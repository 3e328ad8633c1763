#pragma once

#include <pybind11/pybind11.h>

#include <optional>
#include <string>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore::python {

/// The dtype that a Python object names: a dtype, one of Python's types, a string ("f8", "float64", "M8[ns]"), another
/// library's dtype (by its type string). None: float64. Raises TypeError; NotImplementedError for structured types.
DType dtype_of_object(pybind11::handle object);
/// The same; None stays none.
std::optional<DType> optional_dtype(pybind11::handle object);

/// NumPy's `dtype.name`: "float64", "str96", "datetime64[ns]".
std::string long_name(DType dtype);
/// NumPy's one-letter code.
char letter_of(DType dtype);

/// "safe", "same_kind" and so on. Raises ValueError.
Casting casting_of(const std::string& name);

void bind_dtype(pybind11::module_& module);

}  // namespace fairplay::arraycore::python
