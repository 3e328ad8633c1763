#pragma once
// Matrices of moduli, dense and column-major: what bounds are made of, from every way in which the BLAS stores a
// matrix.

#include <vector>

#include "blas/scalar.h"

namespace fairplay::blas::bounds {

struct Moduli {
  Index rows = 0, columns = 0;
  Index terms = 0;  // at most this many entries of a row aren't structural zeros
  std::vector<double> data;

  Moduli() = default;
  Moduli(Index m, Index n) : rows(m), columns(n), terms(n), data(static_cast<std::size_t>(m * n), 0.0) {}
  double& operator()(Index i, Index j) { return data[static_cast<std::size_t>(i + j * rows)]; }
  double operator()(Index i, Index j) const { return data[static_cast<std::size_t>(i + j * rows)]; }
};

Moduli transposed(const Moduli& x);
// [x y], of as many rows each; [x; y], of as many columns each.
Moduli beside(const Moduli& x, const Moduli& y);
Moduli above(const Moduli& x, const Moduli& y);

// |op(A)|, m x n as op(A) is.
template <class T>
Moduli general(Trans trans, Index m, Index n, const T* a, Index lda);
// n elements as a column.
template <class T>
Moduli vector(Index n, const T* x, Index incx);
// A general band matrix, m x n as stored, with kl diagonals below and ku above the main one (element (i, j) at ab[ku +
// i - j + j * ldab]); then op.
template <class T>
Moduli band(Trans trans, Index m, Index n, Index kl, Index ku, const T* ab, Index ldab);

// Symmetric or Hermitian with one triangle stored. The imaginary parts of a Hermitian diagonal are taken as zero.
template <class T>
Moduli symmetric(Uplo uplo, bool hermitian, Index n, const T* a, Index lda);
template <class T>
Moduli symmetric_band(Uplo uplo, bool hermitian, Index n, Index k, const T* ab, Index ldab);
template <class T>
Moduli symmetric_packed(Uplo uplo, bool hermitian, Index n, const T* ap);

// |op(A)|, A triangular; a unit diagonal isn't read.
template <class T>
Moduli triangular(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda);
template <class T>
Moduli triangular_band(Uplo uplo, Trans trans, Diag diag, Index n, Index k, const T* ab, Index ldab);
template <class T>
Moduli triangular_packed(Uplo uplo, Trans trans, Diag diag, Index n, const T* ap);

}  // namespace fairplay::blas::bounds
