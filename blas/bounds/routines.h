#pragma once
// The bounds of level 2 and 3, one function a routine, with the routine's own arguments: an m x n (or n x 1) matrix of
// bounds, both triangles of a symmetric one. blas/bounds/bounds.h says what they mean. A solve's bounds are for the
// residual alpha B - op(T) X of the computed X; oracle/residual.h computes that.

#include "blas/bounds/bounds.h"

namespace fairplay::blas::bounds {

namespace detail {
// C as it was; not read where beta = 0.
template <class T, class Build>
Moduli unless_zero(T beta, Build&& build) {
  return is_zero(beta) ? Moduli{} : build();
}
template <class T>
Moduli times_vector(T alpha, const Moduli& a, const T* x, Index incx, T beta, const T* y, Index incy) {
  return of_product<T>(alpha, a, vector(a.columns, x, incx), beta,
                       unless_zero(beta, [&] { return vector(a.rows, y, incy); }));
}
}  // namespace detail

template <class T>
Moduli gemv(Trans trans, Index m, Index n, T alpha, const T* a, Index lda, const T* x, Index incx, T beta, const T* y,
            Index incy) {
  bool turned = transposes(trans);
  return detail::times_vector(alpha, general(trans, turned ? n : m, turned ? m : n, a, lda), x, incx, beta, y, incy);
}
template <class T>
Moduli gbmv(Trans trans, Index m, Index n, Index kl, Index ku, T alpha, const T* ab, Index ldab, const T* x, Index incx,
            T beta, const T* y, Index incy) {
  return detail::times_vector(alpha, band(trans, m, n, kl, ku, ab, ldab), x, incx, beta, y, incy);
}
// symv, hemv; sbmv, hbmv; spmv, hpmv
template <class T>
Moduli symv(Uplo uplo, bool hermitian, Index n, T alpha, const T* a, Index lda, const T* x, Index incx, T beta,
            const T* y, Index incy) {
  return detail::times_vector(alpha, symmetric(uplo, hermitian, n, a, lda), x, incx, beta, y, incy);
}
template <class T>
Moduli sbmv(Uplo uplo, bool hermitian, Index n, Index k, T alpha, const T* ab, Index ldab, const T* x, Index incx,
            T beta, const T* y, Index incy) {
  return detail::times_vector(alpha, symmetric_band(uplo, hermitian, n, k, ab, ldab), x, incx, beta, y, incy);
}
template <class T>
Moduli spmv(Uplo uplo, bool hermitian, Index n, T alpha, const T* ap, const T* x, Index incx, T beta, const T* y,
            Index incy) {
  return detail::times_vector(alpha, symmetric_packed(uplo, hermitian, n, ap), x, incx, beta, y, incy);
}
// trmv, tbmv, tpmv: x = op(T) x, t from triangular, triangular_band or triangular_packed.
template <class T>
Moduli trmv(const Moduli& t, const T* x, Index incx) {
  return of_product<T>(make<T>(1), t, vector(t.columns, x, incx), T{}, {});
}
// trsv, tbsv, tpsv: of the residual b - op(T) x.
template <class T>
Moduli trsv(const Moduli& t, const T* b, Index incb, const T* x, Index incx) {
  return of_residual<T>(make<T>(1), t, vector(t.columns, x, incx), vector(t.rows, b, incb));
}

// ger, geru, gerc
template <class T>
Moduli ger(Index m, Index n, T alpha, const T* x, Index incx, const T* y, Index incy, const T* a, Index lda) {
  return of_product<T>(alpha, vector(m, x, incx), transposed(vector(n, y, incy)), make<T>(1),
                       general(Trans::none, m, n, a, lda));
}
// syr, her, spr, hpr: a from symmetric or symmetric_packed.
template <class T>
Moduli syr(T alpha, const T* x, Index incx, const Moduli& a) {
  Moduli column = vector(a.rows, x, incx);
  return of_product<T>(alpha, column, transposed(column), make<T>(1), a);
}
// syr2, her2, spr2, hpr2
template <class T>
Moduli syr2(T alpha, const T* x, Index incx, const T* y, Index incy, const Moduli& a) {
  Moduli left = vector(a.rows, x, incx), right = vector(a.rows, y, incy);
  return of_product<T>(alpha, beside(left, right), above(transposed(right), transposed(left)), make<T>(1), a);
}

// gemm, and gemmt with m = n
template <class T>
Moduli gemm(Trans transa, Trans transb, Index m, Index n, Index k, T alpha, const T* a, Index lda, const T* b,
            Index ldb, T beta, const T* c, Index ldc) {
  return of_product<T>(alpha, general(transa, m, k, a, lda), general(transb, k, n, b, ldb), beta,
                       detail::unless_zero(beta, [&] { return general(Trans::none, m, n, c, ldc); }));
}
// symm, hemm
template <class T>
Moduli symm(Side side, Uplo uplo, bool hermitian, Index m, Index n, T alpha, const T* a, Index lda, const T* b,
            Index ldb, T beta, const T* c, Index ldc) {
  Moduli s = symmetric(uplo, hermitian, side == Side::left ? m : n, a, lda), other = general(Trans::none, m, n, b, ldb);
  Moduli old = detail::unless_zero(beta, [&] { return general(Trans::none, m, n, c, ldc); });
  return side == Side::left ? of_product<T>(alpha, s, other, beta, old) : of_product<T>(alpha, other, s, beta, old);
}
// syrk, herk
template <class T>
Moduli syrk(Uplo uplo, bool hermitian, Trans trans, Index n, Index k, T alpha, const T* a, Index lda, T beta,
            const T* c, Index ldc) {
  Moduli left = general(trans, n, k, a, lda);
  return of_product<T>(alpha, left, transposed(left), beta,
                       detail::unless_zero(beta, [&] { return symmetric(uplo, hermitian, n, c, ldc); }));
}
// syr2k, her2k
template <class T>
Moduli syr2k(Uplo uplo, bool hermitian, Trans trans, Index n, Index k, T alpha, const T* a, Index lda, const T* b,
             Index ldb, T beta, const T* c, Index ldc) {
  Moduli x = general(trans, n, k, a, lda), y = general(trans, n, k, b, ldb);
  return of_product<T>(alpha, beside(x, y), above(transposed(y), transposed(x)), beta,
                       detail::unless_zero(beta, [&] { return symmetric(uplo, hermitian, n, c, ldc); }));
}
template <class T>
Moduli trmm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, T alpha, const T* a, Index lda, const T* b,
            Index ldb) {
  Moduli t = triangular(uplo, trans, diag, side == Side::left ? m : n, a, lda),
         other = general(Trans::none, m, n, b, ldb);
  return side == Side::left ? of_product<T>(alpha, t, other, T{}, {}) : of_product<T>(alpha, other, t, T{}, {});
}
// Of the residual alpha B - op(T) X, or alpha B - X op(T): b as it was, x the solution.
template <class T>
Moduli trsm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, T alpha, const T* a, Index lda, const T* b,
            Index ldb, const T* x, Index ldx) {
  Moduli t = triangular(uplo, trans, diag, side == Side::left ? m : n, a, lda),
         before = general(Trans::none, m, n, b, ldb), after = general(Trans::none, m, n, x, ldx);
  return side == Side::left ? of_residual<T>(alpha, t, after, before)
                            : transposed(of_residual<T>(alpha, transposed(t), transposed(after), transposed(before)));
}

}  // namespace fairplay::blas::bounds
