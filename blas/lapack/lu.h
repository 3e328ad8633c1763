#pragma once
// LU factorisation with partial pivoting, and what is solved and inverted with it (LAPACK's getrf, getrs, getri,
// laswp). S. Toledo: "Locality of reference in LU decomposition with partial pivoting", SIAM J. Matrix Anal. Appl. 18
// (1997); E. Peise, P. Bientinesi: "Algorithm 979: recursive algorithms for dense linear algebra", ACM TOMS 44 (2017).
//
// Matrices are column-major, sizes >= 0, leading dimensions >= max(1, rows); nothing is checked here. Int is the type
// of pivot indices, std::int32_t or std::int64_t, which count from 1. The same bits on every instruction set and thread
// count. Recursion goes down to a few columns: no block size to tune, and some hundred bytes of stack a level.

#include <cstdint>

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// A = P L U of an m x n matrix, in place: L unit lower, U upper trapezoidal; row i was exchanged with row pivots[i]
// (1-based), i < min(m, n). Every |l_ij| <= 1 for real types: a pivot is a column's largest |re| + |im|, its first NaN
// counting as largest, and is divided by, subnormal ones too. Returns 0, or the 1-based place of the first pivot that
// is exactly zero; the factorisation is complete all the same, but U is singular.
template <class T, class Int>
Index getrf(Index m, Index n, T* a, Index lda, Int* pivots);

// X = op(A)^-1 B by getrf's factors of the n x n A; B is n x columns, overwritten.
template <class T, class Int>
void getrs(Trans trans, Index n, Index columns, const T* a, Index lda, const Int* pivots, T* b, Index ldb);

// A^-1 by getrf's factors, in place. `work` holds at least n elements; blocks are as wide as its `work_size` allows,
// which shows in the last bits (as LAPACK's do). Returns 0, or the 1-based place of U's first zero diagonal element,
// and then A is unchanged.
template <class T, class Int>
Index getri(Index n, T* a, Index lda, const Int* pivots, T* work, Index work_size);
inline constexpr Index getri_columns = 64;  // work_size that getri can use: n times this

// Exchanges row i with row pivots[i * stride] - 1 for i from `first` up to `last`, excluded (from last - 1 down to
// `first` if `backward`); 0-based rows, n columns.
template <class T, class Int>
void laswp(Index n, T* a, Index lda, Index first, Index last, const Int* pivots, Index stride, bool backward);

}  // namespace fairplay::blas::lapack
