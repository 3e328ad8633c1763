// Hermitian forms of the singular values, and systems of equations of tensors.
#include "arraycore/linalg/tensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/linear/tensor_products.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(HermitianTest, SingularValuesAreMagnitudesOfEigenvalues) {
  // Eigenvalues 3 and -1; only the lower triangle is read.
  const Array a = array_of<double>({2, 2}, {1, 77, 2, 1});
  const auto factors = svd(a, true, newest_release, MatrixForm::hermitian);
  EXPECT_THAT(elements<double>(factors->s), ElementsAre(DoubleEq(3), DoubleEq(1)));
  EXPECT_THAT(elements<double>(*svd_values(a, newest_release, MatrixForm::hermitian)),
              ElementsAre(DoubleEq(3), DoubleEq(1)));
  const auto u = elements<double>(factors->u), s = elements<double>(factors->s), vh = elements<double>(factors->vh);
  const double wanted[]{1, 2, 2, 1};
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 2; ++j) {
      EXPECT_NEAR(u[2 * i] * s[0] * vh[j] + u[2 * i + 1] * s[1] * vh[2 + j], wanted[2 * i + j], 1e-15);
    }
  }
  EXPECT_THAT(elements<double>(*pseudo_inverse(a, 1e-15, newest_release, MatrixForm::hermitian)),
              ElementsAre(DoubleNear(-1.0 / 3, 1e-15), DoubleNear(2.0 / 3, 1e-15), DoubleNear(2.0 / 3, 1e-15),
                          DoubleNear(-1.0 / 3, 1e-15)));
  const Array ones = array_of<double>({2, 2}, {1, 0, 1, 1});
  EXPECT_THAT(integers(*matrix_rank(ones)), ElementsAre(2));
  EXPECT_THAT(integers(*matrix_rank(ones, std::nullopt, newest_release, MatrixForm::hermitian)), ElementsAre(1));
  EXPECT_THAT(svd(array_of<double>({1, 2}, {1, 2}), true, newest_release, MatrixForm::hermitian).error().message,
              HasSubstr("must be square"));
}

Array made_up_tensor(const Extents& shape, std::uint64_t seed) {
  Numbers numbers(seed);
  std::vector<double> values;
  for (std::int64_t i = 0; i < count_of(shape); ++i) {
    values.push_back(static_cast<double>(numbers.within(-1000, 1000)) * 1e-3);
  }
  return array_of<double>(shape, values);
}

void expect_near(const Array& a, const Array& b, double bound) {
  ASSERT_EQ(a.shape(), b.shape());
  const auto x = elements<double>(a), y = elements<double>(b);
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], y[i], bound) << i;
}

TEST(TensorSolveTest, SolutionsSolve) {
  const Array a = made_up_tensor({2, 3, 6}, 1), b = made_up_tensor({2, 3}, 2);
  const auto x = tensor_solve(a, b);
  ASSERT_TRUE(x.has_value());
  EXPECT_EQ(x->shape(), (Extents{6}));
  expect_near(*tensordot(a, *x, 1), b, 1e-12);
  // Axis 0 is moved to the end.
  const Array turned = made_up_tensor({6, 2, 3}, 3);
  const std::int64_t axes[]{0};
  const auto y = tensor_solve(turned, b, axes);
  const std::int64_t first[]{0};
  expect_near(*tensordot(turned, *y, first, first), b, 1e-12);
}

TEST(TensorSolveTest, Errors) {
  const Array b = made_up_tensor({2, 3}, 2);
  EXPECT_THAT(tensor_solve(made_up_tensor({2, 3, 5}, 1), b).error().message, HasSubstr("must satisfy"));
  for (const std::int64_t axis : {-1, 3}) {
    const std::int64_t axes[]{axis};
    EXPECT_EQ(tensor_solve(made_up_tensor({2, 3, 6}, 1), b, axes).error().kind, ErrorKind::value);
  }
  EXPECT_THAT(tensor_solve(array_of<double>({2, 2}, {1, 2, 2, 4}), float64s({1, 1})).error().message,
              HasSubstr("Singular matrix"));
}

TEST(TensorInverseTest, GroupsOfAxesAreExchanged) {
  const Array a = made_up_tensor({4, 6, 8, 3}, 5);
  const auto inverse = tensor_inverse(a);
  ASSERT_TRUE(inverse.has_value());
  EXPECT_EQ(inverse->shape(), (Extents{8, 3, 4, 6}));
  const Array b = made_up_tensor({4, 6}, 6);
  expect_near(*tensordot(*inverse, b, 2), *tensor_solve(a, b), 1e-9);
  EXPECT_EQ(tensor_inverse(made_up_tensor({24, 8, 3}, 7), 1)->shape(), (Extents{8, 3, 24}));
  EXPECT_THAT(tensor_inverse(a, 0).error().message, HasSubstr("Invalid ind"));
  EXPECT_THAT(tensor_inverse(made_up_tensor({2, 3}, 8), 1).error().message, HasSubstr("square"));
  EXPECT_FALSE(tensor_inverse(array_of<double>({2, 0}, {}), 1).has_value());
}

}  // namespace
}  // namespace fairplay::arraycore
