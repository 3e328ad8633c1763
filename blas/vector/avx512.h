#pragma once
// AVX-512 F, DQ, BW and VL (Intel 64 and IA-32 manual, volume 2). Included by vector.h alone.

#include <immintrin.h>

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE Vector<double> fma(Vector<double> a, Vector<double> b, Vector<double> c) { return {_mm512_fmadd_pd(a.raw, b.raw, c.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<float> fma(Vector<float> a, Vector<float> b, Vector<float> c) { return {_mm512_fmadd_ps(a.raw, b.raw, c.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<double> fnma(Vector<double> a, Vector<double> b, Vector<double> c) { return {_mm512_fnmadd_pd(a.raw, b.raw, c.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<float> fnma(Vector<float> a, Vector<float> b, Vector<float> c) { return {_mm512_fnmadd_ps(a.raw, b.raw, c.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<double> sqrt(Vector<double> a) { return {_mm512_sqrt_pd(a.raw)}; }
FAIRPLAY_ALWAYS_INLINE Vector<float> sqrt(Vector<float> a) { return {_mm512_sqrt_ps(a.raw)}; }

FAIRPLAY_ALWAYS_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
FAIRPLAY_ALWAYS_INLINE double fnma(double a, double b, double c) { return __builtin_fma(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fnma(float a, float b, float c) { return __builtin_fmaf(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE double sqrt(double a) { return _mm_cvtsd_f64(_mm_sqrt_pd(_mm_set1_pd(a))); }
FAIRPLAY_ALWAYS_INLINE float sqrt(float a) { return _mm_cvtss_f32(_mm_sqrt_ps(_mm_set1_ps(a))); }

template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> Vector<R>::load_first(const R* from, Index count) {
  if constexpr (sizeof(R) == 8)
    return {_mm512_maskz_loadu_pd(static_cast<__mmask8>((1u << count) - 1), from)};
  else
    return {_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << count) - 1), from)};
}
template <class R>
FAIRPLAY_ALWAYS_INLINE void Vector<R>::store_first(R* to, Index count) const {
  if constexpr (sizeof(R) == 8)
    _mm512_mask_storeu_pd(to, static_cast<__mmask8>((1u << count) - 1), raw);
  else
    _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << count) - 1), raw);
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
