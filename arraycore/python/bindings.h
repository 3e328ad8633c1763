#pragma once

#include <pybind11/pybind11.h>

namespace fairplay::arraycore::python {

// What the module holds besides its types, one file a kind.
void bind_calendar(pybind11::module_& module);
void bind_fft(pybind11::module_& module);
void bind_files(pybind11::module_& module);
void bind_indexing(pybind11::module_& module);
void bind_linalg(pybind11::module_& module);
void bind_moves(pybind11::module_& module);
void bind_differences(pybind11::module_& module);
void bind_products(pybind11::module_& module);
void bind_polynomials(pybind11::module_& module);
void bind_random(pybind11::module_& module);
void bind_reductions(pybind11::module_& module);
void bind_sorting(pybind11::module_& module);
void bind_statistics(pybind11::module_& module);
void bind_strings(pybind11::module_& module);
void bind_text_files(pybind11::module_& module);
void bind_texts(pybind11::module_& module);
void bind_ufuncs(pybind11::module_& module);

}  // namespace fairplay::arraycore::python
