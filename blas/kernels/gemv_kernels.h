#pragma once
// Products of a column-major matrix with a vector, per instruction set; vectors are contiguous and don't overlap the
// result.
//
// The order of every sum is a constant of the algorithm:
// - plain: columns are taken in groups of gemv_columns from the left; per group a chain of fma from zero in rising
// column, then y[i] = fma(alpha, chain, y[i]).
// - transposed: row i goes into lane i mod gemv_lanes, each lane a chain of fma in rising i; lanes are added, halves
// onto halves; y[j] = fma(alpha, sum, y[j]). alpha comes last so that an underflow of alpha x[j] isn't multiplied by a
// large element afterwards.

#include "blas/scalar.h"

namespace fairplay::blas {

template <class T>
inline constexpr int gemv_columns = is_complex<T> ? 4 : 8;
inline constexpr int gemv_bytes = 64;  // of a column's lanes
template <class T>
inline constexpr int gemv_lanes = gemv_bytes / static_cast<int>(sizeof(T));

template <class T>
struct GemvKernels {
  // y += alpha A x; A is m x n, conjugated by the second.
  void (*plain)(Index m, Index n, T alpha, const T* a, Index lda, const T* x, T* y);
  void (*plain_conjugate)(Index m, Index n, T alpha, const T* a, Index lda, const T* x, T* y);
  // y += alpha A^T x; A is m x n, conjugated by the second. At most gemv_rows rows a call, in pieces of that size, for
  // the same bits.
  void (*transposed)(Index m, Index n, T alpha, const T* a, Index lda, const T* x, T* y);
  void (*transposed_conjugate)(Index m, Index n, T alpha, const T* a, Index lda, const T* x, T* y);
};

}  // namespace fairplay::blas
