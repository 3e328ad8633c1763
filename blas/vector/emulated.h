#pragma once
// Instruction sets without a fused multiply-add: the x86-64 baseline, and the emulated AVX-512 that the tests use.
// Included by vector.h alone.

#include "blas/vector/lane_by_lane.h"
#include "blas/vector/soft_fma.h"

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE double fma(double a, double b, double c) { return soft_fma(a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fma(float a, float b, float c) { return soft_fma(a, b, c); }
FAIRPLAY_ALWAYS_INLINE double fnma(double a, double b, double c) { return soft_fma(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fnma(float a, float b, float c) { return soft_fma(-a, b, c); }

// Out of line: an unrolled kernel would hold thousands of copies.
[[gnu::noinline, maybe_unused]] static void fma_lanes(const double* a, const double* b, double* c, int lanes) {
  for (int i = 0; i < lanes; i += 2) {
    soft::Double2 sum =
        soft_fma(soft::Double2{a[i], a[i + 1]}, soft::Double2{b[i], b[i + 1]}, soft::Double2{c[i], c[i + 1]});
    c[i] = sum[0];
    c[i + 1] = sum[1];
  }
}
[[gnu::noinline, maybe_unused]] static void fma_lanes(const float* a, const float* b, float* c, int lanes) {
  for (int i = 0; i < lanes; ++i) c[i] = soft_fma(a[i], b[i], c[i]);
}
template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> fma(Vector<R> a, Vector<R> b, Vector<R> c) {
  if constexpr (sizeof(R) == 8 && vector_bytes == 16) {
    return {soft_fma(a.raw, b.raw, c.raw)};
  } else {
    R factors[2][Vector<R>::lanes], sums[Vector<R>::lanes];
    a.store(factors[0]);
    b.store(factors[1]);
    c.store(sums);
    fma_lanes(factors[0], factors[1], sums, Vector<R>::lanes);
    return Vector<R>::load(sums);
  }
}
template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> fnma(Vector<R> a, Vector<R> b, Vector<R> c) {
  return fma(-a, b, c);
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
