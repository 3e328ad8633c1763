#pragma once
// Sums and products of one element of any of the four types, each real operation rounded once, in a fixed order.
// Complex a*b + c is re = fma(-a.im, b.im, fma(a.re, b.re, c.re)), im = fma(a.im, b.re, fma(a.re, b.im, c.im))
// everywhere in this library.

#include "blas/vector/vector.h"

namespace fairplay::blas::FAIRPLAY_ISA {

template <class T>
FAIRPLAY_ALWAYS_INLINE T add(T a, T b) {
  return make<T>(real(a) + real(b), imag(a) + imag(b));
}

// a*b + c
template <class R>
FAIRPLAY_ALWAYS_INLINE Complex<R> fma(Complex<R> a, Complex<R> b, Complex<R> c) {
  return {fnma(a.im, b.im, fma(a.re, b.re, c.re)), fma(a.im, b.re, fma(a.re, b.im, c.im))};
}

// a*b, as fma(a, b, 0) without the addition to zero that would lose the sign of a zero.
template <class T>
FAIRPLAY_ALWAYS_INLINE T multiply(T a, T b) {
  if constexpr (is_complex<T>)
    return {fnma(a.im, b.im, a.re * b.re), fma(a.im, b.re, a.re * b.im)};
  else
    return a * b;
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
