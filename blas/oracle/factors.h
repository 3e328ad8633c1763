#pragma once
// The operands of matrix products as vectors contiguous in the inner index: op applied, one triangle mirrored or its
// zeros filled in, floats widened.
//
// A left factor holds its rows, complex ones as re, im; a right factor of complex type holds two vectors a column, (re,
// -im) pairs for the real part of the product and (im, re) pairs for the imaginary part.

#include "blas/oracle/product.h"

namespace fairplay::blas::oracle {

// The rows of op(A), m x k, A column-major.
template <class T>
Factor left_factor(Trans trans, Index m, Index k, const T* a, Index lda);
// The columns of op(B), k x n.
template <class T>
Factor right_factor(Trans trans, Index k, Index n, const T* b, Index ldb);

// The rows of an n x n symmetric or Hermitian matrix whose triangle `uplo` is stored; the imaginary parts of a
// Hermitian diagonal are taken as zero.
template <class T>
Factor symmetric_factor(Uplo uplo, bool hermitian, Index n, const T* a, Index lda);
// The rows of op(A), A triangular: zeros outside the triangle, ones on a unit diagonal.
template <class T>
Factor triangular_factor(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda);

}  // namespace fairplay::blas::oracle
