// Factors by Netlib's LAPACK: orthogonal, with small residuals and the values that Jacobi's rotations find.
#include "arraycore/linalg/lapack_factors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/dense_matrix.h"
#include "arraycore/linalg/jacobi.h"
#include "arraycore/linalg/spectral.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

template <class S>
class LapackFactorsTest : public ::testing::Test {};
using Scalars = ::testing::Types<double, std::complex<double>>;
TYPED_TEST_SUITE(LapackFactorsTest, Scalars);

template <class S>
using Wide = std::conditional_t<std::is_same_v<S, double>, long double, std::complex<long double>>;

template <class S>
DenseMatrix<S> made_up(std::int64_t m, std::int64_t n, std::uint64_t seed) {
  Numbers numbers(seed);
  const auto one = [&] { return static_cast<double>(numbers.within(-1000000, 1000000)) * 1e-6; };
  DenseMatrix<S> result(m, n);
  for (S& element : result.elements) {
    if constexpr (std::is_same_v<S, double>) {
      element = one();
    } else {
      const double real_part = one();
      element = {real_part, one()};
    }
  }
  return result;
}

template <class S>
DenseMatrix<Wide<S>> wide(const DenseMatrix<S>& a) {
  DenseMatrix<Wide<S>> result(a.rows, a.columns);
  for (std::size_t i = 0; i < a.elements.size(); ++i) result.elements[i] = static_cast<Wide<S>>(a.elements[i]);
  return result;
}

/// The largest element of A diag(values) B^H - C, for the first columns of A and B.
template <class S>
double distance(const DenseMatrix<S>& a, const std::vector<long double>& values, const DenseMatrix<S>& b,
                const DenseMatrix<S>& c) {
  long double largest = 0;
  for (std::int64_t i = 0; i < a.rows; ++i) {
    for (std::int64_t j = 0; j < b.rows; ++j) {
      Wide<S> sum = -static_cast<Wide<S>>(c(i, j));
      for (std::size_t k = 0; k < values.size(); ++k) {
        const auto column = static_cast<std::int64_t>(k);
        sum += static_cast<Wide<S>>(a(i, column)) * values[k] * static_cast<Wide<S>>(conjugate_of(b(j, column)));
      }
      largest = std::max(largest, std::abs(sum));
    }
  }
  return static_cast<double>(largest);
}

template <class S>
double distance_from_orthogonal(const DenseMatrix<S>& q) {
  const DenseMatrix<S> rows = conjugate_transpose(q);
  DenseMatrix<S> identity(q.columns, q.columns);
  for (std::int64_t i = 0; i < q.columns; ++i) identity(i, i) = 1;
  return distance(rows, std::vector<long double>(static_cast<std::size_t>(q.rows), 1), rows, identity);
}

double distance_of_values(const std::vector<long double>& a, const std::vector<long double>& b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  long double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::fabs(a[i] - b[i]));
  return static_cast<double>(largest);
}

TYPED_TEST(LapackFactorsTest, SingularValues) {
  using S = TypeParam;
  const std::pair<std::int64_t, std::int64_t> shapes[]{{1, 1}, {2, 2},  {5, 3},  {3, 5},   {25, 26},
                                                       {7, 7}, {60, 4}, {4, 60}, {40, 60}, {70, 70}};
  for (const auto& [m, n] : shapes) {
    const auto a = made_up<S>(m, n, 3);
    for (const bool full : {false, true}) {
      const auto factors = lapack_singular_values(a, full);
      ASSERT_EQ(factors.has_value(), has_lapack_factors());
      if (!factors) return;
      const auto bound = static_cast<double>(std::max(m, n)) * std::numeric_limits<double>::epsilon();
      const double size = static_cast<double>(factors->values.front());
      EXPECT_EQ(factors->u.columns, full ? m : std::min(m, n));
      EXPECT_EQ(factors->v.columns, full ? n : std::min(m, n));
      EXPECT_LE(distance_from_orthogonal(factors->u), 4 * bound) << m << " x " << n;
      EXPECT_LE(distance_from_orthogonal(factors->v), 4 * bound) << m << " x " << n;
      EXPECT_LE(distance(factors->u, factors->values, factors->v, a), 4 * bound * size) << m << " x " << n;
      EXPECT_LE(distance_of_values(factors->values, singular_values(wide(a), false).values), 4 * bound * size);
    }
  }
}

TYPED_TEST(LapackFactorsTest, EigenvaluesOfTheLowerTriangle) {
  using S = TypeParam;
  for (const std::int64_t n : {1, 2, 3, 9, 26, 40, 75}) {
    auto a = made_up<S>(n, n, 4);
    auto hermitian = a;
    for (std::int64_t j = 0; j < n; ++j) {
      hermitian(j, j) = a(j, j) = std::real(a(j, j));
      for (std::int64_t i = 0; i < j; ++i) hermitian(i, j) = conjugate_of(a(j, i));
    }
    const auto factors = lapack_eigenvalues(a);
    ASSERT_EQ(factors.has_value(), has_lapack_factors());
    if (!factors) return;
    const auto found = hermitian_eigenvalues(wide(hermitian));
    const double size = static_cast<double>(std::max(std::fabs(found.values.front()), std::fabs(found.values.back())));
    const auto bound = 4 * static_cast<double>(n) * std::numeric_limits<double>::epsilon();
    EXPECT_LE(distance_from_orthogonal(factors->vectors), bound) << n;
    EXPECT_LE(distance(factors->vectors, factors->values, factors->vectors, hermitian), bound * size) << n;
    EXPECT_LE(distance_of_values(factors->values, found.values), bound * size) << n;
  }
}

TYPED_TEST(LapackFactorsTest, NothingAndZeros) {
  if (!has_lapack_factors()) return;
  const auto none = lapack_singular_values(DenseMatrix<TypeParam>(0, 3), true);
  EXPECT_TRUE(none->values.empty());
  EXPECT_EQ(none->v.columns, 3);
  EXPECT_LE(distance_from_orthogonal(none->v), 0);
  EXPECT_TRUE(lapack_eigenvalues(DenseMatrix<TypeParam>(0, 0))->values.empty());
  const auto zero = lapack_singular_values(DenseMatrix<TypeParam>(3, 2), true);
  EXPECT_EQ(zero->values, (std::vector<long double>{0, 0}));
  EXPECT_LE(distance_from_orthogonal(zero->u), 0);
}

/// What a caller meets of them: results of all sizes have the same types, order and errors.
TEST(LargeMatrices, ErrorsAndRanks) {
  const std::int64_t n = 60;
  std::vector<double> values(static_cast<std::size_t>(n * n));
  for (std::int64_t i = 0; i < n - 1; ++i) values[static_cast<std::size_t>(i * (n + 1))] = 2;
  const Array a = array_of<double>({n, n}, values);
  EXPECT_EQ(elements<std::int64_t>(*matrix_rank(a)).front(), n - 1);
  EXPECT_EQ(elements<std::int64_t>(*matrix_rank(a, std::nullopt, newest_release, MatrixForm::hermitian)).front(),
            n - 1);
  EXPECT_EQ(elements<double>(*pseudo_inverse(a)).front(), 0.5);
  EXPECT_EQ(elements<double>(*pseudo_inverse(a)).back(), 0);
  const auto solution = least_squares(a, a, -1);
  EXPECT_EQ(solution->rank, n - 1);
  EXPECT_EQ(elements<double>(solution->x).front(), 1);
  EXPECT_EQ(elements<double>(eigh(a)->values).front(), 0);
  values.back() = std::numeric_limits<double>::quiet_NaN();
  const Array bad = array_of<double>({n, n}, values);
  EXPECT_EQ(svd(bad).error().message, "SVD did not converge");
  EXPECT_EQ(eigh(bad).error().message, "Eigenvalues did not converge");
}

}  // namespace
}  // namespace fairplay::arraycore
