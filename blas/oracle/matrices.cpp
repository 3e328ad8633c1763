#include "blas/oracle/matrices.h"

#include "blas/oracle/entry.h"
#include "blas/oracle/factors.h"
#include "blas/oracle/residual.h"

namespace fairplay::blas::oracle {
namespace {

// Without operands: alpha = 0 or an empty inner index, where they aren't read.
template <class T>
Product<T> product_for(Index m, Index n, T alpha, T beta, T* c, Index row_stride, Index column_stride) {
  Product<T> product{};
  product.m = m;
  product.n = n;
  product.alpha = alpha;
  product.beta = beta;
  product.c = c;
  product.row_stride = row_stride;
  product.column_stride = column_stride;
  return product;
}

Region region_of(Uplo uplo) { return uplo == Uplo::upper ? Region::upper : Region::lower; }
Trans turned(Trans trans) {
  switch (trans) {
    case Trans::none: return Trans::transpose;
    case Trans::transpose: return Trans::none;
    case Trans::conjugate: return Trans::conjugate_only;
    case Trans::conjugate_only: return Trans::conjugate;
  }
  return trans;
}
Trans without_conjugation(Trans trans) { return trans == Trans::conjugate ? Trans::transpose : trans; }

template <class T>
[[gnu::noinline]] void gemm_of(Region region, Trans transa, Trans transb, Index m, Index n, Index k, T alpha,
                               const T* a, Index lda, const T* b, Index ldb, T beta, T* c, Index ldc,
                               Statistics& statistics) {
  Product<T> product = product_for(m, n, alpha, beta, c, 1, ldc);
  product.region = region;
  if (!is_zero(alpha) && k > 0) {
    product.a = left_factor(transa, m, k, a, lda);
    product.b = right_factor(transb, k, n, b, ldb);
  }
  compute(product, statistics);
}

template <class T>
[[gnu::noinline]] void gemv_of(Trans trans, Index m, Index n, T alpha, const T* a, Index lda, const T* x, Index incx,
                               T beta, T* y, Index incy, Statistics& statistics) {
  bool transposed = transposes(trans);
  Index rows = transposed ? n : m, inner = transposed ? m : n;
  if (m <= 0 || n <= 0) return;  // Netlib's quick return: y isn't scaled
  if (incy < 0) y += (1 - rows) * incy;
  if (incx < 0) x += (1 - inner) * incx;
  Product<T> product = product_for(rows, 1, alpha, beta, y, incy, 0);
  if (!is_zero(alpha)) {
    product.a = left_factor(trans, rows, inner, a, lda);
    product.b = right_factor(Trans::transpose, inner, 1, x,
                             incx);  // element p of x as (0, p) of a matrix with leading dimension incx
  }
  compute(product, statistics);
}

template <class T>
[[gnu::noinline]] void ger_of(bool conjugate, Index m, Index n, T alpha, const T* x, Index incx, const T* y, Index incy,
                              T* a, Index lda, Statistics& statistics) {
  if (m <= 0 || n <= 0 || is_zero(alpha)) return;
  if (incx < 0) x += (1 - m) * incx;
  if (incy < 0) y += (1 - n) * incy;
  Product<T> product = product_for(m, n, alpha, make<T>(1), a, 1, lda);
  product.a = left_factor(Trans::transpose, m, 1, x, incx);
  product.b = right_factor(conjugate ? Trans::conjugate_only : Trans::none, 1, n, y, incy);
  compute(product, statistics);
}

template <class T>
[[gnu::noinline]] void rank_k_of(bool hermitian, Uplo uplo, Trans trans, Index n, Index k, T alpha, const T* a,
                                 Index lda, T beta, T* c, Index ldc, Statistics& statistics) {
  Product<T> product = product_for(n, n, alpha, beta, c, 1, ldc);
  product.region = region_of(uplo);
  product.hermitian = hermitian && is_complex<T>;
  if (!is_zero(alpha) && k > 0) {
    Trans left = without_conjugation(trans);
    if (hermitian && left == Trans::transpose) left = Trans::conjugate;
    Trans right = turned(left == Trans::conjugate ? Trans::transpose : left);
    if (hermitian && right == Trans::transpose) right = Trans::conjugate;
    product.a = left_factor(left, n, k, a, lda);
    product.b = right_factor(right, k, n, a, lda);
  }
  compute(product, statistics);
}

template <class T>
[[gnu::noinline]] void symmetric_of(bool hermitian, Side side, Uplo uplo, Index m, Index n, T alpha, const T* a,
                                    Index lda, const T* b, Index ldb, T beta, T* c, Index ldc, Statistics& statistics) {
  bool left = side == Side::left;
  // From the right: C^T = alpha A^T B^T + beta C^T, where A^T is A, or its conjugate, whose other triangle is stored
  // conjugated.
  Product<T> product = left ? product_for(m, n, alpha, beta, c, 1, ldc) : product_for(n, m, alpha, beta, c, ldc, 1);
  if (!is_zero(alpha)) {
    product.a = symmetric_factor(uplo, hermitian, product.m, a, lda);
    if constexpr (is_complex<T>)
      if (hermitian && !left)
        for (Index part = 1; part < product.a.data.size(); part += 2)
          product.a.data.data()[part] = -product.a.data.data()[part];
    product.b = right_factor(left ? Trans::none : Trans::transpose, product.m, product.n, b, ldb);
  }
  compute(product, statistics);
}

// C = alpha op(A) B + beta C.
template <class T>
[[gnu::noinline]] void triangular_of(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, T alpha,
                                     const T* a, Index lda, const T* b, Index ldb, T beta, T* c, Index ldc,
                                     Statistics& statistics) {
  bool left = side == Side::left;
  // From the right: C^T = alpha op(A)^T B^T + beta C^T.
  Product<T> product = left ? product_for(m, n, alpha, beta, c, 1, ldc) : product_for(n, m, alpha, beta, c, ldc, 1);
  if (!is_zero(alpha)) {
    Trans op = left ? trans : turned(trans);
    bool transposed = transposes(op);
    product.support = (uplo == Uplo::upper) != transposed ? Support::from_diagonal : Support::up_to_diagonal;
    product.a = triangular_factor(uplo, op, diag, product.m, a, lda);
    product.b = right_factor(left ? Trans::none : Trans::transpose, product.m, product.n, b, ldb);
  }
  compute(product, statistics);
}

}  // namespace

template <class T>
void gemv(Trans trans, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, Statistics* statistics) {
  Entry entry(statistics);
  gemv_of<T>(trans, m, n, alpha, a, lda, x, incx, beta, y, incy, entry.counted);
}
template <class T>
void ger(bool conjugate, Index m, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y,
         Index incy, T* a, Index lda, Statistics* statistics) {
  Entry entry(statistics);
  ger_of<T>(conjugate, m, n, alpha, x, incx, y, incy, a, lda, entry.counted);
}
template <class T>
void gemm(Trans transa, Trans transb, Index m, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics) {
  Entry entry(statistics);
  gemm_of<T>(Region::all, transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, entry.counted);
}
template <class T>
void gemmt(Uplo uplo, Trans transa, Trans transb, Index n, Index k, std::type_identity_t<T> alpha, const T* a,
           Index lda, const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics) {
  Entry entry(statistics);
  gemm_of<T>(region_of(uplo), transa, transb, n, n, k, alpha, a, lda, b, ldb, beta, c, ldc, entry.counted);
}
template <class T>
void syrk(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics) {
  Entry entry(statistics);
  rank_k_of<T>(false, uplo, trans, n, k, alpha, a, lda, beta, c, ldc, entry.counted);
}
template <class T>
void herk(Uplo uplo, Trans trans, Index n, Index k, Real<T> alpha, const T* a, Index lda, Real<T> beta, T* c, Index ldc,
          Statistics* statistics) {
  Entry entry(statistics);
  rank_k_of<T>(true, uplo, trans, n, k, make<T>(alpha), a, lda, make<T>(beta), c, ldc, entry.counted);
}
template <class T>
void symm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics) {
  Entry entry(statistics);
  symmetric_of<T>(false, side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc, entry.counted);
}
template <class T>
void hemm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics) {
  Entry entry(statistics);
  symmetric_of<T>(is_complex<T>, side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc, entry.counted);
}
template <class T>
void trmm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
          Index lda, T* b, Index ldb, Statistics* statistics) {
  Entry entry(statistics);
  triangular_of<T>(side, uplo, trans, diag, m, n, alpha, a, lda, b, ldb, T{}, b, ldb, entry.counted);
}
template <class T>
void residual(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
              Index lda, const T* b, Index ldb, const T* x, Index ldx, T* r, Index ldr, Statistics* statistics) {
  Entry entry(statistics);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < m; ++i) r[i + j * ldr] = is_zero(alpha) ? T{} : b[i + j * ldb];
  triangular_of<T>(side, uplo, trans, diag, m, n, make<T>(-1), a, lda, x, ldx, alpha, r, ldr, entry.counted);
}

#define FAIRPLAY_ORACLE_MATRICES(T)                                                                                   \
  template void gemv(Trans, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index, Statistics*);            \
  template void ger(bool, Index, Index, T, const T*, Index, const T*, Index, T*, Index, Statistics*);                 \
  template void gemm(Trans, Trans, Index, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index,            \
                     Statistics*);                                                                                    \
  template void gemmt(Uplo, Trans, Trans, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index,            \
                      Statistics*);                                                                                   \
  template void syrk(Uplo, Trans, Index, Index, T, const T*, Index, T, T*, Index, Statistics*);                       \
  template void herk(Uplo, Trans, Index, Index, Real<T>, const T*, Index, Real<T>, T*, Index, Statistics*);           \
  template void symm(Side, Uplo, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index, Statistics*);       \
  template void hemm(Side, Uplo, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index, Statistics*);       \
  template void trmm(Side, Uplo, Trans, Diag, Index, Index, T, const T*, Index, T*, Index, Statistics*);              \
  template void residual(Side, Uplo, Trans, Diag, Index, Index, T, const T*, Index, const T*, Index, const T*, Index, \
                         T*, Index, Statistics*);
FAIRPLAY_ORACLE_MATRICES(float)
FAIRPLAY_ORACLE_MATRICES(double)
FAIRPLAY_ORACLE_MATRICES(Complex<float>)
FAIRPLAY_ORACLE_MATRICES(Complex<double>)

}  // namespace fairplay::blas::oracle
