// Sorting, searching and sets.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/operands.h"
#include "arraycore/python/reduction_options.h"
#include "arraycore/python/release.h"
#include "arraycore/sorting/partition.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sets.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/sorting/unique.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

Side side_of(const std::string& name) {
  if (name == "left") return Side::left;
  if (name == "right") return Side::right;
  raise({ErrorKind::value, "side must be one of 'left' or 'right' (got '" + name + "')"});
}

py::tuple unique_of(const Ndarray& array, std::optional<std::int64_t> axis, bool indices, bool inverse, bool counts,
                    bool equal_nan) {
  Unique found = value(unique(array.read(), {current_release(), axis, indices, inverse, counts, equal_nan}));
  py::list results;
  results.append(Ndarray::owning(std::move(found.values)));
  for (auto* part : {&found.indices, &found.inverse, &found.counts}) {
    if (*part) results.append(Ndarray::owning(std::move(**part)));
  }
  return py::tuple(results);
}

void bind_sets(py::module_& module) {
  module.def("union1d", [](const Ndarray& a, const Ndarray& b) {
    return Ndarray::owning(union1d(a.read(), b.read(), current_release()));
  });
  module.def("intersect1d", [](const Ndarray& a, const Ndarray& b, bool assume_unique) {
    Intersection both = value(intersect1d(a.read(), b.read(), {current_release(), assume_unique}));
    return py::make_tuple(Ndarray::owning(std::move(both.values)), Ndarray::owning(std::move(both.first_places)),
                          Ndarray::owning(std::move(both.second_places)));
  });
  module.def("setxor1d", [](const Ndarray& a, const Ndarray& b, bool assume_unique) {
    return Ndarray::owning(setxor1d(a.read(), b.read(), {current_release(), assume_unique}));
  });
  module.def("setdiff1d", [](const Ndarray& a, const Ndarray& b, bool assume_unique) {
    return Ndarray::owning(setdiff1d(a.read(), b.read(), {current_release(), assume_unique}));
  });
  module.def("isin", [](const Ndarray& elements, const Ndarray& wanted, bool invert) {
    return Ndarray::owning(isin(elements.read(), wanted.read(), invert, current_release()));
  });
}

}  // namespace

void bind_sorting(py::module_& module) {
  module.def("sorted",
             [](const Ndarray& array, std::int64_t axis) { return Ndarray::owning(sorted(array.read(), axis)); });
  module.def("sorting_places", [](const Ndarray& array, std::int64_t axis) {
    return Ndarray::owning(sorting_places(array.read(), axis));
  });
  module.def("lexsort", [](const std::vector<Ndarray>& keys, std::int64_t axis) {
    return Ndarray::owning(lexicographic_places(views_of(keys), axis));
  });
  module.def("partitioned", [](const Ndarray& array, const std::vector<std::int64_t>& kths, std::int64_t axis) {
    return Ndarray::owning(partitioned(array.read(), kths, axis));
  });
  module.def("partitioning_places", [](const Ndarray& array, const std::vector<std::int64_t>& kths, std::int64_t axis) {
    return Ndarray::owning(partitioning_places(array.read(), kths, axis));
  });
  module.def("search_sorted",
             [](const Ndarray& array, const Ndarray& values, const std::string& side, const OptionalArray& sorter) {
               return Ndarray::owning(
                   search_sorted(array.read(), values.read(), side_of(side), current_release(), view_of(sorter)));
             });
  module.def("unique", unique_of);
  bind_sets(module);
}

}  // namespace fairplay::arraycore::python
