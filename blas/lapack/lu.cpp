#include "blas/lapack/lu.h"

#include <algorithm>

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/lapack/triangular.h"
#include "blas/level1.h"
#include "blas/level3.h"

namespace fairplay::blas::lapack {
namespace {

// Narrower matrices are factored column by column; halves of wider ones are multiples of it.
constexpr Index panel_columns = 16;
static_assert(panel_columns <= most_elimination_columns);

template <class T, class Int>
Index factor_panel(Index m, Index n, T* a, Index lda, Int* pivots) {
  std::int32_t rows[panel_columns];
  const Index info = kernels_for<T>().elimination->factor(m, n, a, lda, rows);
  for (Index j = 0; j < std::min(m, n); ++j) pivots[j] = static_cast<Int>(rows[j] + 1);
  return info;
}

}  // namespace

template <class T, class Int>
Index getrf(Index m, Index n, T* a, Index lda, Int* pivots) {
  const Index least = std::min(m, n);
  if (least <= panel_columns && n <= panel_columns) return factor_panel(m, n, a, lda, pivots);
  // [A11 A12; A21 A22]: the left columns, then what they leave of the right ones.
  const Index left = least <= panel_columns ? least : (least / 2 + panel_columns - 1) / panel_columns * panel_columns;
  const Index right = n - left;
  T* a12 = a + left * lda;
  T* a21 = a + left;
  T* a22 = a12 + left;
  Index info = getrf(m, left, a, lda, pivots);
  laswp(right, a12, lda, Index{0}, left, pivots, 1, false);
  trsm(Side::left, Uplo::lower, Trans::none, Diag::unit, left, right, make<T>(1), a, lda, a12, lda);
  if (m == left) return info;
  gemm(Trans::none, Trans::none, m - left, right, left, make<T>(-1), a21, lda, a12, lda, make<T>(1), a22, lda);
  const Index below = getrf(m - left, right, a22, lda, pivots + left);
  if (info == 0 && below != 0) info = below + left;
  for (Index i = left; i < least; ++i) pivots[i] += static_cast<Int>(left);
  laswp(left, a, lda, left, least, pivots, 1, false);
  return info;
}

template <class T, class Int>
void getrs(Trans trans, Index n, Index columns, const T* a, Index lda, const Int* pivots, T* b, Index ldb) {
  if (trans == Trans::none) {
    laswp(columns, b, ldb, Index{0}, n, pivots, 1, false);
    trsm(Side::left, Uplo::lower, Trans::none, Diag::unit, n, columns, make<T>(1), a, lda, b, ldb);
    trsm(Side::left, Uplo::upper, Trans::none, Diag::non_unit, n, columns, make<T>(1), a, lda, b, ldb);
  } else {
    trsm(Side::left, Uplo::upper, trans, Diag::non_unit, n, columns, make<T>(1), a, lda, b, ldb);
    trsm(Side::left, Uplo::lower, trans, Diag::unit, n, columns, make<T>(1), a, lda, b, ldb);
    laswp(columns, b, ldb, Index{0}, n, pivots, 1, true);
  }
}

template <class T, class Int>
Index getri(Index n, T* a, Index lda, const Int* pivots, T* work, Index work_size) {
  if (Index info = trtri(Uplo::upper, Diag::non_unit, n, a, lda); info != 0) return info;
  if (n == 0) return 0;
  // X L = U^-1 from the right: each block of L's columns moves into `work`, and X's take its place.
  const Index width = std::clamp<Index>(work_size / n, 1, getri_columns);
  for (Index first = (n - 1) / width * width; first >= 0; first -= width) {
    const Index columns = std::min(width, n - first);
    for (Index j = 0; j < columns; ++j) {
      T* column = a + (first + j) * lda;
      for (Index i = first + j + 1; i < n; ++i) {
        work[i + j * n] = column[i];
        column[i] = T{};
      }
    }
    const Index right = first + columns;
    if (right < n)
      gemm(Trans::none, Trans::none, n, columns, n - right, make<T>(-1), a + right * lda, lda, work + right, n,
           make<T>(1), a + first * lda, lda);
    trsm(Side::right, Uplo::lower, Trans::none, Diag::unit, n, columns, make<T>(1), work + first, n, a + first * lda,
         lda);
  }
  for (Index j = n - 2; j >= 0; --j) {
    const Index other = static_cast<Index>(pivots[j]) - 1;
    if (other != j) swap(n, a + j * lda, 1, a + other * lda, 1);
  }
  return 0;
}

template <class T, class Int>
void laswp(Index n, T* a, Index lda, Index first, Index last, const Int* pivots, Index stride, bool backward) {
  // Column by column: one column at a time stays in cache, however the pivots jump about.
  for (Index j = 0; j < n; ++j) {
    T* column = a + j * lda;
    if (backward)
      for (Index i = last - 1; i >= first; --i) std::swap(column[i], column[pivots[i * stride] - 1]);
    else
      for (Index i = first; i < last; ++i) std::swap(column[i], column[pivots[i * stride] - 1]);
  }
}

#define FAIRPLAY_ROUTINES_OF(T, Int)                                                        \
  template Index getrf<T, Int>(Index, Index, T*, Index, Int*);                              \
  template void getrs<T, Int>(Trans, Index, Index, const T*, Index, const Int*, T*, Index); \
  template Index getri<T, Int>(Index, T*, Index, const Int*, T*, Index);                    \
  template void laswp<T, Int>(Index, T*, Index, Index, Index, const Int*, Index, bool);
#define FAIRPLAY_ROUTINES(T)            \
  FAIRPLAY_ROUTINES_OF(T, std::int32_t) \
  FAIRPLAY_ROUTINES_OF(T, std::int64_t)
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::lapack
