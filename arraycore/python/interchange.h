#pragma once

#include <pybind11/pybind11.h>

#include <optional>

#include "arraycore/python/ndarray.h"

namespace fairplay::arraycore::python {

/// An array, or a view of what another library offers: the buffer protocol, `__array_interface__`, DLPack. Elements in
/// another byte order than the machine's are copied. nullopt: the object offers none of them (bytes and text don't
/// count). Raises TypeError for elements that arraycore hasn't got.
std::optional<Ndarray> foreign_array(pybind11::handle object);

/// The same of everything that can be an array at all (objects.h).
Ndarray as_array(pybind11::handle object);

/// DLPack, in dlpack.cpp.
Ndarray array_of_dlpack(pybind11::handle object);
pybind11::capsule dlpack_of(const Ndarray& array, bool versioned, bool copied);

void bind_interchange(pybind11::module_& module);

}  // namespace fairplay::arraycore::python
