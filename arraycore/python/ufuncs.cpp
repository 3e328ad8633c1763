// Calling ufuncs: the operands' and the options' Python side.
#include "arraycore/ufunc/ufunc.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/interchange.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/operands.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/loop_table.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using Arrays = std::vector<Ndarray>;

/// How this ufunc takes Python numbers.
Numbers numbers_of(std::string_view name) {
  static constexpr std::array<std::string_view, 6> comparisons{"equal",      "not_equal", "less",
                                                               "less_equal", "greater",   "greater_equal"};
  if (std::ranges::find(comparisons, name) != comparisons.end()) return Numbers::compared;
  return name == "ldexp" ? Numbers::apart : Numbers::by_arrays;  // its operands are of two kinds
}

/// What is common to the ways to call one.
struct Call {
  Arrays inputs;
  std::vector<ConstDynamicView> views;
  std::optional<Ndarray> where;
  std::string signature;
  FloatFlags flags;
  UfuncOptions options;

  Call(const std::string& name, const py::sequence& objects, py::handle mask, const std::string& casting,
       std::string given_signature)
      : inputs(operands_of(objects, numbers_of(name))), views(views_of(inputs)), signature(std::move(given_signature)) {
    options.release = current_release();
    options.casting = casting_of(casting);
    if (!signature.empty()) options.signature = signature;
    if (!mask.is_none()) {
      where = as_array(mask);
      options.where = where->read();
    }
    options.flags = &flags;
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  Call(Call&&) = delete;
  Call& operator=(Call&&) = delete;
  ~Call() = default;
};

/// (results, flags)
py::tuple results_of(std::vector<Array> arrays, const FloatFlags& flags) {
  Arrays results;
  for (Array& array : arrays) results.push_back(Ndarray::owning(std::move(array)));
  return py::make_tuple(py::tuple(py::cast(results)), tuple_of(flags));
}

py::tuple call(const std::string& name, const py::sequence& inputs, py::handle where, const std::string& casting,
               const std::string& signature) {
  Call call(name, inputs, where, casting, signature);
  auto results = [&] {
    const py::gil_scoped_release released;
    return call_ufunc(name, call.views, call.options);
  }();
  return results_of(value(std::move(results)), call.flags);
}

py::tuple call_into(const std::string& name, const py::sequence& inputs, const Arrays& outputs, py::handle where,
                    const std::string& casting, const std::string& signature) {
  Call call(name, inputs, where, casting, signature);
  std::vector<DynamicView> targets;
  for (const Ndarray& output : outputs) targets.push_back(output.write());
  const auto done = [&] {
    const py::gil_scoped_release released;
    return call_ufunc_into(name, call.views, targets, call.options);
  }();
  value(done);
  return tuple_of(call.flags);
}

py::tuple outer(const std::string& name, const py::sequence& inputs, const std::string& casting,
                const std::string& signature) {
  Call call(name, inputs, py::none(), casting, signature);
  return results_of(value(call_ufunc_outer(name, call.views.at(0), call.views.at(1), call.options)), call.flags);
}

/// (inputs, outputs, identity, loops); None for what the release hasn't got.
py::object described(const std::string& name) {
  const LoopRow* row = find_ufunc(name, current_release());
  if (row == nullptr) return py::none();
  return py::make_tuple(row->inputs, row->outputs,
                        row->identity ? py::object(py::str(std::string(*row->identity))) : py::none(),
                        std::vector<std::string>(row->loops.begin(), row->loops.end()));
}

}  // namespace

void bind_ufuncs(py::module_& module) {
  module.def("ufunc_names", [] {
    const auto names = ufunc_names(current_release());
    return std::vector<std::string>(names.begin(), names.end());
  });
  module.def("describe_ufunc", described);
  module.def("call_ufunc", call);
  module.def("call_ufunc_into", call_into);
  module.def("outer_ufunc", outer);
  module.def("operands", [](const py::sequence& objects) { return operands_of(objects); });
}

}  // namespace fairplay::arraycore::python
