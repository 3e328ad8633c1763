#include "blas/lapack/qr.h"

#include <algorithm>

#include "blas/instantiate.h"
#include "blas/lapack/reflectors.h"
#include "blas/level1.h"
#include "blas/level2.h"
#include "blas/level3.h"

namespace fairplay::blas::lapack {
namespace {

// The panel's reflectors and their T, n x n, together: halves, with T's corner as the working memory of the first
// half's block. m >= n >= 1.
template <class T>
void factor_panel(Index m, Index n, T* a, Index lda, T* t, Index ldt) {
  if (n == 1) {
    *t = make_reflector(m, *a, a + std::min<Index>(1, m - 1));
    return;
  }
  const Index left = n / 2, right = n - left;
  T* a12 = a + left * lda;
  T* a22 = a12 + left;
  T* t12 = t + left * ldt;
  T* t22 = t12 + left;
  factor_panel(m, left, a, lda, t, ldt);
  apply_block_from_left(Trans::conjugate, m, right, left, a, lda, t, ldt, a12, lda, t12, ldt);
  factor_panel(m - left, right, a22, lda, t22, ldt);
  // T12 = -T11 (V1^H V2) T22; V2 starts `left` rows down with a unit triangle.
  for (Index j = 0; j < right; ++j)
    for (Index i = 0; i < left; ++i) t12[i + j * ldt] = conj(a[left + j + i * lda]);
  trmm(Side::right, Uplo::lower, Trans::none, Diag::unit, left, right, make<T>(1), a22, lda, t12, ldt);
  if (m > n)
    gemm(Trans::conjugate, Trans::none, left, right, m - n, make<T>(1), a + n, lda, a12 + n, lda, make<T>(1), t12, ldt);
  trmm(Side::left, Uplo::upper, Trans::none, Diag::non_unit, left, right, make<T>(-1), t, ldt, t12, ldt);
  trmm(Side::right, Uplo::upper, Trans::none, Diag::non_unit, left, right, make<T>(1), t22, ldt, t12, ldt);
}

// The first k columns of I - V T V^H, in place of V, m x k; T is overwritten.
template <class T>
void form_columns(Index m, Index k, T* a, Index lda, T* t, Index ldt) {
  // W = T V1^H is upper triangular. Below: -V2 W. In V1's place: I - V1 W, column by column from the last, for each
  // needs V1's columns up to its own.
  for (Index j = 0; j < k; ++j)
    for (Index i = j + 1; i < k; ++i) t[i + j * ldt] = T{};
  trmm(Side::right, Uplo::lower, Trans::conjugate, Diag::unit, k, k, make<T>(1), a, lda, t, ldt);
  if (m > k) trmm(Side::right, Uplo::upper, Trans::none, Diag::non_unit, m - k, k, make<T>(-1), t, ldt, a + k, lda);
  for (Index j = k - 1; j >= 0; --j) {
    T* column = a + j * lda;
    const T* w = t + j * ldt;
    const T minus_own = make<T>(-real(w[j]), -imag(w[j]));
    scal(k - j - 1, minus_own, column + j + 1, 1);
    if (j > 0) gemv(Trans::none, k - j - 1, j, make<T>(-1), a + j + 1, lda, w, 1, make<T>(1), column + j + 1, 1);
    copy(j + 1, w, 1, column, 1);
    trmm(Side::left, Uplo::lower, Trans::none, Diag::unit, j + 1, Index{1}, make<T>(-1), a, lda, column, lda);
    column[j] = make<T>(1 + real(column[j]), imag(column[j]));
  }
}

}  // namespace

template <class T>
void geqrf(Index m, Index n, T* a, Index lda, T* tau, T* work, Index work_size) {
  const Index reflectors = std::min(m, n);
  if (reflectors == 0) return;
  // T, width x width, and width x (n - width) for what lies right of the panel: n x width together.
  const Index width = std::clamp<Index>(work_size / n, 1, qr_columns);
  for (Index i = 0; i < reflectors; i += width) {
    const Index columns = std::min(width, reflectors - i);
    T* panel = a + i + i * lda;
    T* t = work;
    factor_panel(m - i, columns, panel, lda, t, columns);
    for (Index j = 0; j < columns; ++j) tau[i + j] = t[j + j * columns];
    apply_block_from_left(Trans::conjugate, m - i, n - i - columns, columns, panel, lda, t, columns,
                          panel + columns * lda, lda, work + columns * columns, columns);
  }
}

template <class T>
void orgqr(Index m, Index n, Index k, T* a, Index lda, const T* tau, T* work, Index work_size) {
  if (n == 0) return;
  const Index width = std::clamp<Index>(work_size / n, 1, qr_columns);
  // Columns without a reflector start as the identity's.
  for (Index j = k; j < n; ++j) {
    std::fill(a + j * lda, a + j * lda + m, T{});
    a[j + j * lda] = make<T>(1);
  }
  if (k == 0) return;
  for (Index i = (k - 1) / width * width; i >= 0; i -= width) {
    const Index columns = std::min(width, k - i);
    T* panel = a + i + i * lda;
    T* t = work;
    form_block(m - i, columns, panel, lda, tau + i, t, columns);
    apply_block_from_left(Trans::none, m - i, n - i - columns, columns, panel, lda, t, columns, panel + columns * lda,
                          lda, work + columns * columns, columns);
    form_columns(m - i, columns, panel, lda, t, columns);
    for (Index j = i; j < i + columns; ++j) std::fill(a + j * lda, a + j * lda + i, T{});
  }
}

template <class T>
void ormqr(Side side, Trans trans, Index m, Index n, Index k, const T* a, Index lda, const T* tau, T* c, Index ldc,
           T* work, Index work_size) {
  if (m == 0 || n == 0 || k == 0) return;
  const bool left = side == Side::left;
  const Index other = left ? n : m;
  Index width = qr_columns;
  while (width > 1 && (other + width) * width > work_size) --width;
  // H_1 acts first on the side that faces C: Q C ends with H_1, Q^H C begins with it.
  const bool forward = left == (trans == Trans::conjugate);
  const Index blocks = (k + width - 1) / width;
  for (Index b = 0; b < blocks; ++b) {
    const Index i = (forward ? b : blocks - 1 - b) * width;
    const Index columns = std::min(width, k - i);
    const T* panel = a + i + i * lda;
    const Index length = (left ? m : n) - i;
    // One reflector's T is its tau: the least workspace has no room for more.
    const T* t = tau + i;
    if (columns > 1) {
      form_block(length, columns, panel, lda, tau + i, work + other * columns, columns);
      t = work + other * columns;
    }
    if (left)
      apply_block_from_left(trans, length, n, columns, panel, lda, t, columns, c + i, ldc, work, columns);
    else
      apply_block_from_right(trans, m, length, columns, panel, lda, t, columns, c + i * ldc, ldc, work, m);
  }
}

#define FAIRPLAY_ROUTINES(T)                                                   \
  template void geqrf<T>(Index, Index, T*, Index, T*, T*, Index);              \
  template void orgqr<T>(Index, Index, Index, T*, Index, const T*, T*, Index); \
  template void ormqr<T>(Side, Trans, Index, Index, Index, const T*, Index, const T*, T*, Index, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::lapack
