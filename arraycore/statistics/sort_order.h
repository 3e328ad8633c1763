#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <type_traits>

#include "arraycore/casting/units.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {

/// An element as it is compared in a sort.
template <class T>
auto sort_key(const std::byte* place) {
  if constexpr (std::is_same_v<T, Float16>) {
    return load<T>(place).to_float();
  } else if constexpr (is_ticks<T>) {
    return read_element<T>(place);
  } else {
    return load<T>(place);
  }
}

/// NumPy's order of sorting: NaN and NaT come last. Complex numbers go by their real, then by their imaginary parts;
/// those with a NaN in the imaginary part come behind the others, then those with one in the real part.
template <class T>
bool sorts_before(const T& a, const T& b) {
  if constexpr (is_complex_type<T>) {
    const bool real_nan = std::isnan(a.real());
    if (real_nan != std::isnan(b.real())) return !real_nan;
    const bool imaginary_nan = std::isnan(a.imag());
    if (imaginary_nan != std::isnan(b.imag())) return !imaginary_nan;
    if (!real_nan && a.real() != b.real()) return a.real() < b.real();
    return a.imag() < b.imag();
  } else if constexpr (std::is_floating_point_v<T>) {
    return a < b || (std::isnan(b) && !std::isnan(a));
  } else if constexpr (is_ticks<T>) {
    if (a.ticks == not_a_time) return false;
    return b.ticks == not_a_time || a.ticks < b.ticks;
  } else {
    return a < b;
  }
}

}  // namespace fairplay::arraycore
