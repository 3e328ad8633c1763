#include "blas/bounds/moduli.h"

#include <algorithm>

#include "blas/bounds/upward.h"

namespace fairplay::blas::bounds {
namespace {

// Where a triangle's element (i, j) stands: the three ways of storing one.
struct Full {
  Index ld;
  Index operator()(Index i, Index j) const { return i + j * ld; }
};
struct Band {
  Uplo uplo;
  Index k, ld;
  Index operator()(Index i, Index j) const { return (uplo == Uplo::upper ? k + i - j : i - j) + j * ld; }
};
struct Packed {
  Uplo uplo;
  Index n;
  Index operator()(Index i, Index j) const {
    return uplo == Uplo::upper ? i + j * (j + 1) / 2 : i + j * (2 * n - j - 1) / 2;
  }
};

// Visits the stored elements (i, j) of a triangle with k diagonals beside the main one.
template <class Visit>
void for_triangle(Uplo uplo, Index n, Index k, Visit&& visit) {
  for (Index j = 0; j < n; ++j)
    if (uplo == Uplo::upper)
      for (Index i = std::max<Index>(0, j - k); i <= j; ++i) visit(i, j);
    else
      for (Index i = j; i < std::min(n, j + k + 1); ++i) visit(i, j);
}

template <class T, class Place>
Moduli symmetric_of(Uplo uplo, bool hermitian, Index n, Index k, const T* a, Place place) {
  Moduli result(n, n);
  for_triangle(uplo, n, k, [&](Index i, Index j) {
    T value = a[place(i, j)];
    if (hermitian && i == j) value = make<T>(real(value));
    result(i, j) = result(j, i) = modulus_up(value);
  });
  result.terms = std::min(n, 2 * k + 1);
  return result;
}

template <class T, class Place>
Moduli triangular_of(Uplo uplo, Trans trans, Diag diag, Index n, Index k, const T* a, Place place) {
  Moduli result(n, n);
  for_triangle(uplo, n, k, [&](Index i, Index j) {
    double value = i == j && diag == Diag::unit ? 1 : modulus_up(a[place(i, j)]);
    (transposes(trans) ? result(j, i) : result(i, j)) = value;
  });
  result.terms = std::min(n, k + 1);
  return result;
}

}  // namespace

Moduli transposed(const Moduli& x) {
  Moduli result(x.columns, x.rows);
  for (Index j = 0; j < x.columns; ++j)
    for (Index i = 0; i < x.rows; ++i) result(j, i) = x(i, j);
  return result;
}
Moduli beside(const Moduli& x, const Moduli& y) {
  Moduli result(x.rows, x.columns + y.columns);
  std::copy(y.data.begin(), y.data.end(), std::copy(x.data.begin(), x.data.end(), result.data.begin()));
  result.terms = x.terms + y.terms;
  return result;
}
Moduli above(const Moduli& x, const Moduli& y) { return transposed(beside(transposed(x), transposed(y))); }

template <class T>
Moduli general(Trans trans, Index m, Index n, const T* a, Index lda) {
  Moduli result(m, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < m; ++i) result(i, j) = modulus_up(transposes(trans) ? a[j + i * lda] : a[i + j * lda]);
  return result;
}
template <class T>
Moduli vector(Index n, const T* x, Index incx) {
  if (incx < 0 && n > 0) x += (1 - n) * incx;
  return general(Trans::transpose, n, 1, x, incx);
}
template <class T>
Moduli band(Trans trans, Index m, Index n, Index kl, Index ku, const T* ab, Index ldab) {
  Moduli result(m, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = std::max<Index>(0, j - ku); i < std::min(m, j + kl + 1); ++i)
      result(i, j) = modulus_up(ab[ku + i - j + j * ldab]);
  if (transposes(trans)) result = transposed(result);
  result.terms = std::min(result.columns, kl + ku + 1);
  return result;
}
template <class T>
Moduli symmetric(Uplo uplo, bool hermitian, Index n, const T* a, Index lda) {
  return symmetric_of(uplo, hermitian, n, n, a, Full{lda});
}
template <class T>
Moduli symmetric_band(Uplo uplo, bool hermitian, Index n, Index k, const T* ab, Index ldab) {
  return symmetric_of(uplo, hermitian, n, k, ab, Band{uplo, k, ldab});
}
template <class T>
Moduli symmetric_packed(Uplo uplo, bool hermitian, Index n, const T* ap) {
  return symmetric_of(uplo, hermitian, n, n, ap, Packed{uplo, n});
}
template <class T>
Moduli triangular(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda) {
  return triangular_of(uplo, trans, diag, n, n, a, Full{lda});
}
template <class T>
Moduli triangular_band(Uplo uplo, Trans trans, Diag diag, Index n, Index k, const T* ab, Index ldab) {
  return triangular_of(uplo, trans, diag, n, k, ab, Band{uplo, k, ldab});
}
template <class T>
Moduli triangular_packed(Uplo uplo, Trans trans, Diag diag, Index n, const T* ap) {
  return triangular_of(uplo, trans, diag, n, n, ap, Packed{uplo, n});
}

#define FAIRPLAY_MODULI(T)                                                           \
  template Moduli general(Trans, Index, Index, const T*, Index);                     \
  template Moduli vector(Index, const T*, Index);                                    \
  template Moduli band(Trans, Index, Index, Index, Index, const T*, Index);          \
  template Moduli symmetric(Uplo, bool, Index, const T*, Index);                     \
  template Moduli symmetric_band(Uplo, bool, Index, Index, const T*, Index);         \
  template Moduli symmetric_packed(Uplo, bool, Index, const T*);                     \
  template Moduli triangular(Uplo, Trans, Diag, Index, const T*, Index);             \
  template Moduli triangular_band(Uplo, Trans, Diag, Index, Index, const T*, Index); \
  template Moduli triangular_packed(Uplo, Trans, Diag, Index, const T*);
FAIRPLAY_MODULI(float)
FAIRPLAY_MODULI(double)
FAIRPLAY_MODULI(Complex<float>)
FAIRPLAY_MODULI(Complex<double>)

}  // namespace fairplay::blas::bounds
