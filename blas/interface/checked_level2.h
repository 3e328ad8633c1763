#pragma once
// Level 2 behind Netlib's argument checks: each gives the position of the first illegal argument in the Fortran
// routine's list, or does the work and gives 0.

#include "blas/interface/errors.h"
#include "blas/level2.h"

namespace fairplay::blas::checked {

template <class T>
int gemv(Trans trans, Int m, Int n, T alpha, const T* a, Int lda, const T* x, Int incx, T beta, T* y, Int incy) {
  if (int bad = Checks()
                    .that(m >= 0, 2)
                    .that(n >= 0, 3)
                    .that(lda >= at_least_one(m), 6)
                    .that(incx != 0, 8)
                    .that(incy != 0, 11)
                    .bad())
    return bad;
  blas::gemv<T>(trans, m, n, alpha, a, lda, x, incx, beta, y, incy);
  return 0;
}
template <class T>
int gbmv(Trans trans, Int m, Int n, Int kl, Int ku, T alpha, const T* a, Int lda, const T* x, Int incx, T beta, T* y,
         Int incy) {
  if (int bad = Checks()
                    .that(m >= 0, 2)
                    .that(n >= 0, 3)
                    .that(kl >= 0, 4)
                    .that(ku >= 0, 5)
                    .that(Index{lda} > Index{kl} + ku, 8)
                    .that(incx != 0, 10)
                    .that(incy != 0, 13)
                    .bad())
    return bad;
  blas::gbmv<T>(trans, m, n, kl, ku, alpha, a, lda, x, incx, beta, y, incy);
  return 0;
}

// `conjugate`: a row-major caller's Hermitian matrix.
template <class T>
int symv(bool hermitian, bool conjugate, Uplo uplo, Int n, T alpha, const T* a, Int lda, const T* x, Int incx, T beta,
         T* y, Int incy) {
  if (int bad = Checks().that(n >= 0, 2).that(lda >= at_least_one(n), 5).that(incx != 0, 7).that(incy != 0, 10).bad())
    return bad;
  if (hermitian)
    blas::hemv<T>(uplo, n, alpha, a, lda, x, incx, beta, y, incy, conjugate);
  else
    blas::symv<T>(uplo, n, alpha, a, lda, x, incx, beta, y, incy);
  return 0;
}
template <class T>
int sbmv(bool hermitian, bool conjugate, Uplo uplo, Int n, Int k, T alpha, const T* a, Int lda, const T* x, Int incx,
         T beta, T* y, Int incy) {
  if (int bad = Checks().that(n >= 0, 2).that(k >= 0, 3).that(lda > k, 6).that(incx != 0, 8).that(incy != 0, 11).bad())
    return bad;
  if (hermitian)
    blas::hbmv<T>(uplo, n, k, alpha, a, lda, x, incx, beta, y, incy, conjugate);
  else
    blas::sbmv<T>(uplo, n, k, alpha, a, lda, x, incx, beta, y, incy);
  return 0;
}
template <class T>
int spmv(bool hermitian, bool conjugate, Uplo uplo, Int n, T alpha, const T* ap, const T* x, Int incx, T beta, T* y,
         Int incy) {
  if (int bad = Checks().that(n >= 0, 2).that(incx != 0, 6).that(incy != 0, 9).bad()) return bad;
  if (hermitian)
    blas::hpmv<T>(uplo, n, alpha, ap, x, incx, beta, y, incy, conjugate);
  else
    blas::spmv<T>(uplo, n, alpha, ap, x, incx, beta, y, incy);
  return 0;
}

// The triangular ones, as a product or a solution.
template <class T>
int trmv(bool solve, Uplo uplo, Trans trans, Diag diag, Int n, const T* a, Int lda, T* x, Int incx) {
  if (int bad = Checks().that(n >= 0, 4).that(lda >= at_least_one(n), 6).that(incx != 0, 8).bad()) return bad;
  if (solve)
    blas::trsv<T>(uplo, trans, diag, n, a, lda, x, incx);
  else
    blas::trmv<T>(uplo, trans, diag, n, a, lda, x, incx);
  return 0;
}
template <class T>
int tbmv(bool solve, Uplo uplo, Trans trans, Diag diag, Int n, Int k, const T* a, Int lda, T* x, Int incx) {
  if (int bad = Checks().that(n >= 0, 4).that(k >= 0, 5).that(lda > k, 7).that(incx != 0, 9).bad()) return bad;
  if (solve)
    blas::tbsv<T>(uplo, trans, diag, n, k, a, lda, x, incx);
  else
    blas::tbmv<T>(uplo, trans, diag, n, k, a, lda, x, incx);
  return 0;
}
template <class T>
int tpmv(bool solve, Uplo uplo, Trans trans, Diag diag, Int n, const T* ap, T* x, Int incx) {
  if (int bad = Checks().that(n >= 0, 4).that(incx != 0, 7).bad()) return bad;
  if (solve)
    blas::tpsv<T>(uplo, trans, diag, n, ap, x, incx);
  else
    blas::tpmv<T>(uplo, trans, diag, n, ap, x, incx);
  return 0;
}

template <class T>
int ger(Conjugated conjugated, Int m, Int n, T alpha, const T* x, Int incx, const T* y, Int incy, T* a, Int lda) {
  if (int bad = Checks()
                    .that(m >= 0, 1)
                    .that(n >= 0, 2)
                    .that(incx != 0, 5)
                    .that(incy != 0, 7)
                    .that(lda >= at_least_one(m), 9)
                    .bad())
    return bad;
  blas::ger<T>(m, n, alpha, x, incx, y, incy, a, lda, conjugated);
  return 0;
}
template <class T>
int syr(Uplo uplo, Int n, T alpha, const T* x, Int incx, T* a, Int lda) {
  if (int bad = Checks().that(n >= 0, 2).that(incx != 0, 5).that(lda >= at_least_one(n), 7).bad()) return bad;
  blas::syr<T>(uplo, n, alpha, x, incx, a, lda);
  return 0;
}
template <class T>
int her(bool conjugate, Uplo uplo, Int n, Real<T> alpha, const T* x, Int incx, T* a, Int lda) {
  if (int bad = Checks().that(n >= 0, 2).that(incx != 0, 5).that(lda >= at_least_one(n), 7).bad()) return bad;
  blas::her<T>(uplo, n, alpha, x, incx, a, lda, conjugate);
  return 0;
}
template <class T>
int spr(Uplo uplo, Int n, T alpha, const T* x, Int incx, T* ap) {
  if (int bad = Checks().that(n >= 0, 2).that(incx != 0, 5).bad()) return bad;
  blas::spr<T>(uplo, n, alpha, x, incx, ap);
  return 0;
}
template <class T>
int hpr(bool conjugate, Uplo uplo, Int n, Real<T> alpha, const T* x, Int incx, T* ap) {
  if (int bad = Checks().that(n >= 0, 2).that(incx != 0, 5).bad()) return bad;
  blas::hpr<T>(uplo, n, alpha, x, incx, ap, conjugate);
  return 0;
}
template <class T>
int syr2(bool hermitian, bool conjugate, Uplo uplo, Int n, T alpha, const T* x, Int incx, const T* y, Int incy, T* a,
         Int lda) {
  if (int bad = Checks().that(n >= 0, 2).that(incx != 0, 5).that(incy != 0, 7).that(lda >= at_least_one(n), 9).bad())
    return bad;
  if (hermitian)
    blas::her2<T>(uplo, n, alpha, x, incx, y, incy, a, lda, conjugate);
  else
    blas::syr2<T>(uplo, n, alpha, x, incx, y, incy, a, lda);
  return 0;
}
template <class T>
int spr2(bool hermitian, bool conjugate, Uplo uplo, Int n, T alpha, const T* x, Int incx, const T* y, Int incy, T* ap) {
  if (int bad = Checks().that(n >= 0, 2).that(incx != 0, 5).that(incy != 0, 7).bad()) return bad;
  if (hermitian)
    blas::hpr2<T>(uplo, n, alpha, x, incx, y, incy, ap, conjugate);
  else
    blas::spr2<T>(uplo, n, alpha, x, incx, y, incy, ap);
  return 0;
}

}  // namespace fairplay::blas::checked
