#pragma once
// Factorisation of symmetric and Hermitian indefinite matrices by diagonal pivoting (LAPACK's sytrf, hetrf, sytf2,
// hetf2). Conventions as in lu.h. J. Bunch, L. Kaufman: "Some stable methods for calculating inertia and solving
// symmetric linear systems", Math. Comp. 31 (1977); LAPACK working note 39 (D. Sorensen et al.) for blocks of columns.
// N. Higham: "Accuracy and stability of numerical algorithms", section 11.1, on what a 2 x 2 pivot's solves must
// fulfil.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// Which transpose the matrix equals.
enum class Symmetry : char { symmetric, hermitian };

// A = U D U' (upper: columns are taken from the last) or L D L' (lower), in place, of an n x n matrix with triangle
// `uplo` stored; the other triangle is neither read nor written. D has blocks of order 1 and 2 on its diagonal; U and L
// are products of interchanges and unit triangular matrices whose columns stand outside of D. pivots[k] = p > 0: D(k,
// k) is a block, and rows and columns k and p (1-based) were exchanged. pivots[k] = pivots[k - 1] = -p (upper): D(k - 1
// .. k) is one, and rows k - 1 and p were exchanged; pivots[k] = pivots[k + 1] = -p (lower): D(k .. k + 1), and rows k
// + 1 and p. Returns 0, or the 1-based place of the first block of order 1 that is exactly zero; the factorisation is
// complete all the same, but D is singular.
//
// Every element is divided by its pivot, subnormal ones too. `work` holds work_size elements; blocks of columns are as
// wide as work_size / n, up to indefinite_columns, which shows in the last bits (as it does in LAPACK); below two
// columns none of it is used.
template <class T, class Int>
Index factor_indefinite(Symmetry symmetry, Uplo uplo, Index n, T* a, Index lda, Int* pivots, T* work, Index work_size);
inline constexpr Index indefinite_columns = 48;

}  // namespace fairplay::blas::lapack
