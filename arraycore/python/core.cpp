// arraycore's Python module: the extension arraycore._core. The package around it gives NumPy's names and arguments.
#include <pybind11/pybind11.h>

#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/interchange.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/release.h"

PYBIND11_MODULE(_core, module) {
  namespace python = fairplay::arraycore::python;
  python::bind_release(module);
  python::bind_dtype(module);
  python::bind_ndarray(module);
  python::bind_interchange(module);
  python::bind_indexing(module);
  python::bind_moves(module);
  python::bind_ufuncs(module);
  python::bind_polynomials(module);
  python::bind_random(module);
  python::bind_reductions(module);
  python::bind_sorting(module);
  python::bind_statistics(module);
  python::bind_differences(module);
  python::bind_fft(module);
  python::bind_products(module);
  python::bind_linalg(module);
  python::bind_calendar(module);
  python::bind_strings(module);
  python::bind_text_files(module);
  python::bind_texts(module);
  python::bind_files(module);
}
