// Shapes, joins, and what else moves elements without computing.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/pad.h"
#include "arraycore/array/repeat.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/operands.h"
#include "arraycore/python/release.h"
#include "arraycore/statistics/computed_pad.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using Axis = std::optional<std::int64_t>;
using Integers = std::vector<std::int64_t>;
using Widths = std::vector<std::pair<std::int64_t, std::int64_t>>;

OutOfBounds mode_of(const std::string& name) {
  if (name == "raise") return OutOfBounds::error;
  if (name == "wrap") return OutOfBounds::wrap;
  if (name == "clip") return OutOfBounds::clip;
  raise({ErrorKind::value, "clipmode must be one of 'clip', 'raise', or 'wrap' (got '" + name + "')"});
}

std::vector<Ndarray> parts_of(const Ndarray& array, const std::vector<Layout>& layouts) {
  std::vector<Ndarray> parts;
  for (const Layout& layout : layouts) parts.push_back(array.with(layout));
  return parts;
}

Ndarray pad_by_mode(const Ndarray& array, const Widths& widths, const std::string& mode) {
  static const std::map<std::string, PadMode> modes{{"edge", PadMode::edge},
                                                    {"reflect", PadMode::reflect},
                                                    {"symmetric", PadMode::symmetric},
                                                    {"wrap", PadMode::wrap}};
  const auto found = modes.find(mode);
  if (found == modes.end()) raise_missing(("pad with mode '" + mode + "'").c_str());
  return Ndarray::owning(pad(array.read(), widths, found->second));
}

Ndarray pad_by_statistic(const Ndarray& array, const Widths& widths, const std::string& mode,
                         const std::vector<StatisticLengths>& lengths) {
  static const std::map<std::string, PadStatistic> statistics{{"maximum", PadStatistic::maximum},
                                                              {"minimum", PadStatistic::minimum},
                                                              {"mean", PadStatistic::mean},
                                                              {"median", PadStatistic::median}};
  return Ndarray::owning(pad_statistic(array.read(), widths, statistics.at(mode), lengths, current_release()));
}

void bind_layouts(py::module_& module) {
  module.def("permuted",
             [](const Ndarray& a, const Integers& axes) { return a.with(permuted(a.view.layout(), axes)); });
  module.def("transposed", [](const Ndarray& a) { return a.with(transposed(a.view.layout())); });
  module.def("axes_moved", [](const Ndarray& a, const Integers& from, const Integers& to) {
    return a.with(axes_moved(a.view.layout(), from, to));
  });
  module.def("flipped", [](const Ndarray& a, const Integers& axes) { return a.with(flipped(a.view.layout(), axes)); });
  module.def("expanded",
             [](const Ndarray& a, const Integers& axes) { return a.with(expanded(a.view.layout(), axes)); });
  module.def("squeezed", [](const Ndarray& a, const std::optional<Integers>& axes) {
    return a.with(squeezed(a.view.layout(), axes));
  });
  module.def("broadcast_to", [](const Ndarray& a, const Integers& shape) {
    Ndarray wide = a.with(broadcast(a.view.layout(), shape));
    wide.writable = false;  // an element may stand at several places
    return wide;
  });
  module.def("broadcast_shapes", [](const std::vector<Extents>& shapes) { return value(broadcast_shapes(shapes)); });
  module.def("diagonal", [](const Ndarray& a, std::int64_t offset, std::int64_t axis1, std::int64_t axis2) {
    return a.with(diagonal(a.view.layout(), offset, axis1, axis2));
  });
  module.def("normal_axis",
             [](std::int64_t axis, std::size_t dimensions) { return value(normal_axis(axis, dimensions)); });
  module.def("split", [](const Ndarray& a, std::int64_t sections, std::int64_t axis, bool unevenly) {
    const Layout& layout = a.view.layout();
    return parts_of(a, value(unevenly ? split_unevenly(layout, sections, axis) : split(layout, sections, axis)));
  });
  module.def("split_at", [](const Ndarray& a, const Integers& places, std::int64_t axis) {
    return parts_of(a, value(split_at(a.view.layout(), places, axis)));
  });
}

}  // namespace

void bind_moves(py::module_& module) {
  bind_layouts(module);
  module.def("concatenate", [](const std::vector<Ndarray>& arrays, Axis axis) {
    return Ndarray::owning(concatenate(views_of(arrays), axis, current_release()));
  });
  module.def("stack", [](const std::vector<Ndarray>& arrays, std::int64_t axis) {
    return Ndarray::owning(stack(views_of(arrays), axis, current_release()));
  });
  module.def("repeat", [](const Ndarray& a, const Integers& counts, Axis axis) {
    return Ndarray::owning(repeat(a.read(), counts, axis));
  });
  module.def("tile", [](const Ndarray& a, const Integers& times) { return Ndarray::owning(tile(a.read(), times)); });
  module.def("roll", [](const Ndarray& a, const Integers& shifts, const std::optional<Integers>& axes) {
    return Ndarray::owning(axes ? roll(a.read(), shifts, *axes) : roll_flat(a.read(), shifts.at(0)));
  });
  module.def("take", [](const Ndarray& a, const Ndarray& indices, Axis axis, const std::string& mode) {
    return Ndarray::owning(take(a.read(), indices.read(), axis, mode_of(mode)));
  });
  module.def("put", [](const Ndarray& a, const Ndarray& indices, const Ndarray& values, const std::string& mode) {
    value(put(a.write(), indices.read(), values.read(), mode_of(mode)));
  });
  module.def("choose", [](const Ndarray& which, const std::vector<Ndarray>& choices, const std::string& mode) {
    return Ndarray::owning(choose(which.read(), views_of(choices), mode_of(mode), current_release()));
  });
  module.def("select",
             [](const std::vector<Ndarray>& conditions, const std::vector<Ndarray>& choices, const Ndarray& rest) {
               return Ndarray::owning(select(views_of(conditions), views_of(choices), rest.read(), current_release()));
             });
  module.def("pad", pad_by_mode);
  module.def("pad_constant", [](const Ndarray& a, const Widths& widths, const Ndarray& with) {
    return Ndarray::owning(pad_constant(a.read(), widths, with.read()));
  });
  module.def("pad_statistic", pad_by_statistic);
  module.def("pad_ramp",
             [](const Ndarray& a, const Widths& widths, const std::vector<std::pair<double, double>>& ends) {
               return Ndarray::owning(pad_ramp(a.read(), widths, ends, current_release()));
             });
  module.def("pad_odd", [](const Ndarray& a, const Widths& widths, bool edge_included) {
    return Ndarray::owning(pad_odd(a.read(), widths, edge_included, current_release()));
  });
  module.def("true_places", [](const Ndarray& mask) {
    std::vector<Ndarray> places;
    for (const auto& axis : value(true_places(mask.read()))) {
      places.push_back(Ndarray::owning(Array::from<std::int64_t>(axis)));
    }
    return places;
  });
  module.def("integers", [](const Ndarray& a) { return value(integers_of(a.read())); });
}

}  // namespace fairplay::arraycore::python
