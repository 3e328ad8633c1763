#pragma once

#include <cfenv>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include "arraycore/types/float16.h"

// The fast way to a correctly rounded result: the C library's function of a wider type, and a certificate. If no error
// that the wider result may have changes what it rounds to, that is the correctly rounded result (A. Ziv, "Fast
// evaluation of elementary mathematical functions with correctly rounded last bit", 1991). What isn't certified is left
// to MPFR.

namespace fairplay::arraycore {

/// The wider type in which a function of T is tried; void: none. Only the GNU C library is trusted, and only where its
/// long double has more digits than a double.
template <class T>
struct Wider {
  using Type = void;
};
#if defined(__GLIBC__)
template <>
struct Wider<Float16> {
  using Type = double;
};
template <>
struct Wider<float> {
  using Type = double;
};
template <>
struct Wider<double> {
  using Type = std::conditional_t<std::numeric_limits<long double>::digits == 64, long double, void>;
};
#endif

/// The error that is allowed for, relative to the result: 16 units in its last place. The largest that are known of the
/// GNU C library's functions below are 3 (B. Gladman, V. Innocente, J. Mather, P. Zimmermann, "Accuracy of mathematical
/// functions in single, double, double extended, and quadruple precision"); a test looks for larger ones.
template <class Wide>
inline constexpr Wide trusted_error = 16 * std::numeric_limits<Wide>::epsilon();

/// Normal numbers of T are at least so large, finite ones at most.
template <class T, class Wide>
inline constexpr Wide smallest_normal = std::numeric_limits<T>::min();
template <class Wide>
inline constexpr Wide smallest_normal<Float16, Wide> = Wide(0x1p-14);
template <class T, class Wide>
inline constexpr Wide largest_finite = std::numeric_limits<T>::max();
template <class Wide>
inline constexpr Wide largest_finite<Float16, Wide> = Wide(65504);

template <class T, class Wide>
T narrowed(Wide value) {
  if constexpr (std::is_same_v<T, Float16>) {
    return Float16::from(value);
  } else {
    return static_cast<T>(value);
  }
}

template <class T>
bool same_number(T a, T b) {
  if constexpr (std::is_same_v<T, Float16>) {
    return a.bits() == b.bits();
  } else {
    return a == b;
  }
}

template <class T, class Wide>
Wide widened(T value) {
  if constexpr (std::is_same_v<T, Float16>) {
    return value.to_float();
  } else {
    return value;
  }
}

/// What a wider result, not quite right, rounds to, if that is certain. Only well inside the range of T, where no flag
/// is raised.
template <class T, class Wide>
std::optional<T> certified(Wide value) {
  const Wide magnitude = std::fabs(value);
  if (!(magnitude > 2 * smallest_normal<T, Wide> && magnitude < largest_finite<T, Wide> / 2)) return std::nullopt;
  const Wide error = magnitude * trusted_error<Wide>;
  const T result = narrowed<T>(value - error);
  if (!same_number(result, narrowed<T>(value + error))) return std::nullopt;
  return result;
}

/// The same for a function of a finite number that isn't 0, 1 or -1, where functions have poles and exact zeros: what
/// lies far beyond the range of T is certain, too, and so is NaN. Adds the flags that this raises.
template <class T, class Wide>
std::optional<T> certified_anywhere(Wide argument, Wide value, int& raised) {
  if (const auto inside = certified<T>(value)) return inside;
  if (!std::isfinite(argument) || argument == Wide(0) || std::fabs(argument) == Wide(1)) return std::nullopt;
  if (std::isnan(value)) {
    raised |= FE_INVALID;
    return narrowed<T>(std::numeric_limits<Wide>::quiet_NaN());
  }
  const Wide magnitude = std::fabs(value);
  if (magnitude > 2 * largest_finite<T, Wide>) {
    raised |= FE_OVERFLOW;
    return narrowed<T>(std::copysign(std::numeric_limits<Wide>::infinity(), value));
  }
  if (magnitude < smallest_normal<T, Wide> * Wide(0x1p-60)) {
    raised |= FE_UNDERFLOW;
    return narrowed<T>(std::copysign(Wide(0), value));
  }
  return std::nullopt;
}

}  // namespace fairplay::arraycore
