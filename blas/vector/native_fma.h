#pragma once
// Scalars, on instruction sets whose fused multiply-add is an instruction: FMA3 on x86-64, part of the base
// architecture on AArch64. Included by vector.h's files alone.

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
FAIRPLAY_ALWAYS_INLINE double fnma(double a, double b, double c) { return __builtin_fma(-a, b, c); }
FAIRPLAY_ALWAYS_INLINE float fnma(float a, float b, float c) { return __builtin_fmaf(-a, b, c); }

}  // namespace fairplay::blas::FAIRPLAY_ISA
