#pragma once
// AVX-512 F, DQ, BW and VL (Intel 64 and IA-32 manual, volume 2). Included by vector.h alone.

#include <immintrin.h>

#include "blas/vector/native_fma.h"

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE Vector<double> fma(Vector<double> a, Vector<double> b, Vector<double> c) {
  return {_mm512_fmadd_pd(a.raw, b.raw, c.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<float> fma(Vector<float> a, Vector<float> b, Vector<float> c) {
  return {_mm512_fmadd_ps(a.raw, b.raw, c.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<double> fnma(Vector<double> a, Vector<double> b, Vector<double> c) {
  return {_mm512_fnmadd_pd(a.raw, b.raw, c.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<float> fnma(Vector<float> a, Vector<float> b, Vector<float> c) {
  return {_mm512_fnmadd_ps(a.raw, b.raw, c.raw)};
}

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
