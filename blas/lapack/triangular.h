#pragma once
// Triangular matrices: inverse, product with their own transpose, solves with a test for singularity (LAPACK's trtri,
// lauum, trtrs). Conventions as in lu.h.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// The inverse of the n x n triangle `uplo`, in place; the other triangle, and a unit diagonal, are neither read nor
// written. Returns 0, or the 1-based place of the first zero on the diagonal, and then nothing is changed.
template <class T>
Index trtri(Uplo uplo, Diag diag, Index n, T* a, Index lda);

// Triangle `uplo` of U U^H (upper) or L^H L (lower), in place; the diagonal of a Cholesky factor is real, and imaginary
// parts there are ignored.
template <class T>
void lauum(Uplo uplo, Index n, T* a, Index lda);

// X = op(A)^-1 B; B is n x columns, overwritten. Returns 0, or the 1-based place of the first zero on the diagonal, and
// then B is unchanged.
template <class T>
Index trtrs(Uplo uplo, Trans trans, Diag diag, Index n, Index columns, const T* a, Index lda, T* b, Index ldb);

}  // namespace fairplay::blas::lapack
