#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace fairplay::arraycore {

/// A matrix by columns. S: double, long double or complex numbers of them (std::complex).
template <class S>
struct DenseMatrix {
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<S> elements;

  DenseMatrix() = default;
  DenseMatrix(std::int64_t m, std::int64_t n)
      : rows(m), columns(n), elements(static_cast<std::size_t>(m) * static_cast<std::size_t>(n)) {}
  S* column(std::int64_t j) { return elements.data() + j * rows; }
  const S* column(std::int64_t j) const { return elements.data() + j * rows; }
  S& operator()(std::int64_t i, std::int64_t j) { return elements[static_cast<std::size_t>(i + j * rows)]; }
  const S& operator()(std::int64_t i, std::int64_t j) const { return elements[static_cast<std::size_t>(i + j * rows)]; }
};

/// A = U diag(values) V^H; the values fall, there are min(m, n) of them. U is m x m and V n x n, or both have
/// min(m, n) columns.
template <class S>
struct SingularValues {
  DenseMatrix<S> u;
  std::vector<long double> values;
  DenseMatrix<S> v;
};

/// A = V diag(values) V^H of a Hermitian matrix; the values rise.
template <class S>
struct Eigenvalues {
  std::vector<long double> values;
  DenseMatrix<S> vectors;
};

template <class S>
S conjugate_of(S value) {
  if constexpr (std::is_floating_point_v<S>) {
    return value;
  } else {
    return std::conj(value);
  }
}

template <class S>
DenseMatrix<S> conjugate_transpose(const DenseMatrix<S>& a) {
  DenseMatrix<S> result(a.columns, a.rows);
  for (std::int64_t j = 0; j < a.columns; ++j) {
    for (std::int64_t i = 0; i < a.rows; ++i) result(j, i) = conjugate_of(a(i, j));
  }
  return result;
}

}  // namespace fairplay::arraycore
