// numpy.linalg's functions: residuals and orthogonality within bounds, known values, singular and graded matrices.
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
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/linalg/norms.h"
#include "arraycore/linalg/qr.h"
#include "arraycore/linalg/solve.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Complex = std::complex<double>;
constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double infinity = std::numeric_limits<double>::infinity();

double made_up_number(Numbers& numbers) { return static_cast<double>(numbers.within(-1000000, 1000000)) * 1e-6; }

Array made_up_matrix(const Extents& shape, std::uint64_t seed) {
  Numbers numbers(seed);
  std::vector<Complex> values;
  for (std::int64_t i = 0; i < count_of(shape); ++i)
    values.emplace_back(made_up_number(numbers), made_up_number(numbers));
  return array_of<Complex>(shape, values);
}

Array conjugate_transposed(const ConstDynamicView& view) {
  std::vector<Complex> values;
  for (const Complex value : elements<Complex>(view.with(transposed(view.layout()))))
    values.push_back(std::conj(value));
  return array_of<Complex>({view.shape()[1], view.shape()[0]}, values);
}

/// The largest difference of elements.
double distance(const ConstDynamicView& a, const ConstDynamicView& b) {
  const auto x = elements<Complex>(a), y = elements<Complex>(b);
  if (x.size() != y.size()) return infinity;
  double largest = 0;
  for (std::size_t i = 0; i < x.size(); ++i) largest = std::max(largest, std::abs(x[i] - y[i]));
  return largest;
}

Array identity(std::int64_t n) {
  std::vector<Complex> values(static_cast<std::size_t>(n * n));
  for (std::int64_t i = 0; i < n; ++i) values[static_cast<std::size_t>(i * (n + 1))] = 1;
  return array_of<Complex>({n, n}, values);
}

Array diagonal_matrix(const ConstDynamicView& values, std::int64_t rows, std::int64_t columns) {
  const auto numbers = elements<double>(values);
  std::vector<Complex> all(static_cast<std::size_t>(rows * columns));
  for (std::size_t i = 0; i < numbers.size(); ++i) all[i * static_cast<std::size_t>(columns) + i] = numbers[i];
  return array_of<Complex>({rows, columns}, all);
}

void expect_orthonormal(const Array& q, double bound) {
  EXPECT_LE(distance(*matmul(conjugate_transposed(q), q), identity(q.shape()[1])), bound);
}

TEST(SolveTest, KnownValuesAndErrors) {
  const Array a = array_of<double>({2, 2}, {2, 1, 1, 3});
  EXPECT_THAT(elements<double>(*solve(a, float64s({3, 5}))), ElementsAre(DoubleEq(0.8), DoubleEq(1.4)));
  EXPECT_THAT(elements<double>(*inverse(array_of<double>({2, 2}, {2, 0, 0, 4}))), ElementsAre(0.5, 0, 0, 0.25));
  EXPECT_THAT(elements<double>(*determinant(a)), ElementsAre(DoubleEq(5)));
  EXPECT_THAT(elements<double>(*determinant(array_of<double>({2, 2}, {0, 1, 1, 0}))), ElementsAre(-1));
  EXPECT_THAT(elements<double>(*determinant(array_of<double>({0, 0}, {}))), ElementsAre(1));
  const Array singular = array_of<double>({2, 2}, {1, 2, 2, 4});
  EXPECT_THAT(solve(singular, float64s({1, 1})).error().message, HasSubstr("Singular matrix"));
  EXPECT_THAT(inverse(singular).error().message, HasSubstr("Singular matrix"));
  EXPECT_THAT(elements<double>(*determinant(singular)), ElementsAre(0));
  const auto logarithm = sign_and_log_determinant(singular);
  EXPECT_THAT(elements<double>(logarithm->sign), ElementsAre(0));
  EXPECT_THAT(elements<double>(logarithm->logarithm), ElementsAre(-infinity));
  EXPECT_THAT(inverse(float64s({1})).error().message, HasSubstr("at least two-dimensional"));
  EXPECT_THAT(inverse(array_of<double>({1, 2}, {1, 2})).error().message, HasSubstr("must be square"));
  EXPECT_THAT(solve(a, float64s({1})).error().message, HasSubstr("(size 1 is different from 2)"));
  EXPECT_EQ(inverse(array_of<long double>({1, 1}, {1})).error().kind, ErrorKind::dtype);
  EXPECT_EQ(inverse(array_of<float>({1, 1}, {4}))->dtype(), DType(Kind::float32));
  EXPECT_EQ(inverse(counting({1, 1})).error().message, "Singular matrix");
}

TEST(SolveTest, StacksAndReleases) {
  const Array a = array_of<double>({2, 1, 1}, {2, 4});
  const Array b = array_of<double>({2, 1}, {2, 4});
  // Before 2.0 two vectors, from then on a matrix of two rows for systems of one.
  EXPECT_THAT(elements<double>(*solve(a, b, {1, 26})), ElementsAre(1, 1));
  EXPECT_FALSE(solve(a, b).has_value());
  EXPECT_THAT(elements<double>(*solve(a, float64s({8}))), ElementsAre(4, 2));
}

TEST(SolveTest, Residuals) {
  for (const std::int64_t n : {1, 2, 5, 17, 40}) {
    const Array a = made_up_matrix({n, n}, 3), b = made_up_matrix({n, 3}, 4);
    const double bound = 100 * static_cast<double>(n) * epsilon;
    const Array x = solve(a, b).value();
    const double size = elements<double>(*vector_norm(x)).front();
    EXPECT_LE(distance(*matmul(a, x), b), bound * std::max(1.0, size)) << n;
    const Array positive = matmul(a, conjugate_transposed(a)).value();
    const Array lower = cholesky(positive).value();
    EXPECT_LE(distance(*matmul(lower, conjugate_transposed(lower)), positive), bound * static_cast<double>(n)) << n;
    const Array upper = cholesky(positive, true).value();
    EXPECT_LE(distance(*matmul(conjugate_transposed(upper), upper), positive), bound * static_cast<double>(n)) << n;
  }
  EXPECT_THAT(cholesky(array_of<double>({2, 2}, {1, 2, 2, 1})).error().message, HasSubstr("not positive definite"));
}

TEST(QrTest, ResidualsAndModes) {
  for (const Extents& shape : {Extents{4, 4}, Extents{7, 3}, Extents{3, 7}, Extents{40, 33}}) {
    const Array a = made_up_matrix(shape, 5);
    for (const QrMode mode : {QrMode::reduced, QrMode::complete}) {
      const auto factors = qr(a, mode);
      EXPECT_LE(distance(*matmul(*factors->q, factors->r), a), 200 * epsilon);
      expect_orthonormal(*factors->q, 200 * epsilon);
      EXPECT_EQ(factors->q->shape()[1], mode == QrMode::complete ? shape[0] : std::min(shape[0], shape[1]));
    }
    EXPECT_FALSE(qr(a, QrMode::r)->q.has_value());
    EXPECT_EQ(qr(a, QrMode::raw)->q->shape(), (Extents{shape[1], shape[0]}));
  }
  EXPECT_FALSE(qr(float64s({1})).has_value());
}

TEST(SvdTest, ResidualsAndOrthogonality) {
  for (const Extents& shape : {Extents{1, 1}, Extents{4, 4}, Extents{7, 3}, Extents{3, 7}, Extents{30, 20}}) {
    const Array a = made_up_matrix(shape, 6);
    for (const bool full : {true, false}) {
      const auto factors = svd(a, full);
      const Array middle = diagonal_matrix(factors->s, factors->u.shape()[1], factors->vh.shape()[0]);
      EXPECT_LE(distance(*matmul(*matmul(factors->u, middle), factors->vh), a), 60 * epsilon);
      expect_orthonormal(factors->u, 20 * epsilon);
      expect_orthonormal(conjugate_transposed(factors->vh), 20 * epsilon);
    }
  }
}

TEST(SvdTest, SingularAndGradedMatrices) {
  const Array ones = array_of<double>({3, 3}, std::vector<double>(9, 1.0));
  const auto factors = svd(ones);
  EXPECT_THAT(elements<double>(factors->s), ElementsAre(DoubleEq(3), DoubleNear(0, 1e-18), DoubleNear(0, 1e-18)));
  EXPECT_THAT(integers(*matrix_rank(ones)), ElementsAre(1));
  EXPECT_THAT(elements<double>(svd(array_of<double>({2, 3}, std::vector<double>(6)))->s), ElementsAre(0, 0));
  // Columns of any scale: every singular value has all its digits.
  const Array graded = array_of<double>({2, 2}, {1e200, 1e-200, 1e200, -1e-200});
  EXPECT_THAT(elements<double>(*svd_values(graded)),
              ElementsAre(DoubleEq(std::sqrt(2.0) * 1e200), DoubleEq(std::sqrt(2.0) * 1e-200)));
  EXPECT_THAT(svd(array_of<double>({1, 1}, {std::nan("")})).error().message, HasSubstr("did not converge"));
  EXPECT_EQ(svd(array_of<double>({0, 3}, {}))->vh.shape(), (Extents{3, 3}));
}

TEST(EighTest, ResidualsAndTriangles) {
  for (const std::int64_t n : {1, 2, 3, 10, 25}) {
    const Array half = made_up_matrix({n, n}, 8);
    const Array a = matmul(half, conjugate_transposed(half)).value();
    for (const bool upper : {false, true}) {
      const auto factors = eigh(a, upper);
      expect_orthonormal(factors->vectors, 20 * epsilon);
      const Array middle = diagonal_matrix(factors->values, n, n);
      EXPECT_LE(distance(*matmul(a, factors->vectors), *matmul(factors->vectors, middle)),
                200 * static_cast<double>(n) * epsilon)
          << n;
    }
  }
  const Array lower = array_of<double>({2, 2}, {1, 100, 2, 1});
  EXPECT_THAT(elements<double>(eigh(lower)->values), ElementsAre(DoubleEq(-1), DoubleEq(3)));
  EXPECT_THAT(elements<double>(eigh(lower, true)->values), ElementsAre(DoubleEq(-99), DoubleEq(101)));
}

TEST(LeastSquaresTest, RankAndResiduals) {
  const Array a = array_of<double>({3, 2}, {1, 0, 1, 1, 1, 2});
  const auto line = least_squares(a, float64s({1, 3, 5}), std::nullopt);
  EXPECT_THAT(elements<double>(line->x), ElementsAre(DoubleEq(1), DoubleEq(2)));
  EXPECT_EQ(line->rank, 2);
  EXPECT_THAT(elements<double>(line->residuals), ElementsAre(DoubleNear(0, 1e-25)));
  const Array same = array_of<double>({2, 2}, {1, 1, 1, 1});
  const auto least = least_squares(same, float64s({2, 4}), std::nullopt);
  EXPECT_EQ(least->rank, 1);
  EXPECT_THAT(elements<double>(least->x), ElementsAre(DoubleEq(1.5), DoubleEq(1.5)));
  EXPECT_EQ(least->residuals.count(), 0);
  EXPECT_THAT(least_squares(a, float64s({1}), std::nullopt).error().message, HasSubstr("Incompatible"));
  EXPECT_THAT(elements<double>(*pseudo_inverse(same)),
              ElementsAre(DoubleEq(0.25), DoubleEq(0.25), DoubleEq(0.25), DoubleEq(0.25)));
  EXPECT_THAT(integers(*matrix_rank(float64s({0, 0}))), ElementsAre(0));
  EXPECT_THAT(integers(*matrix_rank(float64s({0, 1e-30}))), ElementsAre(1));
}

TEST(NormsTest, KnownValues) {
  const Array x = float64s({3, -4});
  EXPECT_THAT(elements<double>(*vector_norm(x)), ElementsAre(5));
  EXPECT_THAT(elements<double>(*vector_norm(x, 1)), ElementsAre(7));
  EXPECT_THAT(elements<double>(*vector_norm(x, infinity)), ElementsAre(4));
  EXPECT_THAT(elements<double>(*vector_norm(x, -infinity)), ElementsAre(3));
  EXPECT_THAT(elements<double>(*vector_norm(x, 0)), ElementsAre(2));
  EXPECT_THAT(elements<double>(*vector_norm(x, 3)), ElementsAre(DoubleEq(std::cbrt(91.0))));
  const Array a = array_of<double>({2, 2}, {1, -2, 3, 4});
  const auto norm = [&](MatrixNorm one) { return elements<double>(*matrix_norm(a, one)).front(); };
  EXPECT_EQ(norm(MatrixNorm::largest_column), 6);
  EXPECT_EQ(norm(MatrixNorm::smallest_column), 4);
  EXPECT_EQ(norm(MatrixNorm::largest_row), 7);
  EXPECT_EQ(norm(MatrixNorm::smallest_row), 3);
  EXPECT_DOUBLE_EQ(norm(MatrixNorm::frobenius), std::sqrt(30.0));
  EXPECT_DOUBLE_EQ(norm(MatrixNorm::largest_value) * norm(MatrixNorm::smallest_value), 10);
  EXPECT_DOUBLE_EQ(norm(MatrixNorm::nuclear), norm(MatrixNorm::largest_value) + norm(MatrixNorm::smallest_value));
  EXPECT_EQ(matrix_norm(a, MatrixNorm::frobenius, {0, 0}).error().kind, ErrorKind::axis);
  EXPECT_EQ(matrix_norm(a, MatrixNorm::largest_row, {0, 1}, true)->shape(), (Extents{1, 1}));
  EXPECT_THAT(elements<double>(*condition_number(array_of<double>({2, 2}, {1, 0, 0, 4}))), ElementsAre(4));
  EXPECT_THAT(elements<double>(*condition_number(array_of<double>({2, 2}, {1, 1, 1, 1}), MatrixNorm::frobenius)),
              ElementsAre(infinity));
  EXPECT_EQ(condition_number(array_of<double>({0, 0}, {})).error().message, "cond is not defined on empty arrays");
  EXPECT_EQ(condition_number(array_of<double>({0, 0}, {}), MatrixNorm::frobenius).error().message,
            "cond is not defined on empty arrays");
  EXPECT_EQ(condition_number(array_of<double>({0, 2, 2}, {}), MatrixNorm::frobenius)->count(), 0);
}

TEST(MatrixPowerTest, AnyPower) {
  const Array a = array_of<std::int64_t>({2, 2}, {1, 1, 1, 0});
  EXPECT_THAT(integers(*matrix_power(a, 10)), ElementsAre(89, 55, 55, 34));
  EXPECT_THAT(integers(*matrix_power(a, 0)), ElementsAre(1, 0, 0, 1));
  EXPECT_THAT(elements<double>(*matrix_power(array_of<double>({1, 1}, {2}), -2)), ElementsAre(0.25));
  EXPECT_FALSE(matrix_power(float64s({1}), 2).has_value());
  EXPECT_EQ(matrix_power(array_of<double>({1, 1}, {1}), std::numeric_limits<std::int64_t>::min())->count(), 1);
}

}  // namespace
}  // namespace fairplay::arraycore
