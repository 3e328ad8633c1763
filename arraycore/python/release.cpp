#include "arraycore/python/release.h"

#include <pybind11/pybind11.h>

#include <utility>

#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {
thread_local Release chosen = newest_release;
}  // namespace

Release current_release() { return chosen; }

void bind_release(py::module_& module) {
  module.def("release", [] { return std::pair(chosen.major, chosen.minor); });
  module.def("set_release", [](int major, int minor) { chosen = Release{major, minor}; });
}

}  // namespace fairplay::arraycore::python
