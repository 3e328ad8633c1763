// Reductions, accumulations and statistics.
#include "arraycore/reduction/reduce.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/indexing.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/release.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/ufunc/float_flags.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using Axes = std::optional<std::vector<std::int64_t>>;
using OptionalArray = std::optional<Ndarray>;

std::optional<ConstDynamicView> view_of(const OptionalArray& array) {
  return array ? std::optional(array->read()) : std::nullopt;
}

/// (result, flags)
py::tuple reduce_ufunc(const std::string& name, const Ndarray& array, const Axes& axes, py::handle dtype, bool keepdims,
                       const OptionalArray& initial, const OptionalArray& where) {
  FloatFlags flags;
  ReduceOptions options{.release = current_release(),
                        .axes = axes,
                        .keepdims = keepdims,
                        .dtype = optional_dtype(dtype),
                        .initial = view_of(initial),
                        .where = view_of(where),
                        .flags = &flags};
  auto result = [&] {
    const py::gil_scoped_release released;
    return reduce(name, array.read(), options);
  }();
  return py::make_tuple(Ndarray::owning(std::move(result)),
                        py::make_tuple(flags.divide, flags.overflow, flags.underflow, flags.invalid));
}

using Statistic = Expected<Array> (*)(const ConstDynamicView&, const MeanOptions&);

template <Statistic statistic>
Ndarray statistic_of(const Ndarray& array, const Axes& axes, py::handle dtype, bool keepdims, double ddof,
                     const OptionalArray& where) {
  const MeanOptions options{.release = current_release(),
                            .axes = axes,
                            .keepdims = keepdims,
                            .dtype = optional_dtype(dtype),
                            .ddof = ddof,
                            .where = view_of(where)};
  return Ndarray::owning(statistic(array.read(), options));
}

}  // namespace

void bind_reductions(py::module_& module) {
  module.def("reduce", reduce_ufunc);
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
