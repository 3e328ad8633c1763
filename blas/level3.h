#pragma once
// Level 3 of the BLAS: products of matrices, updates of one triangle, triangular products and solves.
// J. Dongarra, J. Du Croz, S. Hammarling, I. Duff: "A set of level 3 basic linear algebra subprograms", ACM TOMS 16
// (1990); gemmt (gemmtr in LAPACK 3.12) as other libraries have it.
//
// T is float, double, Complex<float> or Complex<double>. Matrices are column-major: element (i, j) of X stands at x[i +
// j * ldx]. Sizes are >= 0 and leading dimensions >= max(1, rows as stored); nothing is checked here (the Fortran and C
// interfaces do). Where a size is zero nothing is read or written, except that a product with k = 0 still scales C by
// beta.
//
// What holds for all of them:
// - beta = 0: C is written, never read (NaN there vanishes). beta = 1: C isn't scaled. alpha = 0: A and B are never
// read.
// - An unreferenced triangle, the stored diagonal under Diag::unit, the imaginary parts of a Hermitian diagonal, and
// what lies between columns (ld gaps) are
//   neither read into a result nor written.
// - No operand is skipped for being zero: 0 * NaN and 0 * Inf are NaN in the result, where Netlib's code skips some
// (one documented exception to its letter).
// - The order of every sum is given by sizes and options alone, so that the bits are the same on every instruction set,
// thread count and alignment: see docs/blas-kernels.md.
// - The output may not overlap an input. Conjugation of a real type does nothing: Trans::conjugate is Trans::transpose,
// hemm is symm.
// - |error| per element <= gamma_{k+3} (|alpha| |A||B| + |beta| |C|) + (k+3) 2^-1074 max(1, |alpha|), complex times 2
// sqrt 2 (blas/bounds/bounds.h).

#include <type_traits>

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas {

// C = alpha op(A) op(B) + beta C.  C is m x n; op(A) m x k, so that A is stored k x m under transpose and conjugate;
// op(B) k x n.
template <class T>
void gemm(Trans transa, Trans transb, Index m, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc);

// gemm for one triangle of an n x n C, the diagonal included; the other triangle isn't touched. Sums within a tile of
// the diagonal but beyond it may be computed and dropped, and may raise flags.
template <class T>
void gemmt(Uplo uplo, Trans transa, Trans transb, Index n, Index k, std::type_identity_t<T> alpha, const T* a,
           Index lda, const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc);

// C = alpha A B + beta C (Side::left, A is m x m) or alpha B A + beta C (Side::right, A is n x n); B and C are m x n, A
// symmetric with triangle `uplo` stored.
template <class T>
void symm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc);

// symm for a Hermitian A.
template <class T>
void hemm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc);

// Triangle `uplo` of C = alpha A A^T + beta C (Trans::none, A is n x k) or alpha A^T A + beta C (Trans::transpose and,
// for real types, conjugate; A is k x n).
template <class T>
void syrk(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          std::type_identity_t<T> beta, T* c, Index ldc);

// Triangle `uplo` of C = alpha A A^H + beta C (Trans::none, A is n x k) or alpha A^H A + beta C (otherwise; A is k x
// n). The imaginary parts of C's diagonal are taken as zero and set to zero, except where the call returns at once (n =
// 0, or beta = 1 with alpha = 0 or k = 0).
template <class T>
void herk(Uplo uplo, Trans trans, Index n, Index k, Real<T> alpha, const T* a, Index lda, Real<T> beta, T* c,
          Index ldc);

// Triangle `uplo` of C = alpha A B^T + alpha B A^T + beta C (Trans::none, A and B are n x k) or alpha A^T B + alpha B^T
// A + beta C (otherwise; k x n).
template <class T>
void syr2k(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
           Index ldb, std::type_identity_t<T> beta, T* c, Index ldc);

// Triangle `uplo` of C = alpha A B^H + conj(alpha) B A^H + beta C (Trans::none, n x k) or alpha A^H B + conj(alpha) B^H
// A + beta C (otherwise; k x n). C's diagonal as in herk.
template <class T>
void her2k(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
           Index ldb, Real<T> beta, T* c, Index ldc);

// B = alpha op(A) B (Side::left, A is m x m) or alpha B op(A) (Side::right, A is n x n); B is m x n, A triangular.
// alpha = 0 sets B to zero.
template <class T>
void trmm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
          Index lda, T* b, Index ldb);

// B = alpha op(A)^-1 B (Side::left) or alpha B op(A)^-1 (Side::right), shapes as in trmm. alpha = 0 sets B to zero.
// Every right-hand side is divided by the diagonal element itself, never by way of a reciprocal, so that subnormal
// diagonals lose nothing; singularity isn't tested: a zero on the diagonal divides.
template <class T>
void trsm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
          Index lda, T* b, Index ldb);

}  // namespace fairplay::blas
