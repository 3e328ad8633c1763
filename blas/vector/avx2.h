#pragma once
// AVX2 and FMA3 (Intel 64 and IA-32 manual, volume 2). Included by vector.h alone.

#include <immintrin.h>

#include "blas/vector/native_fma.h"

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE Vector<double> fma(Vector<double> a, Vector<double> b, Vector<double> c) {
  return {_mm256_fmadd_pd(a.raw, b.raw, c.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<float> fma(Vector<float> a, Vector<float> b, Vector<float> c) {
  return {_mm256_fmadd_ps(a.raw, b.raw, c.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<double> fnma(Vector<double> a, Vector<double> b, Vector<double> c) {
  return {_mm256_fnmadd_pd(a.raw, b.raw, c.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<float> fnma(Vector<float> a, Vector<float> b, Vector<float> c) {
  return {_mm256_fnmadd_ps(a.raw, b.raw, c.raw)};
}

namespace detail {
// Lanes below `count` have all bits set.
FAIRPLAY_ALWAYS_INLINE __m256i first_lanes(double, Index count) {
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
}
FAIRPLAY_ALWAYS_INLINE __m256i first_lanes(float, Index count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
}  // namespace detail

template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> Vector<R>::load_first(const R* from, Index count) {
  if constexpr (sizeof(R) == 8)
    return {_mm256_maskload_pd(from, detail::first_lanes(R{}, count))};
  else
    return {_mm256_maskload_ps(from, detail::first_lanes(R{}, count))};
}
template <class R>
FAIRPLAY_ALWAYS_INLINE void Vector<R>::store_first(R* to, Index count) const {
  if constexpr (sizeof(R) == 8)
    _mm256_maskstore_pd(to, detail::first_lanes(R{}, count), raw);
  else
    _mm256_maskstore_ps(to, detail::first_lanes(R{}, count), raw);
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
