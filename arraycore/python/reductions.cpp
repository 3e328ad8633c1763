// Reductions, accumulations and statistics.
#include "arraycore/reduction/reduce.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/indexing.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/reduction/statistics.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

void bind_reductions(py::module_& module) {
  module.def("reduce", [](const std::string& name, const Ndarray& array, const OptionalAxes& axes, py::handle dtype,
                          bool keepdims, const OptionalArray& initial, const OptionalArray& where) {
    const auto reduction = [&](const ConstDynamicView& view, const ReduceOptions& options) {
      return reduce(name, view, options);
    };
    return reduced(reduction, array, axes, dtype, keepdims, initial, where);
  });
  module.def("accumulate", [](const std::string& name, const Ndarray& array, std::int64_t axis, py::handle dtype) {
    return Ndarray::owning(accumulate(name, array.read(), axis, optional_dtype(dtype), current_release()));
  });
  module.def("reduce_at", [](const std::string& name, const Ndarray& array, const std::vector<std::int64_t>& indices,
                             std::int64_t axis, py::handle dtype) {
    return Ndarray::owning(reduce_at(name, array.read(), indices, axis, optional_dtype(dtype), current_release()));
  });
  module.def("apply_at",
             [](const std::string& name, const Ndarray& target, py::handle object, const OptionalArray& values) {
               const Indices indices(object);
               value(apply_at(name, target.write(), indices.all(), view_of(values), current_release()));
             });
  module.def("mean", statistic_of<mean>);
  module.def("var", statistic_of<variance>);
  module.def("std", statistic_of<standard_deviation>);
  module.def("argmax", [](const Ndarray& array, std::optional<std::int64_t> axis, bool keepdims) {
    return Ndarray::owning(argmax(array.read(), axis, keepdims));
  });
  module.def("argmin", [](const Ndarray& array, std::optional<std::int64_t> axis, bool keepdims) {
    return Ndarray::owning(argmin(array.read(), axis, keepdims));
  });
}

}  // namespace fairplay::arraycore::python
