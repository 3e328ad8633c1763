#pragma once
// Level 1 on contiguous vectors, per instruction set: what the routines of level 1 and 2 are made of. Sizes are >= 0;
// vectors don't overlap.
//
// The order of every sum is a constant of the algorithm, whatever the registers hold: dot adds element i into lane i
// mod dot_lanes, each lane a chain of fma in rising i, and the lanes are then added, halves onto halves. Strides don't
// change it. Conjugating kernels conjugate x; for real types they are the plain ones.

#include "blas/scalar.h"

namespace fairplay::blas {

inline constexpr int dot_bytes = 256;  // what AVX2's two ports can hold in flight
template <class T>
inline constexpr int dot_lanes = dot_bytes / static_cast<int>(sizeof(T));

template <class T>
struct VectorKernels {
  // sum of x[i incx] y[i incy]; x and y are the first elements, increments may be negative or zero.
  T (*dot)(Index n, const T* x, Index incx, const T* y, Index incy);
  T (*dot_conjugate)(Index n, const T* x, Index incx, const T* y, Index incy);
  // y[i] = fma(alpha, x[i], y[i])
  void (*axpy)(Index n, T alpha, const T* x, T* y);
  void (*axpy_conjugate)(Index n, T alpha, const T* x, T* y);
  // y[i] = fma(alpha, s x[i], y[i]): one column of a rank-1 update.
  void (*outer)(Index n, T alpha, T s, const T* x, T* y);
  void (*outer_conjugate)(Index n, T alpha, T s, const T* x, T* y);
  // y[i] = fma(alpha, x[i], beta y[i])
  void (*axpby)(Index n, T alpha, const T* x, T beta, T* y);
  // x[i] = alpha x[i]
  void (*scale)(Index n, T alpha, T* x);
  // (x[i], y[i]) = (fma(h12, y[i], h11 x[i]), fma(h22, y[i], h21 x[i])), all real.
  void (*transform)(Index n, T* x, T* y, Real<T> h11, Real<T> h12, Real<T> h21, Real<T> h22);
};

}  // namespace fairplay::blas
