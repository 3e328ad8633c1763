#include "blas/lapack/triangular.h"

#include "blas/division.h"
#include "blas/instantiate.h"
#include "blas/level3.h"

namespace fairplay::blas::lapack {
namespace {

// 1-based, 0 where there is none.
template <class T>
Index first_zero_on_diagonal(Diag diag, Index n, const T* a, Index lda) {
  if (diag == Diag::unit) return 0;
  for (Index i = 0; i < n; ++i)
    if (is_zero(a[i + i * lda])) return i + 1;
  return 0;
}

// The other half's block: [A11 A12; . A22] (upper) or [A11 .; A21 A22] (lower).
template <class T>
struct Halves {
  Index first, second;
  T* a11;
  T* corner;
  T* a22;
};
template <class T>
Halves<T> halves(Uplo uplo, Index n, T* a, Index lda) {
  const Index first = n / 2;
  return {first, n - first, a, uplo == Uplo::upper ? a + first * lda : a + first, a + first + first * lda};
}

template <class T>
void invert(Uplo uplo, Diag diag, Index n, T* a, Index lda) {
  if (n == 0) return;
  if (n == 1) {
    if (diag == Diag::non_unit) *a = Divisor<T>(*a).divide(make<T>(1));
    return;
  }
  // The corner of the inverse is -A11^-1 A12 A22^-1 (lower: -A22^-1 A21 A11^-1): solves with both blocks before either
  // is inverted.
  const Halves<T> h = halves(uplo, n, a, lda);
  if (uplo == Uplo::upper) {
    trsm(Side::left, uplo, Trans::none, diag, h.first, h.second, make<T>(-1), h.a11, lda, h.corner, lda);
    trsm(Side::right, uplo, Trans::none, diag, h.first, h.second, make<T>(1), h.a22, lda, h.corner, lda);
  } else {
    trsm(Side::left, uplo, Trans::none, diag, h.second, h.first, make<T>(-1), h.a22, lda, h.corner, lda);
    trsm(Side::right, uplo, Trans::none, diag, h.second, h.first, make<T>(1), h.a11, lda, h.corner, lda);
  }
  invert(uplo, diag, h.first, h.a11, lda);
  invert(uplo, diag, h.second, h.a22, lda);
}

}  // namespace

template <class T>
Index trtri(Uplo uplo, Diag diag, Index n, T* a, Index lda) {
  if (Index info = first_zero_on_diagonal(diag, n, a, lda); info != 0) return info;
  invert(uplo, diag, n, a, lda);
  return 0;
}

template <class T>
void lauum(Uplo uplo, Index n, T* a, Index lda) {
  if (n == 0) return;
  if (n == 1) {
    *a = make<T>(real(*a) * real(*a));
    return;
  }
  const Halves<T> h = halves(uplo, n, a, lda);
  lauum(uplo, h.first, h.a11, lda);
  if (uplo == Uplo::upper) {
    herk(uplo, Trans::none, h.first, h.second, Real<T>(1), h.corner, lda, Real<T>(1), h.a11, lda);
    trmm(Side::right, uplo, Trans::conjugate, Diag::non_unit, h.first, h.second, make<T>(1), h.a22, lda, h.corner, lda);
  } else {
    herk(uplo, Trans::conjugate, h.first, h.second, Real<T>(1), h.corner, lda, Real<T>(1), h.a11, lda);
    trmm(Side::left, uplo, Trans::conjugate, Diag::non_unit, h.second, h.first, make<T>(1), h.a22, lda, h.corner, lda);
  }
  lauum(uplo, h.second, h.a22, lda);
}

template <class T>
Index trtrs(Uplo uplo, Trans trans, Diag diag, Index n, Index columns, const T* a, Index lda, T* b, Index ldb) {
  if (Index info = first_zero_on_diagonal(diag, n, a, lda); info != 0) return info;
  trsm(Side::left, uplo, trans, diag, n, columns, make<T>(1), a, lda, b, ldb);
  return 0;
}

#define FAIRPLAY_ROUTINES(T)                             \
  template Index trtri<T>(Uplo, Diag, Index, T*, Index); \
  template void lauum<T>(Uplo, Index, T*, Index);        \
  template Index trtrs<T>(Uplo, Trans, Diag, Index, Index, const T*, Index, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::lapack
