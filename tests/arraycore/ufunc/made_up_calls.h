#pragma once

#include <cmath>
#include <complex>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/ufunc/ufunc.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {

/// The first output of a ufunc over lines of elements.
template <Element Out, Element In>
std::vector<Out> called(std::string_view ufunc, const std::vector<std::vector<In>>& inputs,
                        const UfuncOptions& options = {}, std::size_t output = 0) {
  std::vector<Array> arrays;
  for (const auto& input : inputs) arrays.push_back(array_of<In>({static_cast<std::int64_t>(input.size())}, input));
  const std::vector<ConstDynamicView> views(arrays.begin(), arrays.end());
  return elements<Out>(call_ufunc(ufunc, views, options).value().at(output));
}

/// Equal, with the signs of zeros; NaN equals NaN.
template <class T>
bool same(T a, T b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}
template <class T>
bool same(std::complex<T> a, std::complex<T> b) {
  return same(a.real(), b.real()) && same(a.imag(), b.imag());
}

/// Times of a dtype.
inline Array times(std::string_view dtype, const std::vector<std::int64_t>& ticks) {
  Array result = Array::zeros(DType::parse(dtype).value(), Extents{static_cast<std::int64_t>(ticks.size())}).value();
  for (std::size_t i = 0; i < ticks.size(); ++i) store(result.view().data() + 8 * i, ticks[i]);
  return result;
}

inline std::vector<std::int64_t> ticks_of(const Array& array) { return integers(*array.view().as(Kind::int64)); }

}  // namespace fairplay::arraycore
