// Level 2 as Fortran calls it: options by their letters, everything by address.

#include "blas/interface/checked_level2.h"
#include "blas/interface/errors.h"

namespace fairplay::blas {
namespace fortran {

template <class T>
void gemv(const char* trans, const Int* m, const Int* n, const T* alpha, const T* a, const Int* lda, const T* x,
          const Int* incx, const T* beta, T* y, const Int* incy) {
  FortranOptions options;
  const Trans op = options.trans(trans, true);
  run<T>("GEMV", options, [&] { return checked::gemv<T>(op, *m, *n, *alpha, a, *lda, x, *incx, *beta, y, *incy); });
}
template <class T>
void gbmv(const char* trans, const Int* m, const Int* n, const Int* kl, const Int* ku, const T* alpha, const T* a,
          const Int* lda, const T* x, const Int* incx, const T* beta, T* y, const Int* incy) {
  FortranOptions options;
  const Trans op = options.trans(trans);
  run<T>("GBMV", options,
         [&] { return checked::gbmv<T>(op, *m, *n, *kl, *ku, *alpha, a, *lda, x, *incx, *beta, y, *incy); });
}
template <class T>
void symv(bool hermitian, const char* name, const char* uplo, const Int* n, const T* alpha, const T* a, const Int* lda,
          const T* x, const Int* incx, const T* beta, T* y, const Int* incy) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options,
         [&] { return checked::symv<T>(hermitian, false, triangle, *n, *alpha, a, *lda, x, *incx, *beta, y, *incy); });
}
template <class T>
void sbmv(bool hermitian, const char* name, const char* uplo, const Int* n, const Int* k, const T* alpha, const T* a,
          const Int* lda, const T* x, const Int* incx, const T* beta, T* y, const Int* incy) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options, [&] {
    return checked::sbmv<T>(hermitian, false, triangle, *n, *k, *alpha, a, *lda, x, *incx, *beta, y, *incy);
  });
}
template <class T>
void spmv(bool hermitian, const char* name, const char* uplo, const Int* n, const T* alpha, const T* ap, const T* x,
          const Int* incx, const T* beta, T* y, const Int* incy) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options,
         [&] { return checked::spmv<T>(hermitian, false, triangle, *n, *alpha, ap, x, *incx, *beta, y, *incy); });
}
template <class T>
void trmv(bool solve, const char* name, const char* uplo, const char* trans, const char* diag, const Int* n, const T* a,
          const Int* lda, T* x, const Int* incx) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(name, options, [&] { return checked::trmv<T>(solve, triangle, op, diagonal, *n, a, *lda, x, *incx); });
}
template <class T>
void tbmv(bool solve, const char* name, const char* uplo, const char* trans, const char* diag, const Int* n,
          const Int* k, const T* a, const Int* lda, T* x, const Int* incx) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(name, options, [&] { return checked::tbmv<T>(solve, triangle, op, diagonal, *n, *k, a, *lda, x, *incx); });
}
template <class T>
void tpmv(bool solve, const char* name, const char* uplo, const char* trans, const char* diag, const Int* n,
          const T* ap, T* x, const Int* incx) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(name, options, [&] { return checked::tpmv<T>(solve, triangle, op, diagonal, *n, ap, x, *incx); });
}
template <class T>
void ger(const char* name, Conjugated conjugated, const Int* m, const Int* n, const T* alpha, const T* x,
         const Int* incx, const T* y, const Int* incy, T* a, const Int* lda) {
  run<T>(name, {}, [&] { return checked::ger<T>(conjugated, *m, *n, *alpha, x, *incx, y, *incy, a, *lda); });
}
template <class T>
void syr(const char* uplo, const Int* n, const T* alpha, const T* x, const Int* incx, T* a, const Int* lda) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>("SYR", options, [&] { return checked::syr<T>(triangle, *n, *alpha, x, *incx, a, *lda); });
}
template <class T>
void her(const char* uplo, const Int* n, const Real<T>* alpha, const T* x, const Int* incx, T* a, const Int* lda) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>("HER", options, [&] { return checked::her<T>(false, triangle, *n, *alpha, x, *incx, a, *lda); });
}
template <class T>
void spr(const char* uplo, const Int* n, const T* alpha, const T* x, const Int* incx, T* ap) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>("SPR", options, [&] { return checked::spr<T>(triangle, *n, *alpha, x, *incx, ap); });
}
template <class T>
void hpr(const char* uplo, const Int* n, const Real<T>* alpha, const T* x, const Int* incx, T* ap) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>("HPR", options, [&] { return checked::hpr<T>(false, triangle, *n, *alpha, x, *incx, ap); });
}
template <class T>
void syr2(bool hermitian, const char* name, const char* uplo, const Int* n, const T* alpha, const T* x, const Int* incx,
          const T* y, const Int* incy, T* a, const Int* lda) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options,
         [&] { return checked::syr2<T>(hermitian, false, triangle, *n, *alpha, x, *incx, y, *incy, a, *lda); });
}
template <class T>
void spr2(bool hermitian, const char* name, const char* uplo, const Int* n, const T* alpha, const T* x, const Int* incx,
          const T* y, const Int* incy, T* ap) {
  FortranOptions options;
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options,
         [&] { return checked::spr2<T>(hermitian, false, triangle, *n, *alpha, x, *incx, y, *incy, ap); });
}

}  // namespace fortran

#define FAIRPLAY_FULL(l)                                                                                           \
  FAIRPLAY_EXPORT(l, void, l##gemv_,                                                                               \
                  (const char* trans, const Int* m, const Int* n, const T* alpha, const T* a, const Int* lda,      \
                   const T* x, const Int* incx, const T* beta, T* y, const Int* incy),                             \
                  (fortran::gemv<T>(trans, m, n, alpha, a, lda, x, incx, beta, y, incy)))                          \
  FAIRPLAY_EXPORT(l, void, l##gbmv_,                                                                               \
                  (const char* trans, const Int* m, const Int* n, const Int* kl, const Int* ku, const T* alpha,    \
                   const T* a, const Int* lda, const T* x, const Int* incx, const T* beta, T* y, const Int* incy), \
                  (fortran::gbmv<T>(trans, m, n, kl, ku, alpha, a, lda, x, incx, beta, y, incy)))
FAIRPLAY_FULL(s)
FAIRPLAY_FULL(d)
FAIRPLAY_FULL(c)
FAIRPLAY_FULL(z)

#define FAIRPLAY_SYMMETRIC(l, stem, hermitian, name)                                                       \
  FAIRPLAY_EXPORT(l, void, l##stem,                                                                        \
                  (const char* uplo, const Int* n, const T* alpha, const T* a, const Int* lda, const T* x, \
                   const Int* incx, const T* beta, T* y, const Int* incy),                                 \
                  (fortran::symv<T>(hermitian, name, uplo, n, alpha, a, lda, x, incx, beta, y, incy)))
FAIRPLAY_SYMMETRIC(s, symv_, false, "SYMV")
FAIRPLAY_SYMMETRIC(d, symv_, false, "SYMV")
FAIRPLAY_SYMMETRIC(c, symv_, false, "SYMV")
FAIRPLAY_SYMMETRIC(z, symv_, false, "SYMV")
FAIRPLAY_SYMMETRIC(c, hemv_, true, "HEMV")
FAIRPLAY_SYMMETRIC(z, hemv_, true, "HEMV")

#define FAIRPLAY_SYMMETRIC_BAND(l, stem, hermitian, name)                                                    \
  FAIRPLAY_EXPORT(l, void, l##stem,                                                                          \
                  (const char* uplo, const Int* n, const Int* k, const T* alpha, const T* a, const Int* lda, \
                   const T* x, const Int* incx, const T* beta, T* y, const Int* incy),                       \
                  (fortran::sbmv<T>(hermitian, name, uplo, n, k, alpha, a, lda, x, incx, beta, y, incy)))
FAIRPLAY_SYMMETRIC_BAND(s, sbmv_, false, "SBMV")
FAIRPLAY_SYMMETRIC_BAND(d, sbmv_, false, "SBMV")
FAIRPLAY_SYMMETRIC_BAND(c, hbmv_, true, "HBMV")
FAIRPLAY_SYMMETRIC_BAND(z, hbmv_, true, "HBMV")

#define FAIRPLAY_SYMMETRIC_PACKED(l, stem, hermitian, name)                                                  \
  FAIRPLAY_EXPORT(l, void, l##stem,                                                                          \
                  (const char* uplo, const Int* n, const T* alpha, const T* ap, const T* x, const Int* incx, \
                   const T* beta, T* y, const Int* incy),                                                    \
                  (fortran::spmv<T>(hermitian, name, uplo, n, alpha, ap, x, incx, beta, y, incy)))
FAIRPLAY_SYMMETRIC_PACKED(s, spmv_, false, "SPMV")
FAIRPLAY_SYMMETRIC_PACKED(d, spmv_, false, "SPMV")
FAIRPLAY_SYMMETRIC_PACKED(c, spmv_, false, "SPMV")
FAIRPLAY_SYMMETRIC_PACKED(z, spmv_, false, "SPMV")
FAIRPLAY_SYMMETRIC_PACKED(c, hpmv_, true, "HPMV")
FAIRPLAY_SYMMETRIC_PACKED(z, hpmv_, true, "HPMV")

#define FAIRPLAY_TRIANGULAR(l, solve, full, band, packed, full_name, band_name, packed_name)                        \
  FAIRPLAY_EXPORT(l, void, l##full,                                                                                 \
                  (const char* uplo, const char* trans, const char* diag, const Int* n, const T* a, const Int* lda, \
                   T* x, const Int* incx),                                                                          \
                  (fortran::trmv<T>(solve, full_name, uplo, trans, diag, n, a, lda, x, incx)))                      \
  FAIRPLAY_EXPORT(l, void, l##band,                                                                                 \
                  (const char* uplo, const char* trans, const char* diag, const Int* n, const Int* k, const T* a,   \
                   const Int* lda, T* x, const Int* incx),                                                          \
                  (fortran::tbmv<T>(solve, band_name, uplo, trans, diag, n, k, a, lda, x, incx)))                   \
  FAIRPLAY_EXPORT(                                                                                                  \
      l, void, l##packed,                                                                                           \
      (const char* uplo, const char* trans, const char* diag, const Int* n, const T* ap, T* x, const Int* incx),    \
      (fortran::tpmv<T>(solve, packed_name, uplo, trans, diag, n, ap, x, incx)))
#define FAIRPLAY_BOTH_TRIANGULAR(l)                                          \
  FAIRPLAY_TRIANGULAR(l, false, trmv_, tbmv_, tpmv_, "TRMV", "TBMV", "TPMV") \
  FAIRPLAY_TRIANGULAR(l, true, trsv_, tbsv_, tpsv_, "TRSV", "TBSV", "TPSV")
FAIRPLAY_BOTH_TRIANGULAR(s)
FAIRPLAY_BOTH_TRIANGULAR(d)
FAIRPLAY_BOTH_TRIANGULAR(c)
FAIRPLAY_BOTH_TRIANGULAR(z)

#define FAIRPLAY_GER(l, stem, name, conjugated)                                                         \
  FAIRPLAY_EXPORT(l, void, l##stem,                                                                     \
                  (const Int* m, const Int* n, const T* alpha, const T* x, const Int* incx, const T* y, \
                   const Int* incy, T* a, const Int* lda),                                              \
                  (fortran::ger<T>(name, conjugated, m, n, alpha, x, incx, y, incy, a, lda)))
FAIRPLAY_GER(s, ger_, "GER", Conjugated::neither)
FAIRPLAY_GER(d, ger_, "GER", Conjugated::neither)
FAIRPLAY_GER(c, geru_, "GERU", Conjugated::neither)
FAIRPLAY_GER(z, geru_, "GERU", Conjugated::neither)
FAIRPLAY_GER(c, gerc_, "GERC", Conjugated::second)
FAIRPLAY_GER(z, gerc_, "GERC", Conjugated::second)

#define FAIRPLAY_RANK_1(l, full, packed, function, packed_function, Factor)                                     \
  FAIRPLAY_EXPORT(                                                                                              \
      l, void, l##full,                                                                                         \
      (const char* uplo, const Int* n, const Factor* alpha, const T* x, const Int* incx, T* a, const Int* lda), \
      (fortran::function<T>(uplo, n, alpha, x, incx, a, lda)))                                                  \
  FAIRPLAY_EXPORT(l, void, l##packed,                                                                           \
                  (const char* uplo, const Int* n, const Factor* alpha, const T* x, const Int* incx, T* ap),    \
                  (fortran::packed_function<T>(uplo, n, alpha, x, incx, ap)))
FAIRPLAY_RANK_1(s, syr_, spr_, syr, spr, T)
FAIRPLAY_RANK_1(d, syr_, spr_, syr, spr, T)
FAIRPLAY_RANK_1(c, syr_, spr_, syr, spr, T)
FAIRPLAY_RANK_1(z, syr_, spr_, syr, spr, T)
FAIRPLAY_RANK_1(c, her_, hpr_, her, hpr, R)
FAIRPLAY_RANK_1(z, her_, hpr_, her, hpr, R)

#define FAIRPLAY_RANK_2(l, full, packed, hermitian, full_name, packed_name)                                 \
  FAIRPLAY_EXPORT(l, void, l##full,                                                                         \
                  (const char* uplo, const Int* n, const T* alpha, const T* x, const Int* incx, const T* y, \
                   const Int* incy, T* a, const Int* lda),                                                  \
                  (fortran::syr2<T>(hermitian, full_name, uplo, n, alpha, x, incx, y, incy, a, lda)))       \
  FAIRPLAY_EXPORT(l, void, l##packed,                                                                       \
                  (const char* uplo, const Int* n, const T* alpha, const T* x, const Int* incx, const T* y, \
                   const Int* incy, T* ap),                                                                 \
                  (fortran::spr2<T>(hermitian, packed_name, uplo, n, alpha, x, incx, y, incy, ap)))
FAIRPLAY_RANK_2(s, syr2_, spr2_, false, "SYR2", "SPR2")
FAIRPLAY_RANK_2(d, syr2_, spr2_, false, "SYR2", "SPR2")
FAIRPLAY_RANK_2(c, her2_, hpr2_, true, "HER2", "HPR2")
FAIRPLAY_RANK_2(z, her2_, hpr2_, true, "HER2", "HPR2")

}  // namespace fairplay::blas
