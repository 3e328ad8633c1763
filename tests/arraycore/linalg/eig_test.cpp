// Eigenvalues of general matrices: residuals within bounds, known values, real and complex results by release.
#include "arraycore/linalg/eig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::HasSubstr;
using Complex = std::complex<double>;
constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr Release real_results{2, 4};

Array made_up_stack(Kind kind, std::int64_t count, std::int64_t n, std::uint64_t seed) {
  Numbers numbers(seed);
  std::vector<Complex> values;
  for (std::int64_t i = 0; i < count * n * n; ++i) {
    const auto one = [&] { return static_cast<double>(numbers.within(-1000000, 1000000)) * 1e-6; };
    values.emplace_back(one(), one());
  }
  return astype(array_of<Complex>({count, n, n}, values), kind).value();
}

std::vector<Complex> complex_elements(const Array& array) {
  return elements<Complex>(astype(array, Kind::complex128).value());
}

/// The largest |A v - w v| of a stack, and how far a vector is from length 1.
double residual(const Array& a, const EigFactors& factors, std::int64_t count, std::int64_t n) {
  const auto matrix = complex_elements(a), w = complex_elements(factors.values), v = complex_elements(factors.vectors);
  const auto at = [n](const std::vector<Complex>& all, std::int64_t place, std::int64_t i, std::int64_t j) {
    return all[static_cast<std::size_t>((place * n + i) * n + j)];
  };
  double largest = 0;
  for (std::int64_t place = 0; place < count; ++place) {
    for (std::int64_t j = 0; j < n; ++j) {
      double length = 0;
      for (std::int64_t i = 0; i < n; ++i) {
        Complex sum = -w[static_cast<std::size_t>(place * n + j)] * at(v, place, i, j);
        for (std::int64_t k = 0; k < n; ++k) sum += at(matrix, place, i, k) * at(v, place, k, j);
        largest = std::max(largest, std::abs(sum));
        length += std::norm(at(v, place, i, j));
      }
      largest = std::max(largest, std::abs(std::sqrt(length) - 1));
    }
  }
  return largest;
}

double distance_of(std::vector<Complex> found, const std::vector<Complex>& wanted) {
  double largest = found.size() == wanted.size() ? 0 : std::numeric_limits<double>::infinity();
  for (const Complex one : wanted) {
    if (found.empty()) break;
    const auto nearest = std::min_element(found.begin(), found.end(),
                                          [&](Complex a, Complex b) { return std::abs(a - one) < std::abs(b - one); });
    largest = std::max(largest, std::abs(*nearest - one));
    found.erase(nearest);
  }
  return largest;
}

class EigTest : public ::testing::Test {
 protected:
  /// A build without LAPACK must say so; there is nothing else to test in it.
  static bool is_missing() {
    if (has_eig()) return false;
    EXPECT_THAT(eig(array_of<double>({1, 1}, {1})).error().message, HasSubstr("Netlib's LAPACK"));
    EXPECT_THAT(eigenvalues(array_of<double>({1, 1}, {1})).error().message, HasSubstr("Netlib's LAPACK"));
    return true;
  }
};

TEST_F(EigTest, ResidualsOfAllDtypes) {
  if (is_missing()) return;
  for (const Kind kind : {Kind::float32, Kind::float64, Kind::complex64, Kind::complex128}) {
    const bool single = kind == Kind::float32 || kind == Kind::complex64;
    const double unit = single ? double{std::numeric_limits<float>::epsilon()} : epsilon;
    for (const std::int64_t n : {1, 2, 3, 7, 20, 45}) {
      const Array a = made_up_stack(kind, 3, n, 11 + static_cast<std::uint64_t>(n));
      const auto factors = eig(a);
      ASSERT_TRUE(factors.has_value());
      EXPECT_EQ(factors->values.dtype(), DType(single ? Kind::complex64 : Kind::complex128));
      EXPECT_EQ(factors->vectors.dtype(), factors->values.dtype());
      EXPECT_EQ(factors->vectors.shape(), (Extents{3, n, n}));
      EXPECT_LE(residual(a, *factors, 3, n), 20 * static_cast<double>(n) * unit) << n;
      // Eigenvalues alone come from other iterations.
      const double bound = 1e4 * static_cast<double>(n) * unit;
      EXPECT_LE(distance_of(complex_elements(*eigenvalues(a)), complex_elements(factors->values)), bound) << n;
    }
  }
}

TEST_F(EigTest, KnownValuesOfTriangularAndDefectiveMatrices) {
  if (is_missing()) return;
  const Array triangular = array_of<double>({3, 3}, {1, 5, 7, 0, 2, 9, 0, 0, 4});
  EXPECT_LE(distance_of(complex_elements(*eigenvalues(triangular)), {1, 2, 4}), 20 * epsilon);
  const Array rotation = array_of<double>({2, 2}, {0, -1, 1, 0});
  EXPECT_LE(distance_of(complex_elements(*eigenvalues(rotation)), {{0, 1}, {0, -1}}), 4 * epsilon);
  // One eigenvector alone: both columns are it.
  const Array defective = array_of<double>({2, 2}, {3, 1, 0, 3});
  const auto factors = eig(defective);
  EXPECT_LE(residual(defective, *factors, 1, 2), 20 * epsilon);
  EXPECT_LE(distance_of(complex_elements(factors->values), {3, 3}), 1e-7);
  EXPECT_THAT(integers(*astype(*eigenvalues(counting({1, 1})), Kind::int64)), ::testing::ElementsAre(0));
}

TEST_F(EigTest, ConjugatePairsAreConjugatesInEveryBit) {
  if (is_missing()) return;
  const auto factors = eig(array_of<double>({2, 2}, {1, -2, 3, 1}));
  const auto w = complex_elements(factors->values), v = complex_elements(factors->vectors);
  EXPECT_GT(w[0].imag(), 0);
  EXPECT_EQ(w[1], std::conj(w[0]));
  EXPECT_EQ(v[1], std::conj(v[0]));
  EXPECT_EQ(v[3], std::conj(v[2]));
}

TEST_F(EigTest, RealResultsUpTo24) {
  if (is_missing()) return;
  const Array real = array_of<float>({2, 2}, {2, 1, 1, 2});
  EXPECT_EQ(eigenvalues(real)->dtype(), DType(Kind::complex64));
  EXPECT_EQ(eigenvalues(real, real_results)->dtype(), DType(Kind::float32));
  EXPECT_EQ(eig(real, real_results)->vectors.dtype(), DType(Kind::float32));
  EXPECT_EQ(eigenvalues(counting({2, 2}), real_results)->dtype(), DType(Kind::float64));
  // One matrix with complex eigenvalues makes all results complex, and complex operands are never real.
  const Array mixed = array_of<double>({2, 2, 2}, {1, 0, 0, 2, 0, -1, 1, 0});
  EXPECT_EQ(eigenvalues(mixed, real_results)->dtype(), DType(Kind::complex128));
  EXPECT_EQ(eigenvalues(array_of<Complex>({1, 1}, {1}), real_results)->dtype(), DType(Kind::complex128));
}

TEST_F(EigTest, EmptyMatricesAndStacks) {
  if (is_missing()) return;
  const auto none = eig(array_of<double>({2, 0, 0}, {}), real_results);
  EXPECT_EQ(none->values.shape(), (Extents{2, 0}));
  EXPECT_EQ(none->vectors.shape(), (Extents{2, 0, 0}));
  EXPECT_EQ(none->values.dtype(), DType(Kind::float64));
  EXPECT_EQ(eigenvalues(array_of<double>({0, 3, 3}, {}))->shape(), (Extents{0, 3}));
}

TEST_F(EigTest, Errors) {
  if (is_missing()) return;
  for (const double wrong : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    const Array a = array_of<double>({2, 1, 1}, {1, wrong});
    EXPECT_THAT(eig(a).error().message, HasSubstr("must not contain infs or NaNs"));
    EXPECT_THAT(eigenvalues(a).error().message, HasSubstr("must not contain infs or NaNs"));
  }
  EXPECT_THAT(eig(array_of<double>({1, 2}, {1, 2})).error().message, HasSubstr("must be square"));
  EXPECT_THAT(eig(float64s({1})).error().message, HasSubstr("at least two-dimensional"));
  EXPECT_EQ(eig(array_of<long double>({1, 1}, {1})).error().kind, ErrorKind::dtype);
}

}  // namespace
}  // namespace fairplay::arraycore
