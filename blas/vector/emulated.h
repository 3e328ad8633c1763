#pragma once
// Instruction sets without a fused multiply-add: the x86-64 baseline, and the emulated AVX-512 that the tests use. Included by vector.h alone.

#include "blas/vector/soft_fma.h"

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE double fma(double a, double b, double c) { return soft_fma(a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fma(float a, float b, float c) { return soft_fma(a, b, c); }
FAIRPLAY_ALWAYS_INLINE double fnma(double a, double b, double c) { return soft_fma(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fnma(float a, float b, float c) { return soft_fma(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE double sqrt(double a) { return __builtin_sqrt(a); }
FAIRPLAY_ALWAYS_INLINE float sqrt(float a) { return __builtin_sqrtf(a); }

template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> fma(Vector<R> a, Vector<R> b, Vector<R> c) {
  if constexpr (sizeof(R) == 8 && vector_bytes == 16) {
    return {soft_fma(a.raw, b.raw, c.raw)};
  } else {
    Vector<R> result;
    for (int i = 0; i < Vector<R>::lanes; ++i) result.raw[i] = soft_fma(a.raw[i], b.raw[i], c.raw[i]);
    return result;
  }
}
template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> fnma(Vector<R> a, Vector<R> b, Vector<R> c) {
  return fma(-a, b, c);
}
template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> sqrt(Vector<R> a) {
  for (int i = 0; i < Vector<R>::lanes; ++i) a.raw[i] = sqrt(static_cast<R>(a.raw[i]));
  return a;
}

template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> Vector<R>::load_first(const R* from, Index count) {
  Vector v = zero();
  for (Index i = 0; i < count; ++i) v.raw[i] = from[i];
  return v;
}
template <class R>
FAIRPLAY_ALWAYS_INLINE void Vector<R>::store_first(R* to, Index count) const {
  for (Index i = 0; i < count; ++i) to[i] = raw[i];
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
