#pragma once
// What asum, nrm2 and iamax are made of, per instruction set: contiguous reals (a complex vector is twice as many).

#include "blas/scalar.h"

namespace fairplay::blas {

// Partial sums that are carried from piece to piece: real i of all pieces goes into lane i mod count, so that pieces
// but the last hold a multiple of it.
template <class R>
struct Lanes {
  static constexpr int count = 256 / static_cast<int>(sizeof(R));
  alignas(64) R sums[count];
};

template <class R>
struct ReductionKernels {
  // lanes += |x[i]|
  void (*add_magnitudes)(Index n, const R* x, Lanes<R>& lanes);
  // lanes = fma(x[i], x[i], lanes), where every |x[i]| is zero or in [least, most] of nrm2_range; else false, and
  // nothing is added. Raises no flag for NaN.
  bool (*add_squares)(Index n, const R* x, Lanes<R>& lanes);
  // The lanes added, halves onto halves.
  R (*sum)(const Lanes<R>& lanes);
  // The largest |x[i]|, NaN if there is one; zero for n = 0. Complex: of |re| + |im|, n elements.
  R (*largest)(Index n, const R* x);
  R (*largest_of_complex)(Index n, const Complex<R>* x);
};

// J. Blue: "A portable Fortran program to find the Euclidean norm of a vector", ACM TOMS 4 (1978): within, squares and
// their sums neither overflow nor underflow.
template <class R>
inline constexpr R nrm2_least = sizeof(R) == 8 ? static_cast<R>(0x1p-511) : static_cast<R>(0x1p-63);
template <class R>
inline constexpr R nrm2_most = sizeof(R) == 8 ? static_cast<R>(0x1p486) : static_cast<R>(0x1p52);

}  // namespace fairplay::blas
