// Level 3 as Fortran calls it.

#include "blas/interface/checked_level3.h"
#include "blas/interface/errors.h"

namespace fairplay::blas {
namespace fortran {

template <class T>
void gemm(const char* transa, const char* transb, const Int* m, const Int* n, const Int* k, const T* alpha, const T* a,
          const Int* lda, const T* b, const Int* ldb, const T* beta, T* c, const Int* ldc) {
  FortranOptions options;
  const Trans op_a = options.trans(transa, true), op_b = options.trans(transb, true);
  run<T>("GEMM", options,
         [&] { return checked::gemm<T>(op_a, op_b, *m, *n, *k, *alpha, a, *lda, b, *ldb, *beta, c, *ldc); });
}
template <class T>
void gemmt(const char* name, const char* uplo, const char* transa, const char* transb, const Int* n, const Int* k,
           const T* alpha, const T* a, const Int* lda, const T* b, const Int* ldb, const T* beta, T* c,
           const Int* ldc) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans op_a = options.trans(transa, true), op_b = options.trans(transb, true);
  run<T>(name, options,
         [&] { return checked::gemmt<T>(triangle, op_a, op_b, *n, *k, *alpha, a, *lda, b, *ldb, *beta, c, *ldc); });
}
template <class T>
void symm(bool hermitian, const char* name, const char* side, const char* uplo, const Int* m, const Int* n,
          const T* alpha, const T* a, const Int* lda, const T* b, const Int* ldb, const T* beta, T* c, const Int* ldc) {
  FortranOptions options;
  const Side where = options.side(side);
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options, [&] {
    return checked::symm<T>(hermitian, where, triangle, *m, *n, *alpha, a, *lda, b, *ldb, *beta, c, *ldc);
  });
}

// A symmetric update of complex numbers knows no 'C', a Hermitian one no 'T'.
template <class T>
Trans symmetric_trans(FortranOptions& options, const char* trans) {
  const Trans op = options.trans(trans);
  return options.only(op, !is_complex<T> || op != Trans::conjugate);
}
template <class T>
void syrk(const char* uplo, const char* trans, const Int* n, const Int* k, const T* alpha, const T* a, const Int* lda,
          const T* beta, T* c, const Int* ldc) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans op = symmetric_trans<T>(options, trans);
  run<T>("SYRK", options, [&] { return checked::syrk<T>(triangle, op, *n, *k, *alpha, a, *lda, *beta, c, *ldc); });
}
template <class T>
void syr2k(const char* uplo, const char* trans, const Int* n, const Int* k, const T* alpha, const T* a, const Int* lda,
           const T* b, const Int* ldb, const T* beta, T* c, const Int* ldc) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans op = symmetric_trans<T>(options, trans);
  run<T>("SYR2K", options,
         [&] { return checked::syr2k<T>(triangle, op, *n, *k, *alpha, a, *lda, b, *ldb, *beta, c, *ldc); });
}
template <class T>
void herk(const char* uplo, const char* trans, const Int* n, const Int* k, const Real<T>* alpha, const T* a,
          const Int* lda, const Real<T>* beta, T* c, const Int* ldc) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans given = options.trans(trans), op = options.only(given, given != Trans::transpose);
  run<T>("HERK", options, [&] { return checked::herk<T>(triangle, op, *n, *k, *alpha, a, *lda, *beta, c, *ldc); });
}
template <class T>
void her2k(const char* uplo, const char* trans, const Int* n, const Int* k, const T* alpha, const T* a, const Int* lda,
           const T* b, const Int* ldb, const Real<T>* beta, T* c, const Int* ldc) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans given = options.trans(trans), op = options.only(given, given != Trans::transpose);
  run<T>("HER2K", options,
         [&] { return checked::her2k<T>(triangle, op, *n, *k, *alpha, a, *lda, b, *ldb, *beta, c, *ldc); });
}
template <class T>
void trmm(bool solve, const char* name, const char* side, const char* uplo, const char* trans, const char* diag,
          const Int* m, const Int* n, const T* alpha, const T* a, const Int* lda, T* b, const Int* ldb) {
  FortranOptions options;
  const Side where = options.side(side);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(name, options,
         [&] { return checked::trmm<T>(solve, where, triangle, op, diagonal, *m, *n, *alpha, a, *lda, b, *ldb); });
}

}  // namespace fortran

#define FAIRPLAY_GEMMT(l, stem, name)                                                                        \
  FAIRPLAY_EXPORT(                                                                                           \
      l, void, l##stem,                                                                                      \
      (const char* uplo, const char* transa, const char* transb, const Int* n, const Int* k, const T* alpha, \
       const T* a, const Int* lda, const T* b, const Int* ldb, const T* beta, T* c, const Int* ldc),         \
      (fortran::gemmt<T>(name, uplo, transa, transb, n, k, alpha, a, lda, b, ldb, beta, c, ldc)))
// gemmtr is LAPACK 3.12's name for gemmt.
#define FAIRPLAY_PRODUCTS(l)                                                                                         \
  FAIRPLAY_EXPORT(l, void, l##gemm_,                                                                                 \
                  (const char* transa, const char* transb, const Int* m, const Int* n, const Int* k, const T* alpha, \
                   const T* a, const Int* lda, const T* b, const Int* ldb, const T* beta, T* c, const Int* ldc),     \
                  (fortran::gemm<T>(transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)))                  \
  FAIRPLAY_GEMMT(l, gemmt_, "GEMMT")                                                                                 \
  FAIRPLAY_GEMMT(l, gemmtr_, "GEMMTR")                                                                               \
  FAIRPLAY_EXPORT(l, void, l##syrk_,                                                                                 \
                  (const char* uplo, const char* trans, const Int* n, const Int* k, const T* alpha, const T* a,      \
                   const Int* lda, const T* beta, T* c, const Int* ldc),                                             \
                  (fortran::syrk<T>(uplo, trans, n, k, alpha, a, lda, beta, c, ldc)))                                \
  FAIRPLAY_EXPORT(l, void, l##syr2k_,                                                                                \
                  (const char* uplo, const char* trans, const Int* n, const Int* k, const T* alpha, const T* a,      \
                   const Int* lda, const T* b, const Int* ldb, const T* beta, T* c, const Int* ldc),                 \
                  (fortran::syr2k<T>(uplo, trans, n, k, alpha, a, lda, b, ldb, beta, c, ldc)))
FAIRPLAY_PRODUCTS(s)
FAIRPLAY_PRODUCTS(d)
FAIRPLAY_PRODUCTS(c)
FAIRPLAY_PRODUCTS(z)

#define FAIRPLAY_SYMM(l, stem, hermitian, name)                                                                \
  FAIRPLAY_EXPORT(l, void, l##stem,                                                                            \
                  (const char* side, const char* uplo, const Int* m, const Int* n, const T* alpha, const T* a, \
                   const Int* lda, const T* b, const Int* ldb, const T* beta, T* c, const Int* ldc),           \
                  (fortran::symm<T>(hermitian, name, side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc)))
FAIRPLAY_SYMM(s, symm_, false, "SYMM")
FAIRPLAY_SYMM(d, symm_, false, "SYMM")
FAIRPLAY_SYMM(c, symm_, false, "SYMM")
FAIRPLAY_SYMM(z, symm_, false, "SYMM")
FAIRPLAY_SYMM(c, hemm_, true, "HEMM")
FAIRPLAY_SYMM(z, hemm_, true, "HEMM")

#define FAIRPLAY_HERMITIAN_UPDATES(l)                                                                           \
  FAIRPLAY_EXPORT(l, void, l##herk_,                                                                            \
                  (const char* uplo, const char* trans, const Int* n, const Int* k, const R* alpha, const T* a, \
                   const Int* lda, const R* beta, T* c, const Int* ldc),                                        \
                  (fortran::herk<T>(uplo, trans, n, k, alpha, a, lda, beta, c, ldc)))                           \
  FAIRPLAY_EXPORT(l, void, l##her2k_,                                                                           \
                  (const char* uplo, const char* trans, const Int* n, const Int* k, const T* alpha, const T* a, \
                   const Int* lda, const T* b, const Int* ldb, const R* beta, T* c, const Int* ldc),            \
                  (fortran::her2k<T>(uplo, trans, n, k, alpha, a, lda, b, ldb, beta, c, ldc)))
FAIRPLAY_HERMITIAN_UPDATES(c)
FAIRPLAY_HERMITIAN_UPDATES(z)

#define FAIRPLAY_TRIANGULAR(l, stem, solve, name)                                                         \
  FAIRPLAY_EXPORT(l, void, l##stem,                                                                       \
                  (const char* side, const char* uplo, const char* trans, const char* diag, const Int* m, \
                   const Int* n, const T* alpha, const T* a, const Int* lda, T* b, const Int* ldb),       \
                  (fortran::trmm<T>(solve, name, side, uplo, trans, diag, m, n, alpha, a, lda, b, ldb)))
#define FAIRPLAY_BOTH_TRIANGULAR(l) \
  FAIRPLAY_TRIANGULAR(l, trmm_, false, "TRMM") FAIRPLAY_TRIANGULAR(l, trsm_, true, "TRSM")
FAIRPLAY_BOTH_TRIANGULAR(s)
FAIRPLAY_BOTH_TRIANGULAR(d)
FAIRPLAY_BOTH_TRIANGULAR(c)
FAIRPLAY_BOTH_TRIANGULAR(z)

}  // namespace fairplay::blas
