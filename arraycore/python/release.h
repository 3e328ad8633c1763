#pragma once

#include <pybind11/pybind11.h>

#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore::python {

/// The release of NumPy whose rules this thread computes by; the newest one unless another was chosen.
Release current_release();

/// NEP 50: a Python number's type counts, not its value.
inline bool by_type() { return current_release() >= Release{2, 0}; }

void bind_release(pybind11::module_& module);

}  // namespace fairplay::arraycore::python
