#pragma once
// A triangle as its columns, whatever its storage.
//
// A band is a full matrix whose leading dimension is one less: element (i, j) stands at a[k + i - j + j lda] = (a +
// k)[i + j (lda - 1)]. A packed triangle's columns start at quadratic places. Both, and full storage, have columns that
// are contiguous in i.

#include "blas/options.h"

namespace fairplay::blas {

// Rows [first, first + count) of a column.
struct Rows {
  Index first;
  Index count;
};

// T is const for a matrix that is only read.
template <class T>
struct Triangle {
  Uplo uplo;
  Index n;
  Index k;  // off-diagonals
  T* a;
  Index ld;  // unused where packed
  bool packed;

  // column(j)[i] is element (i, j); only rows of the triangle may be touched.
  T* column(Index j) const {
    if (!packed) return a + j * ld;
    return uplo == Uplo::upper ? a + j * (j + 1) / 2 : a + j * (2 * n - j - 1) / 2;
  }
  // What column j holds besides its diagonal.
  Rows off_diagonal(Index j) const {
    if (uplo == Uplo::upper) return {j < k ? 0 : j - k, j < k ? j : k};
    return {j + 1, n - 1 - j < k ? n - 1 - j : k};
  }
};

template <class T>
Triangle<T> full_triangle(Uplo uplo, Index n, T* a, Index lda) {
  return {uplo, n, n - 1, a, lda, false};
}
template <class T>
Triangle<T> band_triangle(Uplo uplo, Index n, Index k, T* a, Index lda) {
  return {uplo, n, k, uplo == Uplo::upper ? a + k : a, lda - 1, false};
}
template <class T>
Triangle<T> packed_triangle(Uplo uplo, Index n, T* ap) {
  return {uplo, n, n - 1, ap, 0, true};
}

// What two ranges of rows share; count <= 0 where that is nothing.
inline Rows common_rows(Rows a, Rows b) {
  const Index first = a.first > b.first ? a.first : b.first;
  const Index end_a = a.first + a.count, end_b = b.first + b.count;
  return {first, (end_a < end_b ? end_a : end_b) - first};
}

}  // namespace fairplay::blas
