#pragma once
// AArch64's Advanced SIMD (Arm Architecture Reference Manual, C7). Included by vector.h alone.

#include <arm_neon.h>

#include "blas/vector/lane_by_lane.h"
#include "blas/vector/native_fma.h"

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE Vector<double> fma(Vector<double> a, Vector<double> b, Vector<double> c) {
  return {(Vector<double>::Raw)vfmaq_f64((float64x2_t)c.raw, (float64x2_t)a.raw, (float64x2_t)b.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<float> fma(Vector<float> a, Vector<float> b, Vector<float> c) {
  return {(Vector<float>::Raw)vfmaq_f32((float32x4_t)c.raw, (float32x4_t)a.raw, (float32x4_t)b.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<double> fnma(Vector<double> a, Vector<double> b, Vector<double> c) {
  return {(Vector<double>::Raw)vfmsq_f64((float64x2_t)c.raw, (float64x2_t)a.raw, (float64x2_t)b.raw)};
}
FAIRPLAY_ALWAYS_INLINE Vector<float> fnma(Vector<float> a, Vector<float> b, Vector<float> c) {
  return {(Vector<float>::Raw)vfmsq_f32((float32x4_t)c.raw, (float32x4_t)a.raw, (float32x4_t)b.raw)};
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
