#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/eig.h"
#include "arraycore/polynomial/fit.h"
#include "arraycore/polynomial/roots.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(RootsTest, KnownPolynomials) {
  if (!has_eig()) {
    EXPECT_THAT(roots(float64s({1, 2, 3})).error().message, HasSubstr("Netlib's LAPACK"));
    return;
  }
  // (x - 1)(x - 2)(x - 3) x^2, with leading zeros.
  const auto real = elements<double>(*roots(float64s({0, 2, -12, 22, -12, 0, 0})));
  EXPECT_THAT(real, UnorderedElementsAre(DoubleNear(1, 1e-13), DoubleNear(2, 1e-13), DoubleNear(3, 1e-13), 0.0, 0.0));
  EXPECT_EQ(real[3], 0);
  EXPECT_EQ(real[4], 0);
  const auto imaginary = elements<std::complex<double>>(*roots(array_of<std::int64_t>({3}, {1, 0, 4})));
  ASSERT_EQ(imaginary.size(), 2U);
  EXPECT_LE(std::abs(imaginary[0] - std::complex<double>(0, 2)), 1e-15);
  EXPECT_EQ(imaginary[1], std::conj(imaginary[0]));
  EXPECT_EQ(roots(array_of<float>({2}, {2, 1}))->dtype(), DType(Kind::float32));
  EXPECT_EQ(roots(array_of<std::complex<double>>({2}, {2, 1}))->dtype(), DType(Kind::complex128));
}

TEST(RootsTest, ConstantsAndErrors) {
  EXPECT_THAT(elements<double>(*roots(float64s({0, 0}))), IsEmpty());
  EXPECT_THAT(elements<double>(*roots(array_of<double>({}, {7}))), IsEmpty());
  EXPECT_THAT(elements<double>(*roots(float64s({5, 0, 0}))), ElementsAre(0, 0));
  EXPECT_THAT(roots(array_of<double>({1, 1}, {1})).error().message, HasSubstr("rank-1"));
  EXPECT_EQ(roots(array_of<long double>({2}, {1, 2})).error().kind, ErrorKind::dtype);
  EXPECT_FALSE(roots(float64s({1, std::nan("")})).has_value());
  EXPECT_FALSE(roots(float64s({1e-300, 1e300})).has_value());
}

TEST(FitTest, PointsOfAPolynomialGiveIt) {
  const Array x = float64s({-2, -1, 0, 1, 2, 3});
  std::vector<double> heights;
  for (const double at : elements<double>(x)) heights.push_back(3 * at * at - 2 * at + 0.5);
  const auto fit = fit_polynomial(x, float64s(heights), 2);
  ASSERT_TRUE(fit.has_value());
  EXPECT_THAT(elements<double>(fit->coefficients),
              ElementsAre(DoubleNear(3, 1e-13), DoubleNear(-2, 1e-13), DoubleNear(0.5, 1e-13)));
  EXPECT_EQ(fit->rank, 3);
  EXPECT_EQ(fit->rcond, 6 * std::numeric_limits<double>::epsilon());
  EXPECT_THAT(elements<double>(fit->residuals), ElementsAre(DoubleNear(0, 1e-20)));
  EXPECT_EQ(fit->singular_values.count(), 3);
  EXPECT_FALSE(fit->covariance.has_value());
}

TEST(FitTest, WeightsAndCovariances) {
  const Array x = float64s({0, 1, 2, 3}), y = float64s({0, 1, 2, 9}), w = float64s({1, 1, 1, 0});
  FitOptions options;
  options.weights = w;
  const auto weighted = fit_polynomial(x, y, 1, options);
  EXPECT_THAT(elements<double>(weighted->coefficients), ElementsAre(DoubleNear(1, 1e-13), DoubleNear(0, 1e-13)));
  // Of a mean of n numbers: the variance over n.
  FitOptions scaled;
  scaled.covariance = FitCovariance::scaled;
  const auto mean = fit_polynomial(x, y, 0, scaled);
  EXPECT_THAT(elements<double>(mean->coefficients), ElementsAre(DoubleNear(3, 1e-14)));
  EXPECT_THAT(elements<double>(*mean->covariance), ElementsAre(DoubleNear(50.0 / 3 / 4, 1e-13)));
  FitOptions unscaled;
  unscaled.covariance = FitCovariance::unscaled;
  EXPECT_THAT(elements<double>(*fit_polynomial(x, y, 0, unscaled)->covariance), ElementsAre(DoubleNear(0.25, 1e-15)));
  scaled.release = {1, 15};
  EXPECT_THAT(elements<double>(*fit_polynomial(x, y, 0, scaled)->covariance), ElementsAre(DoubleNear(12.5, 1e-13)));
  const Array two = array_of<double>({4, 2}, {0, 1, 1, 1, 2, 1, 9, 1});
  scaled.release = newest_release;
  const auto both = fit_polynomial(x, two, 1, scaled);
  EXPECT_EQ(both->coefficients.shape(), (Extents{2, 2}));
  EXPECT_EQ(both->covariance->shape(), (Extents{2, 2, 2}));
}

TEST(FitTest, Errors) {
  const Array x = float64s({0, 1}), y = float64s({1, 2});
  EXPECT_EQ(fit_polynomial(x, y, -1).error().kind, ErrorKind::value);
  EXPECT_EQ(fit_polynomial(x, float64s({1}), 1).error().kind, ErrorKind::dtype);
  EXPECT_EQ(fit_polynomial(float64s({}), float64s({}), 1).error().kind, ErrorKind::dtype);
  EXPECT_EQ(fit_polynomial(array_of<double>({}, {1}), y, 1).error().kind, ErrorKind::dtype);
  EXPECT_EQ(fit_polynomial(x, array_of<double>({}, {1}), 1).error().kind, ErrorKind::dtype);
  const Array three = float64s({1, 2, 3});
  FitOptions options;
  options.weights = three;
  EXPECT_THAT(fit_polynomial(x, y, 1, options).error().message, HasSubstr("same length"));
  FitOptions scaled;
  scaled.covariance = FitCovariance::scaled;
  EXPECT_THAT(fit_polynomial(x, y, 1, scaled).error().message, HasSubstr("must exceed order"));
  EXPECT_THAT(fit_polynomial(float64s({std::nan(""), 1}), y, 1).error().message, HasSubstr("did not converge"));
  // Too few points for the degree: told by the rank.
  EXPECT_EQ(fit_polynomial(x, y, 2)->rank, 2);
}

}  // namespace
}  // namespace fairplay::arraycore
