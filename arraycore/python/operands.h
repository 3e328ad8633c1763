#pragma once

#include <pybind11/pybind11.h>

#include <string_view>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/python/ndarray.h"

namespace fairplay::arraycore::python {

/// What becomes of a Python number beside arrays.
enum class Numbers {
  by_arrays,  ///< it takes the dtype that the arrays say (NEP 50): an OverflowError where that doesn't hold it
  compared,   ///< the same, but integers are compared with any number
  apart,      ///< its own dtype
};

/// The operands of an expression as arrays. Up to 1.26 all numbers are `apart`: their value counts later.
std::vector<Ndarray> operands_of(const pybind11::sequence& objects, Numbers numbers = Numbers::by_arrays);

std::vector<ConstDynamicView> views_of(const std::vector<Ndarray>& arrays);

}  // namespace fairplay::arraycore::python
