#pragma once
// AArch64's Advanced SIMD (Arm Architecture Reference Manual, C7). Included by vector.h alone.

#include <arm_neon.h>

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE Vector<double> fma(Vector<double> a, Vector<double> b, Vector<double> c) { return {(Vector<double>::Raw)vfmaq_f64((float64x2_t)c.raw, (float64x2_t)a.raw, (float64x2_t)b.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<float> fma(Vector<float> a, Vector<float> b, Vector<float> c) { return {(Vector<float>::Raw)vfmaq_f32((float32x4_t)c.raw, (float32x4_t)a.raw, (float32x4_t)b.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<double> fnma(Vector<double> a, Vector<double> b, Vector<double> c) { return {(Vector<double>::Raw)vfmsq_f64((float64x2_t)c.raw, (float64x2_t)a.raw, (float64x2_t)b.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<float> fnma(Vector<float> a, Vector<float> b, Vector<float> c) { return {(Vector<float>::Raw)vfmsq_f32((float32x4_t)c.raw, (float32x4_t)a.raw, (float32x4_t)b.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<double> sqrt(Vector<double> a) { return {(Vector<double>::Raw)vsqrtq_f64((float64x2_t)a.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<float> sqrt(Vector<float> a) { return {(Vector<float>::Raw)vsqrtq_f32((float32x4_t)a.raw)}; }

// fmadd is part of the base architecture.
FAIRPLAY_ALWAYS_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
FAIRPLAY_ALWAYS_INLINE double fnma(double a, double b, double c) { return __builtin_fma(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fnma(float a, float b, float c) { return __builtin_fmaf(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE double sqrt(double a) { return __builtin_sqrt(a); }
FAIRPLAY_ALWAYS_INLINE float sqrt(float a) { return __builtin_sqrtf(a); }

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
