#pragma once

#include <complex>
#include <cstdint>
#include <type_traits>

#include "arraycore/types/float16.h"
#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {

/// The type that products of T are added up in: integers wrap in 64 bits, float16 is added up in float32 as in NumPy,
/// other floating types in the next wider one.
template <class T>
struct SumOf {
  using Type = std::conditional_t<std::is_floating_point_v<T>,
                                  std::conditional_t<std::is_same_v<T, float>, double, long double>, std::uint64_t>;
};
template <>
struct SumOf<Float16> {
  using Type = float;
};
template <class T>
struct SumOf<std::complex<T>> {
  using Type = std::complex<typename SumOf<T>::Type>;
};

/// An element as a term of such a sum.
template <class T>
typename SumOf<T>::Type as_term(T value) {
  using Sum = typename SumOf<T>::Type;
  if constexpr (std::is_same_v<T, Float16>) {
    return value.to_float();
  } else if constexpr (is_complex_type<T>) {
    return {static_cast<typename Sum::value_type>(value.real()), static_cast<typename Sum::value_type>(value.imag())};
  } else {
    return static_cast<Sum>(value);
  }
}

/// A product of terms; complex ones by NumPy's formula.
template <class Sum>
Sum product_of_terms(Sum a, Sum b) {
  if constexpr (is_complex_type<Sum>) {
    return Sum(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
  } else {
    return a * b;
  }
}

/// The sum as an element: rounded once, of truth values whether any term is true.
template <class T>
T rounded_sum(typename SumOf<T>::Type sum) {
  if constexpr (std::is_same_v<T, bool>) {
    return sum != 0;
  } else if constexpr (std::is_same_v<T, Float16>) {
    return round_to_float16(sum);
  } else if constexpr (is_complex_type<T>) {
    using Part = typename T::value_type;
    return T(static_cast<Part>(sum.real()), static_cast<Part>(sum.imag()));
  } else {
    return static_cast<T>(sum);
  }
}

}  // namespace fairplay::arraycore
