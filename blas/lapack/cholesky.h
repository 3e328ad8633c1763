#pragma once
// Cholesky factorisation, and what is solved and inverted with it (LAPACK's potrf, potrs, potri). Conventions as in
// lu.h.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// A = U^H U (upper) or L L^H (lower) of a Hermitian n x n matrix with triangle `uplo` stored, in place; the other
// triangle is neither read nor written, and imaginary parts on the diagonal are taken as zero. Returns 0, or the order
// of the first leading minor that isn't positive definite (a NaN isn't either): what was factored before it is left
// there, as LAPACK leaves it.
template <class T>
Index potrf(Uplo uplo, Index n, T* a, Index lda);

// X = A^-1 B by potrf's factor; B is n x columns, overwritten.
template <class T>
void potrs(Uplo uplo, Index n, Index columns, const T* a, Index lda, T* b, Index ldb);

// Triangle `uplo` of A^-1 by potrf's factor, in place. Returns 0, or the 1-based place of the factor's first zero
// diagonal element.
template <class T>
Index potri(Uplo uplo, Index n, T* a, Index lda);

}  // namespace fairplay::blas::lapack
