#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/release.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/float_flags.h"

namespace fairplay::arraycore::python {

using OptionalAxes = std::optional<std::vector<std::int64_t>>;
using OptionalArray = std::optional<Ndarray>;

inline std::optional<ConstDynamicView> view_of(const OptionalArray& array) {
  return array ? std::optional(array->read()) : std::nullopt;
}

inline pybind11::tuple tuple_of(const FloatFlags& flags) {
  return pybind11::make_tuple(flags.divide, flags.overflow, flags.underflow, flags.invalid);
}

/// A function that reduces: (result, flags).
template <class Reduction>
pybind11::tuple reduced(Reduction&& reduction, const Ndarray& array, const OptionalAxes& axes, pybind11::handle dtype,
                        bool keepdims, const OptionalArray& initial, const OptionalArray& where) {
  FloatFlags flags;
  const ReduceOptions options{.release = current_release(),
                              .axes = axes,
                              .keepdims = keepdims,
                              .dtype = optional_dtype(dtype),
                              .initial = view_of(initial),
                              .where = view_of(where),
                              .flags = &flags};
  auto result = [&] {
    const pybind11::gil_scoped_release released;
    return reduction(array.read(), options);
  }();
  return pybind11::make_tuple(Ndarray::owning(std::move(result)), tuple_of(flags));
}

/// mean, var, std and their like.
template <Expected<Array> (*statistic)(const ConstDynamicView&, const MeanOptions&)>
Ndarray statistic_of(const Ndarray& array, const OptionalAxes& axes, pybind11::handle dtype, bool keepdims, double ddof,
                     const OptionalArray& where) {
  const MeanOptions options{.release = current_release(),
                            .axes = axes,
                            .keepdims = keepdims,
                            .dtype = optional_dtype(dtype),
                            .ddof = ddof,
                            .where = view_of(where)};
  return Ndarray::owning(statistic(array.read(), options));
}

}  // namespace fairplay::arraycore::python
