// Singular and graded matrices, on both sides of the size up to which Jacobi's rotations are taken: orthogonality,
// residuals, ranks and what is least.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/linalg/lapack_factors.h"
#include "arraycore/linalg/norms.h"
#include "arraycore/linalg/spectral.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// By rows.
struct Table {
  std::int64_t rows;
  std::int64_t columns;
  std::vector<double> elements;

  double& operator()(std::int64_t i, std::int64_t j) { return elements[static_cast<std::size_t>(i * columns + j)]; }
  double operator()(std::int64_t i, std::int64_t j) const {
    return elements[static_cast<std::size_t>(i * columns + j)];
  }
  Array array() const { return array_of<double>({rows, columns}, elements); }
};

Table zeros(std::int64_t m, std::int64_t n) { return {m, n, std::vector<double>(static_cast<std::size_t>(m * n))}; }

Table table_of(const Array& array) { return {array.shape()[0], array.shape()[1], elements<double>(array)}; }

Table made_up(std::int64_t m, std::int64_t n, std::uint64_t seed) {
  Numbers numbers(seed);
  Table result = zeros(m, n);
  for (double& element : result.elements) element = static_cast<double>(numbers.within(-1000000, 1000000)) * 1e-6;
  return result;
}

Table transposed_table(const Table& a) {
  Table result = zeros(a.columns, a.rows);
  for (std::int64_t i = 0; i < a.rows; ++i) {
    for (std::int64_t j = 0; j < a.columns; ++j) result(j, i) = a(i, j);
  }
  return result;
}

Table product(const Table& a, const Table& b) {
  Table result = zeros(a.rows, b.columns);
  for (std::int64_t i = 0; i < a.rows; ++i) {
    for (std::int64_t j = 0; j < b.columns; ++j) {
      long double sum = 0;
      for (std::int64_t k = 0; k < a.columns; ++k) sum += static_cast<long double>(a(i, k)) * b(k, j);
      result(i, j) = static_cast<double>(sum);
    }
  }
  return result;
}

double distance(const Table& a, const Table& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.elements.size(); ++i) {
    largest = std::max(largest, std::fabs(a.elements[i] - b.elements[i]));
  }
  return a.elements.size() == b.elements.size() ? largest : std::numeric_limits<double>::infinity();
}

double largest_in(const Table& a) { return distance(a, zeros(a.rows, a.columns)); }

double distance_from_orthogonal(const Table& q) {
  Table found = product(transposed_table(q), q);
  for (std::int64_t i = 0; i < q.columns; ++i) found(i, i) -= 1;
  return largest_in(found);
}

class GradedMatrices : public ::testing::TestWithParam<std::int64_t> {
 protected:
  std::int64_t n() const { return GetParam(); }
  double bound() const { return 8 * static_cast<double>(n()) * epsilon; }
  /// Of rank r: a product of factors, of integers, so that it is exact.
  Table of_rank(std::int64_t r) const {
    Numbers numbers(5);
    Table left = zeros(n() + 3, r), right = zeros(r, n());
    for (Table* table : {&left, &right}) {
      for (double& element : table->elements) element = static_cast<double>(numbers.within(-9, 9));
    }
    return product(left, right);
  }
};

TEST_P(GradedMatrices, SingularOnesHaveTheirRank) {
  for (const std::int64_t r : {std::int64_t{0}, std::int64_t{1}, n() / 2, n() - 1, n()}) {
    const Table a = of_rank(r);
    EXPECT_EQ(elements<std::int64_t>(*matrix_rank(a.array())).front(), r);
    const auto factors = svd(a.array(), false);
    const auto s = elements<double>(factors->s);
    const Table u = table_of(factors->u), vh = table_of(factors->vh);
    EXPECT_LE(distance_from_orthogonal(u), bound());
    EXPECT_LE(distance_from_orthogonal(transposed_table(vh)), bound());
    Table scaled = u;
    for (std::int64_t i = 0; i < u.rows; ++i) {
      for (std::int64_t j = 0; j < n(); ++j) scaled(i, j) *= s[static_cast<std::size_t>(j)];
    }
    EXPECT_LE(distance(product(scaled, vh), a), bound() * s.front()) << r;
    for (std::int64_t i = r; i < n(); ++i) EXPECT_LE(s[static_cast<std::size_t>(i)], bound() * s.front()) << r;
  }
}

TEST_P(GradedMatrices, PseudoInversesOfSingularOnesAreMooresAndPenroses) {
  for (const std::int64_t r : {std::int64_t{1}, n() / 2, n() - 1}) {
    const Table a = of_rank(r);
    const Table p = table_of(*pseudo_inverse(a.array(), 1e-12));
    const auto s = elements<double>(*svd_values(a.array()));
    const double condition = s.front() / s[static_cast<std::size_t>(r - 1)];
    const double slack = 10 * bound() * condition;
    EXPECT_LE(distance(product(product(a, p), a), a), slack * s.front()) << r;
    EXPECT_LE(distance(product(product(p, a), p), p), slack * largest_in(p)) << r;
    const Table left = product(a, p), right = product(p, a);
    EXPECT_LE(distance(left, transposed_table(left)), slack) << r;
    EXPECT_LE(distance(right, transposed_table(right)), slack) << r;
  }
}

TEST_P(GradedMatrices, LeastSquaresOfSingularOnes) {
  for (const std::int64_t r : {std::int64_t{1}, n() / 2, n() - 1, n()}) {
    const Table a = of_rank(r), b = made_up(n() + 3, 2, 9);
    const auto found = least_squares(a.array(), b.array(), 1e-12);
    EXPECT_EQ(found->rank, r);
    const Table x = table_of(found->x);
    const auto s = elements<double>(found->s);
    const double condition = s.front() / s[static_cast<std::size_t>(r - 1)];
    Table residual = product(a, x);
    for (std::size_t i = 0; i < residual.elements.size(); ++i) residual.elements[i] -= b.elements[i];
    // Least: orthogonal to all columns. Shortest: what the pseudo-inverse makes of it is itself.
    EXPECT_LE(largest_in(product(transposed_table(a), residual)), 10 * bound() * condition * s.front()) << r;
    const Table again = product(table_of(*pseudo_inverse(a.array(), 1e-12)), product(a, x));
    EXPECT_LE(distance(again, x), 10 * bound() * condition * (1 + largest_in(x))) << r;
    EXPECT_EQ(found->residuals.count(), r == n() ? 2 : 0);
  }
}

TEST_P(GradedMatrices, ColumnsOfAnyScale) {
  Table a = made_up(n(), n(), 6);
  for (std::int64_t i = 0; i < n(); ++i) {
    // From 1 to 1e-20.
    for (std::int64_t j = 0; j < n(); ++j)
      a(i, j) *= std::pow(10.0, -20.0 * static_cast<double>(j) / static_cast<double>(n()));
  }
  const auto factors = svd(a.array());
  const auto s = elements<double>(factors->s);
  EXPECT_LE(distance_from_orthogonal(table_of(factors->u)), bound());
  EXPECT_LE(distance_from_orthogonal(transposed_table(table_of(factors->vh))), bound());
  Table scaled = table_of(factors->u);
  for (std::int64_t i = 0; i < n(); ++i) {
    for (std::int64_t j = 0; j < n(); ++j) scaled(i, j) *= s[static_cast<std::size_t>(j)];
  }
  const Table restored = product(scaled, table_of(factors->vh));
  EXPECT_LE(distance(restored, a), bound() * s.front());
  const bool by_rotations = n() <= 50 || !has_lapack_factors();
  for (std::int64_t j = 0; by_rotations && j < n(); ++j) {
    // Each column within its own scale: what Jacobi's rotations promise.
    double size = 0, off = 0;
    for (std::int64_t i = 0; i < n(); ++i) {
      size = std::max(size, std::fabs(a(i, j)));
      off = std::max(off, std::fabs(restored(i, j) - a(i, j)));
    }
    EXPECT_LE(off, 1e3 * bound() * size) << j;
  }
}

INSTANTIATE_TEST_SUITE_P(OfBothSizes, GradedMatrices, ::testing::Values(4, 12, 50, 60, 90));

}  // namespace
}  // namespace fairplay::arraycore
