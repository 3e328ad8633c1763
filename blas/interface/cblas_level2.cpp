// Level 2 as C calls it (cblas.h). A row-major matrix is the transpose of a column-major one: options change, sizes and
// vectors change places, and where that leaves a conjugate without its transpose, the core conjugates as it reads. No
// operand of the caller's is copied or changed for it. The checks are the column-major routine's, in its order, as in
// Netlib's; `exchanged` names the caller's own argument in the message.

#include "blas/interface/checked_level2.h"
#include "blas/interface/errors.h"

namespace fairplay::blas {
namespace c {

// Positions in C, the layout being the first argument.
constexpr Exchanged sizes[] = {{3, 4}};
constexpr Exchanged band_sizes[] = {{3, 4}, {5, 6}};
constexpr Exchanged outer_vectors[] = {{2, 3}, {6, 8}};
constexpr Exchanged vectors[] = {{6, 8}};

template <class T>
void gemv(int layout, int trans, Int m, Int n, T alpha, const T* a, Int lda, const T* x, Int incx, T beta, T* y,
          Int incy) {
  COptions options(layout);
  const Trans op = options.trans(trans, true);
  run<T>(
      "GEMV", options,
      [&] {
        return options.row_major ? checked::gemv<T>(turned(op), n, m, alpha, a, lda, x, incx, beta, y, incy)
                                 : checked::gemv<T>(op, m, n, alpha, a, lda, x, incx, beta, y, incy);
      },
      sizes, 1);
}
template <class T>
void gbmv(int layout, int trans, Int m, Int n, Int kl, Int ku, T alpha, const T* a, Int lda, const T* x, Int incx,
          T beta, T* y, Int incy) {
  COptions options(layout);
  const Trans op = options.trans(trans);
  run<T>(
      "GBMV", options,
      [&] {
        return options.row_major ? checked::gbmv<T>(turned(op), n, m, ku, kl, alpha, a, lda, x, incx, beta, y, incy)
                                 : checked::gbmv<T>(op, m, n, kl, ku, alpha, a, lda, x, incx, beta, y, incy);
      },
      band_sizes, 2);
}
template <class T>
void symv(bool hermitian, const char* name, int layout, int uplo, Int n, T alpha, const T* a, Int lda, const T* x,
          Int incx, T beta, T* y, Int incy) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options, [&] {
    return checked::symv<T>(hermitian, options.row_major, triangle, n, alpha, a, lda, x, incx, beta, y, incy);
  });
}
template <class T>
void sbmv(bool hermitian, const char* name, int layout, int uplo, Int n, Int k, T alpha, const T* a, Int lda,
          const T* x, Int incx, T beta, T* y, Int incy) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options, [&] {
    return checked::sbmv<T>(hermitian, options.row_major, triangle, n, k, alpha, a, lda, x, incx, beta, y, incy);
  });
}
template <class T>
void spmv(bool hermitian, const char* name, int layout, int uplo, Int n, T alpha, const T* ap, const T* x, Int incx,
          T beta, T* y, Int incy) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  run<T>(name, options, [&] {
    return checked::spmv<T>(hermitian, options.row_major, triangle, n, alpha, ap, x, incx, beta, y, incy);
  });
}
template <class T>
void trmv(bool solve, const char* name, int layout, int uplo, int trans, int diag, Int n, const T* a, Int lda, T* x,
          Int incx) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(name, options, [&] {
    return checked::trmv<T>(solve, triangle, options.row_major ? turned(op) : op, diagonal, n, a, lda, x, incx);
  });
}
template <class T>
void tbmv(bool solve, const char* name, int layout, int uplo, int trans, int diag, Int n, Int k, const T* a, Int lda,
          T* x, Int incx) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(name, options, [&] {
    return checked::tbmv<T>(solve, triangle, options.row_major ? turned(op) : op, diagonal, n, k, a, lda, x, incx);
  });
}
template <class T>
void tpmv(bool solve, const char* name, int layout, int uplo, int trans, int diag, Int n, const T* ap, T* x, Int incx) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(name, options, [&] {
    return checked::tpmv<T>(solve, triangle, options.row_major ? turned(op) : op, diagonal, n, ap, x, incx);
  });
}
// A^T = alpha y x^T + A^T; with a conjugate on y, now the first vector.
template <class T>
void ger(const char* name, bool conjugate, int layout, Int m, Int n, T alpha, const T* x, Int incx, const T* y,
         Int incy, T* a, Int lda) {
  COptions options(layout);
  run<T>(
      name, options,
      [&] {
        return options.row_major ? checked::ger<T>(conjugate ? Conjugated::first : Conjugated::neither, n, m, alpha, y,
                                                   incy, x, incx, a, lda)
                                 : checked::ger<T>(conjugate ? Conjugated::second : Conjugated::neither, m, n, alpha, x,
                                                   incx, y, incy, a, lda);
      },
      outer_vectors, 2);
}
template <class T>
void syr(int layout, int uplo, Int n, T alpha, const T* x, Int incx, T* a, Int lda) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  run<T>("SYR", options, [&] { return checked::syr<T>(triangle, n, alpha, x, incx, a, lda); });
}
template <class T>
void her(int layout, int uplo, Int n, Real<T> alpha, const T* x, Int incx, T* a, Int lda) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  run<T>("HER", options, [&] { return checked::her<T>(options.row_major, triangle, n, alpha, x, incx, a, lda); });
}
template <class T>
void spr(int layout, int uplo, Int n, T alpha, const T* x, Int incx, T* ap) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  run<T>("SPR", options, [&] { return checked::spr<T>(triangle, n, alpha, x, incx, ap); });
}
template <class T>
void hpr(int layout, int uplo, Int n, Real<T> alpha, const T* x, Int incx, T* ap) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  run<T>("HPR", options, [&] { return checked::hpr<T>(options.row_major, triangle, n, alpha, x, incx, ap); });
}
// (alpha x y^H + conj(alpha) y x^H)^T = alpha conj(y) x^T + conj(alpha) conj(x) y^T.
template <class T>
void syr2(bool hermitian, const char* name, int layout, int uplo, Int n, T alpha, const T* x, Int incx, const T* y,
          Int incy, T* a, Int lda) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const bool exchange = hermitian && options.row_major;
  run<T>(
      name, options,
      [&] {
        return exchange ? checked::syr2<T>(true, true, triangle, n, alpha, y, incy, x, incx, a, lda)
                        : checked::syr2<T>(hermitian, false, triangle, n, alpha, x, incx, y, incy, a, lda);
      },
      vectors, exchange ? 1 : 0);
}
template <class T>
void spr2(bool hermitian, const char* name, int layout, int uplo, Int n, T alpha, const T* x, Int incx, const T* y,
          Int incy, T* ap) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const bool exchange = hermitian && options.row_major;
  run<T>(
      name, options,
      [&] {
        return exchange ? checked::spr2<T>(true, true, triangle, n, alpha, y, incy, x, incx, ap)
                        : checked::spr2<T>(hermitian, false, triangle, n, alpha, x, incx, y, incy, ap);
      },
      vectors, exchange ? 1 : 0);
}

}  // namespace c

#define FAIRPLAY_FULL(l)                                                                                             \
  FAIRPLAY_EXPORT(l, void, cblas_##l##gemv,                                                                          \
                  (int layout, int trans, Int m, Int n, Scalar alpha, const T* a, Int lda, const T* x, Int incx,     \
                   Scalar beta, T* y, Int incy),                                                                     \
                  (c::gemv<T>(layout, trans, m, n, value_of(alpha), a, lda, x, incx, value_of(beta), y, incy)))      \
  FAIRPLAY_EXPORT(                                                                                                   \
      l, void, cblas_##l##gbmv,                                                                                      \
      (int layout, int trans, Int m, Int n, Int kl, Int ku, Scalar alpha, const T* a, Int lda, const T* x, Int incx, \
       Scalar beta, T* y, Int incy),                                                                                 \
      (c::gbmv<T>(layout, trans, m, n, kl, ku, value_of(alpha), a, lda, x, incx, value_of(beta), y, incy)))
FAIRPLAY_FULL(s)
FAIRPLAY_FULL(d)
FAIRPLAY_FULL(c)
FAIRPLAY_FULL(z)

#define FAIRPLAY_SYMMETRIC(l, stem, hermitian, name)                                                            \
  FAIRPLAY_EXPORT(                                                                                              \
      l, void, cblas_##l##stem,                                                                                 \
      (int layout, int uplo, Int n, Scalar alpha, const T* a, Int lda, const T* x, Int incx, Scalar beta, T* y, \
       Int incy),                                                                                               \
      (c::symv<T>(hermitian, name, layout, uplo, n, value_of(alpha), a, lda, x, incx, value_of(beta), y, incy)))
FAIRPLAY_SYMMETRIC(s, symv, false, "SYMV")
FAIRPLAY_SYMMETRIC(d, symv, false, "SYMV")
FAIRPLAY_SYMMETRIC(c, hemv, true, "HEMV")
FAIRPLAY_SYMMETRIC(z, hemv, true, "HEMV")

#define FAIRPLAY_SYMMETRIC_BAND(l, stem, hermitian, name)                                                              \
  FAIRPLAY_EXPORT(                                                                                                     \
      l, void, cblas_##l##stem,                                                                                        \
      (int layout, int uplo, Int n, Int k, Scalar alpha, const T* a, Int lda, const T* x, Int incx, Scalar beta, T* y, \
       Int incy),                                                                                                      \
      (c::sbmv<T>(hermitian, name, layout, uplo, n, k, value_of(alpha), a, lda, x, incx, value_of(beta), y, incy)))
FAIRPLAY_SYMMETRIC_BAND(s, sbmv, false, "SBMV")
FAIRPLAY_SYMMETRIC_BAND(d, sbmv, false, "SBMV")
FAIRPLAY_SYMMETRIC_BAND(c, hbmv, true, "HBMV")
FAIRPLAY_SYMMETRIC_BAND(z, hbmv, true, "HBMV")

#define FAIRPLAY_SYMMETRIC_PACKED(l, stem, hermitian, name)                                                        \
  FAIRPLAY_EXPORT(                                                                                                 \
      l, void, cblas_##l##stem,                                                                                    \
      (int layout, int uplo, Int n, Scalar alpha, const T* ap, const T* x, Int incx, Scalar beta, T* y, Int incy), \
      (c::spmv<T>(hermitian, name, layout, uplo, n, value_of(alpha), ap, x, incx, value_of(beta), y, incy)))
FAIRPLAY_SYMMETRIC_PACKED(s, spmv, false, "SPMV")
FAIRPLAY_SYMMETRIC_PACKED(d, spmv, false, "SPMV")
FAIRPLAY_SYMMETRIC_PACKED(c, hpmv, true, "HPMV")
FAIRPLAY_SYMMETRIC_PACKED(z, hpmv, true, "HPMV")

#define FAIRPLAY_TRIANGULAR(l, solve, full, band, packed, full_name, band_name, packed_name)                      \
  FAIRPLAY_EXPORT(l, void, cblas_##l##full,                                                                       \
                  (int layout, int uplo, int trans, int diag, Int n, const T* a, Int lda, T* x, Int incx),        \
                  (c::trmv<T>(solve, full_name, layout, uplo, trans, diag, n, a, lda, x, incx)))                  \
  FAIRPLAY_EXPORT(l, void, cblas_##l##band,                                                                       \
                  (int layout, int uplo, int trans, int diag, Int n, Int k, const T* a, Int lda, T* x, Int incx), \
                  (c::tbmv<T>(solve, band_name, layout, uplo, trans, diag, n, k, a, lda, x, incx)))               \
  FAIRPLAY_EXPORT(l, void, cblas_##l##packed,                                                                     \
                  (int layout, int uplo, int trans, int diag, Int n, const T* ap, T* x, Int incx),                \
                  (c::tpmv<T>(solve, packed_name, layout, uplo, trans, diag, n, ap, x, incx)))
#define FAIRPLAY_BOTH_TRIANGULAR(l)                                       \
  FAIRPLAY_TRIANGULAR(l, false, trmv, tbmv, tpmv, "TRMV", "TBMV", "TPMV") \
  FAIRPLAY_TRIANGULAR(l, true, trsv, tbsv, tpsv, "TRSV", "TBSV", "TPSV")
FAIRPLAY_BOTH_TRIANGULAR(s)
FAIRPLAY_BOTH_TRIANGULAR(d)
FAIRPLAY_BOTH_TRIANGULAR(c)
FAIRPLAY_BOTH_TRIANGULAR(z)

#define FAIRPLAY_GER(l, stem, name, conjugate)                                                                         \
  FAIRPLAY_EXPORT(l, void, cblas_##l##stem,                                                                            \
                  (int layout, Int m, Int n, Scalar alpha, const T* x, Int incx, const T* y, Int incy, T* a, Int lda), \
                  (c::ger<T>(name, conjugate, layout, m, n, value_of(alpha), x, incx, y, incy, a, lda)))
FAIRPLAY_GER(s, ger, "GER", false)
FAIRPLAY_GER(d, ger, "GER", false)
FAIRPLAY_GER(c, geru, "GERU", false)
FAIRPLAY_GER(z, geru, "GERU", false)
FAIRPLAY_GER(c, gerc, "GERC", true)
FAIRPLAY_GER(z, gerc, "GERC", true)

#define FAIRPLAY_RANK_1(l, full, packed)                                                                           \
  FAIRPLAY_EXPORT(l, void, cblas_##l##full,                                                                        \
                  (int layout, int uplo, Int n, R alpha, const T* x, Int incx, T* a, Int lda),                     \
                  (c::full<T>(layout, uplo, n, alpha, x, incx, a, lda)))                                           \
  FAIRPLAY_EXPORT(l, void, cblas_##l##packed, (int layout, int uplo, Int n, R alpha, const T* x, Int incx, T* ap), \
                  (c::packed<T>(layout, uplo, n, alpha, x, incx, ap)))
FAIRPLAY_RANK_1(s, syr, spr)
FAIRPLAY_RANK_1(d, syr, spr)
FAIRPLAY_RANK_1(c, her, hpr)
FAIRPLAY_RANK_1(z, her, hpr)

#define FAIRPLAY_RANK_2(l, full, packed, hermitian, full_name, packed_name)                                       \
  FAIRPLAY_EXPORT(                                                                                                \
      l, void, cblas_##l##full,                                                                                   \
      (int layout, int uplo, Int n, Scalar alpha, const T* x, Int incx, const T* y, Int incy, T* a, Int lda),     \
      (c::syr2<T>(hermitian, full_name, layout, uplo, n, value_of(alpha), x, incx, y, incy, a, lda)))             \
  FAIRPLAY_EXPORT(l, void, cblas_##l##packed,                                                                     \
                  (int layout, int uplo, Int n, Scalar alpha, const T* x, Int incx, const T* y, Int incy, T* ap), \
                  (c::spr2<T>(hermitian, packed_name, layout, uplo, n, value_of(alpha), x, incx, y, incy, ap)))
FAIRPLAY_RANK_2(s, syr2, spr2, false, "SYR2", "SPR2")
FAIRPLAY_RANK_2(d, syr2, spr2, false, "SYR2", "SPR2")
FAIRPLAY_RANK_2(c, her2, hpr2, true, "HER2", "HPR2")
FAIRPLAY_RANK_2(z, her2, hpr2, true, "HER2", "HPR2")

}  // namespace fairplay::blas
