#pragma once
// Level 2 of the BLAS: matrices and vectors.
// J. Dongarra, J. Du Croz, S. Hammarling, R. Hanson: "An extended set of Fortran basic linear algebra subprograms", ACM
// TOMS 14 (1988).
//
// T is float, double, Complex<float> or Complex<double>. Matrices are column-major: element (i, j) of A stands at a[i +
// j * lda]. Sizes are >= 0, leading dimensions
// >= max(1, rows as stored), increments not zero; a vector with a negative one is stored backwards, its pointer at the
// lowest address. Nothing is checked here. Storage: a band matrix with kl sub- and ku superdiagonals has element (i, j)
// at a[ku + i - j + j * lda]; a triangular one with k diagonals at a[k + i - j + j * lda] (upper) or a[i - j + j * lda]
// (lower); a packed triangle is its columns, one after the other.
//
// What holds for all of them:
// - Sizes of zero touch nothing. beta = 0: y is written, never read; alpha = 0: A and x aren't read. alpha = 0 with
// beta = 1 (or without beta) returns at once.
// - The unreferenced triangle, the diagonal under Diag::unit, a Hermitian diagonal's imaginary parts, ld gaps and a
// band's corners are neither read nor written, except
//   that a Hermitian update sets its diagonal's imaginary parts to zero.
// - No operand is skipped for being zero: 0 * NaN and 0 * Inf are NaN in the result, where Netlib's code skips some.
// - The order of every sum is given by sizes and options: the same bits on every instruction set, thread count,
// alignment and increment.
// - |error| per element <= gamma_{k+3} (|alpha||A||x| + |beta||y|) + (k+3) 2^-1074 max(1, |alpha|), complex times 2
// sqrt 2; solves: as a residual (blas/bounds/bounds.h). `conjugate` flags, where a routine has them, are for row-major
// callers, whose matrix is the transpose of what they mean.

#include <type_traits>

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas {

// y = alpha op(A) x + beta y; A is m x n as stored, all four op.
template <class T>
void gemv(Trans trans, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy);

// The same for a general band matrix.
template <class T>
void gbmv(Trans trans, Index m, Index n, Index kl, Index ku, std::type_identity_t<T> alpha, const T* a, Index lda,
          const T* x, Index incx, std::type_identity_t<T> beta, T* y, Index incy);

// y = alpha A x + beta y, A n x n symmetric: one triangle of it stored in full columns, with k diagonals, packed.
template <class T>
void symv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy);
template <class T>
void sbmv(Uplo uplo, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy);
template <class T>
void spmv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* ap, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy);

// The same for a Hermitian A; with `conjugate`, conj(A) takes its place.
template <class T>
void hemv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, bool conjugate = false);
template <class T>
void hbmv(Uplo uplo, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, bool conjugate = false);
template <class T>
void hpmv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* ap, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, bool conjugate = false);

// x = op(A) x, A n x n triangular, all four op.
template <class T>
void trmv(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda, T* x, Index incx);
template <class T>
void tbmv(Uplo uplo, Trans trans, Diag diag, Index n, Index k, const T* a, Index lda, T* x, Index incx);
template <class T>
void tpmv(Uplo uplo, Trans trans, Diag diag, Index n, const T* ap, T* x, Index incx);

// x = op(A)^-1 x. Elements are divided by the diagonal itself, never by way of its reciprocal; singularity isn't
// tested: a zero on the diagonal divides.
template <class T>
void trsv(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda, T* x, Index incx);
template <class T>
void tbsv(Uplo uplo, Trans trans, Diag diag, Index n, Index k, const T* a, Index lda, T* x, Index incx);
template <class T>
void tpsv(Uplo uplo, Trans trans, Diag diag, Index n, const T* ap, T* x, Index incx);

// A = alpha x y^T + A, A m x n; `conjugated` says which vector is conjugated first (the second: gerc). Each element is
// fma(alpha, x_i y_j, a_ij).
enum class Conjugated : char { neither, first, second };
template <class T>
void ger(Index m, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* a,
         Index lda, Conjugated conjugated = Conjugated::neither);

// Triangle `uplo` of A = alpha x x^T + A; of A = alpha (x y^T + y x^T) + A.
template <class T>
void syr(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, T* a, Index lda);
template <class T>
void spr(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, T* ap);
template <class T>
void syr2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* a,
          Index lda);
template <class T>
void spr2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* ap);

// Triangle `uplo` of A = alpha x x^H + A; of A = alpha x y^H + conj(alpha) y x^H + A. With `conjugate`, conj(x) and
// conj(y) take the vectors' places.
template <class T>
void her(Uplo uplo, Index n, Real<T> alpha, const T* x, Index incx, T* a, Index lda, bool conjugate = false);
template <class T>
void hpr(Uplo uplo, Index n, Real<T> alpha, const T* x, Index incx, T* ap, bool conjugate = false);
template <class T>
void her2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* a,
          Index lda, bool conjugate = false);
template <class T>
void hpr2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* ap,
          bool conjugate = false);

}  // namespace fairplay::blas
