#pragma once
// Random matrices and products of them in long double, for residual tests.

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include "tests/blas/wide.h"

namespace fairplay::blas::lapack {

template <class T>
struct Matrix {
  Index rows, columns, ld;
  std::vector<T> elements;

  Matrix(Index m, Index n, Index gap = 0)
      : rows(m),
        columns(n),
        ld(std::max<Index>(1, m + gap)),
        elements(static_cast<std::size_t>(ld * std::max<Index>(n, 1))) {}
  T& operator()(Index i, Index j) { return elements[static_cast<std::size_t>(i + j * ld)]; }
  const T& operator()(Index i, Index j) const { return elements[static_cast<std::size_t>(i + j * ld)]; }
  T* data() { return elements.data(); }
  const T* data() const { return elements.data(); }
};

// Elements in (-1, 1) with full significands; the gap below each column holds NaN.
template <class T>
Matrix<T> random_matrix(Index m, Index n, unsigned seed, Index gap = 3) {
  using R = Real<T>;
  std::mt19937_64 random(seed);
  auto value = [&] { return static_cast<R>(static_cast<double>(static_cast<std::int64_t>(random())) * 0x1p-63); };
  Matrix<T> made(m, n, gap);
  for (T& element : made.elements) element = make<T>(std::numeric_limits<R>::quiet_NaN());
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < m; ++i) {
      R re = value(), im = is_complex<T> ? value() : R(0);
      made(i, j) = make<T>(re, im);
    }
  return made;
}

inline long double magnitude(Wide x) { return std::abs(x); }

template <class T>
long double unit_roundoff() {
  return std::numeric_limits<Real<T>>::epsilon() / 2.0L;
}

}  // namespace fairplay::blas::lapack
