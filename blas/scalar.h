#pragma once
// The four element types of the BLAS: float (s), double (d), Complex<float> (c), Complex<double> (z).
//
// std::complex isn't used: its product recovers infinities by calling the runtime (C99, Annex G), and an inline
// template of the standard library that is instantiated in a file compiled for AVX may be the copy that the linker
// hands to everybody. Everything here is always inlined for that reason.

#include <cstdint>
#include <type_traits>

#include "blas/options.h"

#define FAIRPLAY_ALWAYS_INLINE [[gnu::always_inline]] inline

namespace fairplay::blas {

// Laid out as Fortran's COMPLEX, C's _Complex and std::complex are.
template <class R>
struct Complex {
  R re;
  R im;
};

namespace detail {
template <class T>
struct RealOf {
  using type = T;
};
template <class R>
struct RealOf<Complex<R>> {
  using type = R;
};
}  // namespace detail

template <class T>
using Real = typename detail::RealOf<T>::type;
template <class T>
inline constexpr bool is_complex = !std::is_same_v<T, Real<T>>;

template <class T>
inline constexpr int reals_per = is_complex<T> ? 2 : 1;  // in an element

template <class T>
FAIRPLAY_ALWAYS_INLINE constexpr T make(Real<T> re, Real<T> im = 0) {
  if constexpr (is_complex<T>)
    return T{re, im};
  else
    return re;
}
template <class T>
FAIRPLAY_ALWAYS_INLINE constexpr Real<T> real(T x) {
  if constexpr (is_complex<T>)
    return x.re;
  else
    return x;
}
template <class T>
FAIRPLAY_ALWAYS_INLINE constexpr Real<T> imag(T x) {
  if constexpr (is_complex<T>)
    return x.im;
  else
    return 0;
}
template <class T>
FAIRPLAY_ALWAYS_INLINE constexpr T conj(T x) {
  if constexpr (is_complex<T>)
    return T{x.re, -x.im};
  else
    return x;
}
template <class T>
FAIRPLAY_ALWAYS_INLINE constexpr bool is_zero(T x) {
  return real(x) == 0 && imag(x) == 0;
}
template <class T>
FAIRPLAY_ALWAYS_INLINE constexpr bool is_one(T x) {
  return real(x) == 1 && imag(x) == 0;
}

// |x|; of complex numbers |re| + |im|, which is what iamax goes by.
template <class T>
FAIRPLAY_ALWAYS_INLINE Real<T> magnitude(T x) {
  if constexpr (is_complex<T>)
    return magnitude(x.re) + magnitude(x.im);
  else if constexpr (sizeof(T) == 8)
    return __builtin_fabs(x);
  else
    return __builtin_fabsf(x);
}
// Correctly rounded.
template <class R>
FAIRPLAY_ALWAYS_INLINE R square_root(R x) {
  if constexpr (sizeof(R) == 8)
    return __builtin_sqrt(x);
  else
    return __builtin_sqrtf(x);
}

// The exponent as IEEE 754 encodes it, biased; 0 for zeros and subnormals.
template <class R>
FAIRPLAY_ALWAYS_INLINE int encoded_exponent(R x) {
  if constexpr (sizeof(R) == 8)
    return static_cast<int>(__builtin_bit_cast(std::uint64_t, x) >> 52 & 0x7ff);
  else
    return static_cast<int>(__builtin_bit_cast(std::uint32_t, x) >> 23 & 0xff);
}

}  // namespace fairplay::blas
