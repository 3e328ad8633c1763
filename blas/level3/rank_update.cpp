// syrk, herk, syr2k, her2k: updates of one triangle of a symmetric or Hermitian matrix.

#include "blas/instantiate.h"
#include "blas/level3.h"
#include "blas/level3/product.h"

namespace fairplay::blas {
using namespace level3;

namespace {

template <class T>
View<T> transposed(const View<T>& x, bool conjugate) {
  return {x.data, x.column_stride, x.row_stride, x.conjugate != (is_complex<T> && conjugate)};
}

// X (n x k) as the routine's definition multiplies it from the left: A, A^T or A^H.
template <class T>
View<T> left_factor(Trans trans, bool hermitian, const T* x, Index ldx) {
  if (trans == Trans::none) return op(Trans::none, x, ldx);
  return op(hermitian ? Trans::conjugate : Trans::transpose, x, ldx);
}

// C = alpha X Y' + beta C in one triangle, ' being transposition or its conjugate.
template <class T>
void update_triangle(Uplo uplo, Index n, Index k, const Update<T>& update, const View<T>& x, const View<T>& y,
                     bool hermitian, T* c, Index ldc) {
  multiply<T>({.region = region_of(uplo),
               .rows = n,
               .columns = n,
               .k = k,
               .update = update,
               .a = {x},
               .b = {transposed(y, hermitian)},
               .c = c,
               .ldc = ldc});
}

template <class T>
void make_diagonal_real(Index n, T* c, Index ldc) {
  for (Index i = 0; i < n; ++i) c[i * (ldc + 1)] = make<T>(real(c[i * (ldc + 1)]));
}

}  // namespace

template <class T>
void syrk(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          std::type_identity_t<T> beta, T* c, Index ldc) {
  View<T> x = left_factor(trans, false, a, lda);
  update_triangle<T>(uplo, n, k, update_by<T>(alpha, beta), x, x, false, c, ldc);
}

template <class T>
void herk(Uplo uplo, Trans trans, Index n, Index k, Real<T> alpha, const T* a, Index lda, Real<T> beta, T* c,
          Index ldc) {
  if ((alpha == 0 || k == 0) && beta == 1) return;
  make_diagonal_real(n, c, ldc);
  View<T> x = left_factor(trans, true, a, lda);
  update_triangle<T>(uplo, n, k, {make<T>(alpha), make<T>(beta), true, true}, x, x, true, c, ldc);
  make_diagonal_real(n, c, ldc);
}

template <class T>
void syr2k(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
           Index ldb, std::type_identity_t<T> beta, T* c, Index ldc) {
  View<T> x = left_factor(trans, false, a, lda), y = left_factor(trans, false, b, ldb);
  update_triangle<T>(uplo, n, k, update_by<T>(alpha, beta), x, y, false, c, ldc);
  if (k > 0 && !is_zero(alpha)) update_triangle<T>(uplo, n, k, update_by<T>(alpha, make<T>(1)), y, x, false, c, ldc);
}

template <class T>
void her2k(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
           Index ldb, Real<T> beta, T* c, Index ldc) {
  bool only_scales = is_zero<T>(alpha) || k == 0;
  if (only_scales && beta == 1) return;
  make_diagonal_real(n, c, ldc);
  View<T> x = left_factor(trans, true, a, lda), y = left_factor(trans, true, b, ldb);
  update_triangle<T>(uplo, n, k, {alpha, make<T>(beta), is_one<T>(alpha), true}, x, y, true, c, ldc);
  if (!only_scales) update_triangle<T>(uplo, n, k, update_by<T>(conj<T>(alpha), make<T>(1)), y, x, true, c, ldc);
  make_diagonal_real(n, c, ldc);
}

#define FAIRPLAY_ROUTINES(T)                                                                         \
  template void syrk(Uplo, Trans, Index, Index, T, const T*, Index, T, T*, Index);                   \
  template void herk(Uplo, Trans, Index, Index, Real<T>, const T*, Index, Real<T>, T*, Index);       \
  template void syr2k(Uplo, Trans, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index); \
  template void her2k(Uplo, Trans, Index, Index, T, const T*, Index, const T*, Index, Real<T>, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas
