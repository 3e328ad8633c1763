#pragma once
// Elimination in a few columns, per instruction set: what LAPACK's factorisations come down to. Matrices are
// column-major.
//
// The order of every sum is a constant of the algorithm: an element is one chain of fma from its own value on, c =
// fma(-x, y, c), in the order of elimination. How many columns are subtracted in one pass changes no bit.

#include <cstdint>

#include "blas/scalar.h"

namespace fairplay::blas {

inline constexpr Index most_elimination_columns = 32;

template <class T>
struct EliminationKernels {
  // A = P L U of an m x n panel, n <= most_elimination_columns; pivots[i], i < min(m, n), is the row (from 0) that row
  // i was exchanged with: a column's first largest |re| + |im|, a NaN above all. Elements are divided by the pivot
  // itself. Returns 0, or the 1-based place of the first pivot that is zero; its column is left as it is.
  Index (*factor)(Index m, Index n, T* a, Index lda, std::int32_t* pivots);
  // A = L L^H of the lower triangle of order n <= most_elimination_columns; imaginary parts on the diagonal are
  // ignored. Returns 0, or the order of the first leading minor that isn't positive, whose pivot is left on the
  // diagonal.
  Index (*factor_positive)(Index n, T* a, Index lda);
  // x = A^-1 x for a triangle of any order, from the first unknown down (lower) or from the last one up (upper).
  void (*solve)(bool upper, bool unit, Index n, const T* a, Index lda, T* x);
};

}  // namespace fairplay::blas
