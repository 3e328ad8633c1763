#pragma once
// Level 1 on contiguous vectors, per instruction set: what the routines of level 1 and 2 are made of.
//
// The order of every sum is a constant of the algorithm, whatever the registers hold: dot adds element i into lane i mod `dot_lanes`, each lane a chain of fma in
// rising i, and the lanes are then added pairwise, halves onto halves.

#include "blas/scalar.h"

namespace fairplay::blas {

inline constexpr int dot_lanes = 32;  // reals; what AVX-512's two ports can hold in flight for double, twice over

template <class T>
struct VectorKernels {
  // sum of x[i] y[i], n >= 0. No conjugation.
  T (*dot)(Index n, const T* x, const T* y);
  // y[i] = fma(alpha, x[i], y[i]); x and y don't overlap.
  void (*axpy)(Index n, T alpha, const T* x, T* y);
};

}  // namespace fairplay::blas
