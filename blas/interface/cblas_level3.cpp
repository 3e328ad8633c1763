// Level 3 as C calls it. A row-major product is the column-major product of the transposes: operands, sides and
// triangles change places, conjugates come out right by themselves.

#include "blas/interface/checked_level3.h"
#include "blas/interface/errors.h"

namespace fairplay::blas {
namespace c {

// Positions in C, the layout being the first argument.
constexpr Exchanged gemm_places[] = {{4, 5}, {9, 11}};
constexpr Exchanged gemmt_places[] = {{9, 11}};
constexpr Exchanged symm_places[] = {{4, 5}};
constexpr Exchanged trmm_places[] = {{6, 7}};

template <class T>
void gemm(int layout, int transa, int transb, Int m, Int n, Int k, T alpha, const T* a, Int lda, const T* b, Int ldb,
          T beta, T* c, Int ldc) {
  COptions options(layout);
  const Trans op_a = options.trans(transa, true), op_b = options.trans(transb, true);
  run<T>(
      "GEMM", options,
      [&] {
        return options.row_major ? checked::gemm<T>(op_b, op_a, n, m, k, alpha, b, ldb, a, lda, beta, c, ldc)
                                 : checked::gemm<T>(op_a, op_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      },
      gemm_places, 2);
}
template <class T>
void gemmt(const char* name, int layout, int uplo, int transa, int transb, Int n, Int k, T alpha, const T* a, Int lda,
           const T* b, Int ldb, T beta, T* c, Int ldc) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op_a = options.trans(transa, true), op_b = options.trans(transb, true);
  run<T>(
      name, options,
      [&] {
        return options.row_major ? checked::gemmt<T>(triangle, op_b, op_a, n, k, alpha, b, ldb, a, lda, beta, c, ldc)
                                 : checked::gemmt<T>(triangle, op_a, op_b, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      },
      gemmt_places, 1);
}
template <class T>
void symm(bool hermitian, const char* name, int layout, int side, int uplo, Int m, Int n, T alpha, const T* a, Int lda,
          const T* b, Int ldb, T beta, T* c, Int ldc) {
  COptions options(layout);
  const Side where = options.side(side);
  const Uplo triangle = options.uplo(uplo);
  run<T>(
      name, options,
      [&] {
        return checked::symm<T>(hermitian, where, triangle, options.row_major ? n : m, options.row_major ? m : n, alpha,
                                a, lda, b, ldb, beta, c, ldc);
      },
      symm_places, 1);
}

// What the column-major routine is given: A A^T is A^T A of the transpose.
inline Trans update_trans(bool row_major, Trans trans, Trans transposed) {
  if (!row_major) return trans;
  return trans == Trans::none ? transposed : Trans::none;
}
template <class T>
Trans symmetric_trans(COptions& options, int trans) {
  const Trans given = options.trans(trans);
  return update_trans(options.row_major, options.only(given, !is_complex<T> || given != Trans::conjugate),
                      Trans::transpose);
}
inline Trans hermitian_trans(COptions& options, int trans) {
  const Trans given = options.trans(trans);
  return update_trans(options.row_major, options.only(given, given != Trans::transpose), Trans::conjugate);
}
template <class T>
void syrk(int layout, int uplo, int trans, Int n, Int k, T alpha, const T* a, Int lda, T beta, T* c, Int ldc) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = symmetric_trans<T>(options, trans);
  run<T>("SYRK", options, [&] { return checked::syrk<T>(triangle, op, n, k, alpha, a, lda, beta, c, ldc); });
}
template <class T>
void syr2k(int layout, int uplo, int trans, Int n, Int k, T alpha, const T* a, Int lda, const T* b, Int ldb, T beta,
           T* c, Int ldc) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = symmetric_trans<T>(options, trans);
  run<T>("SYR2K", options, [&] { return checked::syr2k<T>(triangle, op, n, k, alpha, a, lda, b, ldb, beta, c, ldc); });
}
template <class T>
void herk(int layout, int uplo, int trans, Int n, Int k, Real<T> alpha, const T* a, Int lda, Real<T> beta, T* c,
          Int ldc) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = hermitian_trans(options, trans);
  run<T>("HERK", options, [&] { return checked::herk<T>(triangle, op, n, k, alpha, a, lda, beta, c, ldc); });
}
template <class T>
void her2k(int layout, int uplo, int trans, Int n, Int k, T alpha, const T* a, Int lda, const T* b, Int ldb,
           Real<T> beta, T* c, Int ldc) {
  COptions options(layout);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = hermitian_trans(options, trans);
  run<T>("HER2K", options, [&] {
    return checked::her2k<T>(triangle, op, n, k, options.row_major ? conj(alpha) : alpha, a, lda, b, ldb, beta, c, ldc);
  });
}
template <class T>
void trmm(bool solve, const char* name, int layout, int side, int uplo, int trans, int diag, Int m, Int n, T alpha,
          const T* a, Int lda, T* b, Int ldb) {
  COptions options(layout);
  const Side where = options.side(side);
  const Uplo triangle = options.uplo(uplo);
  const Trans op = options.trans(trans);
  const Diag diagonal = options.diag(diag);
  run<T>(
      name, options,
      [&] {
        return checked::trmm<T>(solve, where, triangle, op, diagonal, options.row_major ? n : m,
                                options.row_major ? m : n, alpha, a, lda, b, ldb);
      },
      trmm_places, 1);
}

}  // namespace c

#define FAIRPLAY_GEMMT(l, stem, name)                                                                             \
  FAIRPLAY_EXPORT(l, void, cblas_##l##stem,                                                                       \
                  (int layout, int uplo, int transa, int transb, Int n, Int k, Scalar alpha, const T* a, Int lda, \
                   const T* b, Int ldb, Scalar beta, T* c, Int ldc),                                              \
                  (c::gemmt<T>(name, layout, uplo, transa, transb, n, k, value_of(alpha), a, lda, b, ldb,         \
                               value_of(beta), c, ldc)))
#define FAIRPLAY_PRODUCTS(l)                                                                                          \
  FAIRPLAY_EXPORT(                                                                                                    \
      l, void, cblas_##l##gemm,                                                                                       \
      (int layout, int transa, int transb, Int m, Int n, Int k, Scalar alpha, const T* a, Int lda, const T* b,        \
       Int ldb, Scalar beta, T* c, Int ldc),                                                                          \
      (c::gemm<T>(layout, transa, transb, m, n, k, value_of(alpha), a, lda, b, ldb, value_of(beta), c, ldc)))         \
  FAIRPLAY_GEMMT(l, gemmt, "GEMMT")                                                                                   \
  FAIRPLAY_GEMMT(l, gemmtr, "GEMMTR")                                                                                 \
  FAIRPLAY_EXPORT(                                                                                                    \
      l, void, cblas_##l##symm,                                                                                       \
      (int layout, int side, int uplo, Int m, Int n, Scalar alpha, const T* a, Int lda, const T* b, Int ldb,          \
       Scalar beta, T* c, Int ldc),                                                                                   \
      (c::symm<T>(false, "SYMM", layout, side, uplo, m, n, value_of(alpha), a, lda, b, ldb, value_of(beta), c, ldc))) \
  FAIRPLAY_EXPORT(                                                                                                    \
      l, void, cblas_##l##syrk,                                                                                       \
      (int layout, int uplo, int trans, Int n, Int k, Scalar alpha, const T* a, Int lda, Scalar beta, T* c, Int ldc), \
      (c::syrk<T>(layout, uplo, trans, n, k, value_of(alpha), a, lda, value_of(beta), c, ldc)))                       \
  FAIRPLAY_EXPORT(l, void, cblas_##l##syr2k,                                                                          \
                  (int layout, int uplo, int trans, Int n, Int k, Scalar alpha, const T* a, Int lda, const T* b,      \
                   Int ldb, Scalar beta, T* c, Int ldc),                                                              \
                  (c::syr2k<T>(layout, uplo, trans, n, k, value_of(alpha), a, lda, b, ldb, value_of(beta), c, ldc)))
FAIRPLAY_PRODUCTS(s)
FAIRPLAY_PRODUCTS(d)
FAIRPLAY_PRODUCTS(c)
FAIRPLAY_PRODUCTS(z)

#define FAIRPLAY_HERMITIAN(l)                                                                                        \
  FAIRPLAY_EXPORT(                                                                                                   \
      l, void, cblas_##l##hemm,                                                                                      \
      (int layout, int side, int uplo, Int m, Int n, Scalar alpha, const T* a, Int lda, const T* b, Int ldb,         \
       Scalar beta, T* c, Int ldc),                                                                                  \
      (c::symm<T>(true, "HEMM", layout, side, uplo, m, n, value_of(alpha), a, lda, b, ldb, value_of(beta), c, ldc))) \
  FAIRPLAY_EXPORT(                                                                                                   \
      l, void, cblas_##l##herk,                                                                                      \
      (int layout, int uplo, int trans, Int n, Int k, R alpha, const T* a, Int lda, R beta, T* c, Int ldc),          \
      (c::herk<T>(layout, uplo, trans, n, k, alpha, a, lda, beta, c, ldc)))                                          \
  FAIRPLAY_EXPORT(l, void, cblas_##l##her2k,                                                                         \
                  (int layout, int uplo, int trans, Int n, Int k, Scalar alpha, const T* a, Int lda, const T* b,     \
                   Int ldb, R beta, T* c, Int ldc),                                                                  \
                  (c::her2k<T>(layout, uplo, trans, n, k, value_of(alpha), a, lda, b, ldb, beta, c, ldc)))
FAIRPLAY_HERMITIAN(c)
FAIRPLAY_HERMITIAN(z)

#define FAIRPLAY_TRIANGULAR(l, stem, solve, name)                                                               \
  FAIRPLAY_EXPORT(l, void, cblas_##l##stem,                                                                     \
                  (int layout, int side, int uplo, int trans, int diag, Int m, Int n, Scalar alpha, const T* a, \
                   Int lda, T* b, Int ldb),                                                                     \
                  (c::trmm<T>(solve, name, layout, side, uplo, trans, diag, m, n, value_of(alpha), a, lda, b, ldb)))
#define FAIRPLAY_BOTH_TRIANGULAR(l) \
  FAIRPLAY_TRIANGULAR(l, trmm, false, "TRMM") FAIRPLAY_TRIANGULAR(l, trsm, true, "TRSM")
FAIRPLAY_BOTH_TRIANGULAR(s)
FAIRPLAY_BOTH_TRIANGULAR(d)
FAIRPLAY_BOTH_TRIANGULAR(c)
FAIRPLAY_BOTH_TRIANGULAR(z)

}  // namespace fairplay::blas
