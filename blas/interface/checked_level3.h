#pragma once
// Level 3 behind Netlib's argument checks, as checked_level2.h.

#include "blas/interface/checked_level2.h"
#include "blas/level3.h"

namespace fairplay::blas::checked {

template <class T>
int gemm(Trans transa, Trans transb, Int m, Int n, Int k, T alpha, const T* a, Int lda, const T* b, Int ldb, T beta,
         T* c, Int ldc) {
  const Int rows_a = transposes(transa) ? k : m, rows_b = transposes(transb) ? n : k;
  if (int bad = Checks()
                    .that(m >= 0, 3)
                    .that(n >= 0, 4)
                    .that(k >= 0, 5)
                    .that(lda >= at_least_one(rows_a), 8)
                    .that(ldb >= at_least_one(rows_b), 10)
                    .that(ldc >= at_least_one(m), 13)
                    .bad())
    return bad;
  blas::gemm<T>(transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  return 0;
}
template <class T>
int gemmt(Uplo uplo, Trans transa, Trans transb, Int n, Int k, T alpha, const T* a, Int lda, const T* b, Int ldb,
          T beta, T* c, Int ldc) {
  const Int rows_a = transposes(transa) ? k : n, rows_b = transposes(transb) ? n : k;
  if (int bad = Checks()
                    .that(n >= 0, 4)
                    .that(k >= 0, 5)
                    .that(lda >= at_least_one(rows_a), 8)
                    .that(ldb >= at_least_one(rows_b), 10)
                    .that(ldc >= at_least_one(n), 13)
                    .bad())
    return bad;
  blas::gemmt<T>(uplo, transa, transb, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  return 0;
}
template <class T>
int symm(bool hermitian, Side side, Uplo uplo, Int m, Int n, T alpha, const T* a, Int lda, const T* b, Int ldb, T beta,
         T* c, Int ldc) {
  const Int order = side == Side::left ? m : n;
  if (int bad = Checks()
                    .that(m >= 0, 3)
                    .that(n >= 0, 4)
                    .that(lda >= at_least_one(order), 7)
                    .that(ldb >= at_least_one(m), 9)
                    .that(ldc >= at_least_one(m), 12)
                    .bad())
    return bad;
  if (hermitian)
    blas::hemm<T>(side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc);
  else
    blas::symm<T>(side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc);
  return 0;
}
template <class T>
int syrk(Uplo uplo, Trans trans, Int n, Int k, T alpha, const T* a, Int lda, T beta, T* c, Int ldc) {
  if (int bad = Checks()
                    .that(n >= 0, 3)
                    .that(k >= 0, 4)
                    .that(lda >= at_least_one(transposes(trans) ? k : n), 7)
                    .that(ldc >= at_least_one(n), 10)
                    .bad())
    return bad;
  blas::syrk<T>(uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
  return 0;
}
template <class T>
int herk(Uplo uplo, Trans trans, Int n, Int k, Real<T> alpha, const T* a, Int lda, Real<T> beta, T* c, Int ldc) {
  if (int bad = Checks()
                    .that(n >= 0, 3)
                    .that(k >= 0, 4)
                    .that(lda >= at_least_one(transposes(trans) ? k : n), 7)
                    .that(ldc >= at_least_one(n), 10)
                    .bad())
    return bad;
  blas::herk<T>(uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
  return 0;
}
template <class T>
int check_rank_2k(Trans trans, Int n, Int k, Int lda, Int ldb, Int ldc) {
  const Int rows = transposes(trans) ? k : n;
  return Checks()
      .that(n >= 0, 3)
      .that(k >= 0, 4)
      .that(lda >= at_least_one(rows), 7)
      .that(ldb >= at_least_one(rows), 9)
      .that(ldc >= at_least_one(n), 12)
      .bad();
}
template <class T>
int syr2k(Uplo uplo, Trans trans, Int n, Int k, T alpha, const T* a, Int lda, const T* b, Int ldb, T beta, T* c,
          Int ldc) {
  if (int bad = check_rank_2k<T>(trans, n, k, lda, ldb, ldc)) return bad;
  blas::syr2k<T>(uplo, trans, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  return 0;
}
template <class T>
int her2k(Uplo uplo, Trans trans, Int n, Int k, T alpha, const T* a, Int lda, const T* b, Int ldb, Real<T> beta, T* c,
          Int ldc) {
  if (int bad = check_rank_2k<T>(trans, n, k, lda, ldb, ldc)) return bad;
  blas::her2k<T>(uplo, trans, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  return 0;
}
template <class T>
int trmm(bool solve, Side side, Uplo uplo, Trans trans, Diag diag, Int m, Int n, T alpha, const T* a, Int lda, T* b,
         Int ldb) {
  const Int order = side == Side::left ? m : n;
  if (int bad = Checks()
                    .that(m >= 0, 5)
                    .that(n >= 0, 6)
                    .that(lda >= at_least_one(order), 9)
                    .that(ldb >= at_least_one(m), 11)
                    .bad())
    return bad;
  if (solve)
    blas::trsm<T>(side, uplo, trans, diag, m, n, alpha, a, lda, b, ldb);
  else
    blas::trmm<T>(side, uplo, trans, diag, m, n, alpha, a, lda, b, ldb);
  return 0;
}

}  // namespace fairplay::blas::checked
