#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fairplay::arraycore {

/// A matrix by columns. S: long double or std::complex<long double>.
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

/// A = U diag(values) V^H; the values fall, there are min(m, n) of them. U is m x m, V is n x n if `full`, else both
/// have min(m, n) columns.
template <class S>
struct SingularValues {
  DenseMatrix<S> u;
  std::vector<long double> values;
  DenseMatrix<S> v;
};

/// One-sided rotations (Hestenes, "Inversion of matrices by biorthogonalization and related results", 1958): small
/// singular values are found with high relative accuracy where A's columns are only badly scaled (Demmel, Veselic,
/// "Jacobi's method is more accurate than QR", 1992). Finite elements.
template <class S>
SingularValues<S> singular_values(const DenseMatrix<S>& a, bool full);

/// A = V diag(values) V^H of a Hermitian matrix; the values rise.
template <class S>
struct Eigenvalues {
  std::vector<long double> values;
  DenseMatrix<S> vectors;
};
/// Two-sided rotations (Jacobi, 1846). Finite elements.
template <class S>
Eigenvalues<S> hermitian_eigenvalues(DenseMatrix<S> a);

}  // namespace fairplay::arraycore
