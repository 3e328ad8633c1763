// Averages, products, covariances, convolutions, interpolation, differences and roundings against known values.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/statistics/average.h"
#include "arraycore/statistics/convolution.h"
#include "arraycore/statistics/covariance.h"
#include "arraycore/statistics/difference.h"
#include "arraycore/statistics/dot.h"
#include "arraycore/statistics/interpolation.h"
#include "arraycore/statistics/rounding.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using Complex = std::complex<double>;

TEST(AverageTest, WeightsCount) {
  AverageOptions options;
  const Array weights = float64s({1, 3});
  options.weights = weights.view();
  EXPECT_THAT(elements<double>(average(float64s({2, 6}), options)->mean), ElementsAre(5));
  EXPECT_THAT(elements<double>(average(float64s({2, 6}), options)->weights), ElementsAre(4));
  const Axes axes{0};
  options.axes = axes;
  const auto found = average(array_of<double>({2, 2}, {1, 2, 5, 6}), options);
  EXPECT_THAT(elements<double>(found->mean), ElementsAre(4, 5));
  EXPECT_THAT(elements<double>(found->weights), ElementsAre(4, 4));
  const Array nothing = float64s({1, -1});
  options.weights = nothing.view();
  EXPECT_THAT(average(float64s({2, 6}), options).error().message, HasSubstr("sum to zero"));
  options.axes.reset();
  EXPECT_EQ(average(array_of<double>({2, 2}, {1, 2, 5, 6}), options).error().kind, ErrorKind::dtype);
}

TEST(DotTest, VectorsAndMatrices) {
  EXPECT_THAT(elements<double>(*dot(float64s({1, 2, 3}), float64s({4, 5, 6}))), ElementsAre(32));
  const Array matrix = array_of<std::int64_t>({2, 2}, {1, 2, 3, 4});
  EXPECT_THAT(integers(*dot(matrix, matrix)), ElementsAre(7, 10, 15, 22));
  EXPECT_THAT(integers(*dot(matrix, array_of<std::int64_t>({}, {2}))), ElementsAre(2, 4, 6, 8));
  EXPECT_THAT(elements<std::int8_t>(*dot(array_of<std::int8_t>({2}, {100, 100}), array_of<std::int8_t>({2}, {1, 1}))),
              ElementsAre(-56));
  EXPECT_THAT(elements<bool>(*dot(array_of<bool>({2}, {true, false}), array_of<bool>({2}, {false, true}))),
              ElementsAre(false));
  EXPECT_THAT(dot(float64s({1, 2}), float64s({1, 2, 3})).error().message, HasSubstr("(2,) and (3,) not aligned"));
}

TEST(CovarianceTest, KnownValues) {
  const Array x = array_of<double>({2, 3}, {0, 1, 2, 2, 1, 0});
  EXPECT_THAT(elements<double>(*covariance(x)), ElementsAre(1, -1, -1, 1));
  EXPECT_THAT(elements<double>(*correlation_coefficients(x)), ElementsAre(1, -1, -1, 1));
  CovarianceOptions options;
  options.bias = true;
  EXPECT_THAT(elements<double>(*covariance(float64s({1, 3}), options)), ElementsAre(1));
  const Array often = array_of<std::int64_t>({3}, {1, 2, 1});
  options.frequencies = often.view();
  EXPECT_THAT(elements<double>(*covariance(float64s({0, 1, 2}), options)), ElementsAre(0.5));
  options.rows = false;
  EXPECT_THAT(covariance(array_of<double>({1, 3}, {1, 2, 3}), options).error().message, HasSubstr("1 observations"));
  const Array broken = float64s({1.5, 1, 1});
  options.frequencies = broken.view();
  EXPECT_EQ(covariance(float64s({0, 1, 2}), options).error().kind, ErrorKind::dtype);
  EXPECT_EQ(covariance(counting({1, 1, 1})).error().kind, ErrorKind::value);
  EXPECT_TRUE(std::isnan(elements<double>(*covariance(float64s({1}))).front()));
}

TEST(ConvolutionTest, Overlaps) {
  const Array a = float64s({1, 2, 3});
  const Array v = float64s({0, 1, 0.5});
  EXPECT_THAT(elements<double>(*convolve(a, v)), ElementsAre(0, 1, 2.5, 4, 1.5));
  EXPECT_THAT(elements<double>(*convolve(a, v, Overlap::same)), ElementsAre(1, 2.5, 4));
  EXPECT_THAT(elements<double>(*convolve(a, v, Overlap::valid)), ElementsAre(2.5));
  EXPECT_THAT(elements<double>(*correlate(a, v, Overlap::full)), ElementsAre(0.5, 2, 3.5, 3, 0));
  EXPECT_THAT(elements<Complex>(
                  *correlate(array_of<Complex>({2}, {{1, 1}, 2}), array_of<Complex>({2}, {{0, 1}, 1}), Overlap::full)),
              ElementsAre(Complex(1, 1), Complex(3, -1), Complex(0, -2)));
  EXPECT_THAT(
      integers(*correlate(array_of<std::int64_t>({1}, {2}), array_of<std::int64_t>({3}, {1, 2, 3}), Overlap::full)),
      ElementsAre(6, 4, 2));
  EXPECT_EQ(convolve(a, float64s({})).error().kind, ErrorKind::value);
  EXPECT_THAT(convolve(a, counting({2, 2})).error().message, HasSubstr("(2,2)"));
}

TEST(InterpolationTest, LinesAndEnds) {
  const Array points = float64s({0, 1, 2});
  EXPECT_THAT(elements<double>(*interpolate(float64s({0.5, 2.5, -1, 3, 1}), points, float64s({0, 1, 4}))),
              ElementsAre(0.5, 4, 0, 4, 1));
  EXPECT_THAT(elements<double>(*interpolate(float64s({1, 1.5}), points, float64s({0, 1, inf}))), ElementsAre(1, inf));
  const auto infinite = elements<double>(*interpolate(float64s({0.25, nan}), float64s({0, 1}), float64s({inf, inf})));
  EXPECT_EQ(infinite[0], inf);
  EXPECT_TRUE(std::isnan(infinite[1]));
  EXPECT_TRUE(
      std::isnan(elements<double>(*interpolate(float64s({0.5}), float64s({0, 1}), float64s({-inf, inf}))).front()));
  InterpolationOptions options;
  options.left = 7;
  options.right = -7;
  EXPECT_THAT(elements<double>(*interpolate(float64s({-1, 3}), points, float64s({0, 1, 4}), options)),
              ElementsAre(7, -7));
  options.period = 360;
  EXPECT_THAT(elements<double>(*interpolate(float64s({-180, 185, 355}), float64s({190, -190, 350, -350}),
                                            float64s({5, 10, 3, 4}), options)),
              ElementsAre(7.5, 6.25, 3.25));
  EXPECT_THAT(
      elements<Complex>(*interpolate(float64s({0.5}), float64s({0, 1}), array_of<Complex>({2}, {{0, 2}, {1, 0}}))),
      ElementsAre(Complex(0.5, 1)));
  EXPECT_EQ(interpolate(float64s({1}), float64s({}), float64s({})).error().kind, ErrorKind::value);
  EXPECT_THAT(interpolate(float64s({1}), float64s({1, 2}), float64s({1})).error().message,
              HasSubstr("not of the same length"));
  options.period = 0;
  EXPECT_EQ(interpolate(float64s({1}), points, points, options).error().kind, ErrorKind::value);
}

TEST(DifferenceTest, Diff) {
  EXPECT_THAT(elements<double>(*diff(float64s({1, 2, 4, 7}))), ElementsAre(1, 2, 3));
  EXPECT_THAT(elements<bool>(*diff(array_of<bool>({3}, {true, false, false}))), ElementsAre(true, false));
  DifferenceOptions options;
  options.order = 2;
  EXPECT_THAT(elements<double>(*diff(float64s({1, 2, 4, 7}), options)), ElementsAre(1, 1));
  options.order = 1;
  const Array zero = array_of<double>({}, {0});
  options.prepend = zero.view();
  options.append = zero.view();
  EXPECT_THAT(elements<double>(*diff(float64s({1, 2}), options)), ElementsAre(1, 1, -2));
  options.order = -1;
  EXPECT_EQ(diff(float64s({1}), options).error().kind, ErrorKind::value);
  EXPECT_EQ(diff(zero).error().kind, ErrorKind::value);
}

TEST(DifferenceTest, Gradient) {
  EXPECT_THAT(elements<double>(gradient(array_of<std::uint8_t>({3}, {200, 100, 50}))->front()),
              ElementsAre(-100, -75, -50));
  GradientOptions options;
  const Array squares = float64s({0, 1, 9, 16});
  const Array places = float64s({0, 1, 3, 4});
  const Spacing spacings[]{ConstDynamicView(places)};
  options.spacings = spacings;
  options.edge_order = 2;
  const auto slopes = elements<double>(gradient(squares, options)->front());
  for (int i = 0; i < 4; ++i) {
    EXPECT_THAT(slopes[static_cast<std::size_t>(i)],
                DoubleNear(2 * elements<double>(places)[static_cast<std::size_t>(i)], 1e-12));
  }
  EXPECT_EQ(gradient(float64s({1, 2}), options).error().kind, ErrorKind::value);
  EXPECT_EQ(gradient(float64s({1})).error().kind, ErrorKind::value);
  EXPECT_EQ(gradient(counting({3, 3}), options).error().kind, ErrorKind::dtype);
  EXPECT_EQ(gradient(counting({2, 2}))->size(), 2);
  EXPECT_EQ(gradient(array_of<bool>({2}, {true, false})).error().kind, ErrorKind::dtype);
}

TEST(DifferenceTest, Trapezoid) {
  EXPECT_THAT(elements<double>(*trapezoid(float64s({1, 2, 3}))), ElementsAre(4));
  EXPECT_THAT(elements<double>(*trapezoid(float64s({1, 2, 3}), 2.0)), ElementsAre(8));
  const Array x = float64s({4, 6, 8});
  EXPECT_THAT(elements<double>(*trapezoid(float64s({1, 2, 3}), ConstDynamicView(x))), ElementsAre(8));
  EXPECT_THAT(elements<double>(*trapezoid(counting({2, 3}), 1.0, 0)), ElementsAre(1.5, 2.5, 3.5));
  EXPECT_EQ(trapezoid(float64s({1}), 1.0, 1).error().kind, ErrorKind::axis);
}

TEST(RoundingTest, Decimals) {
  EXPECT_THAT(elements<double>(*round(float64s({0.5, 1.5, -0.5, 2.5}))), ElementsAre(0, 2, 0, 2));
  EXPECT_THAT(elements<double>(*round(float64s({2.675, 1.005}), 2)), ElementsAre(2.68, 1.0));
  EXPECT_THAT(elements<double>(*round(float64s({1.5e300, 0.1}), 10)), ElementsAre(1.5e300, 0.1));
  EXPECT_THAT(elements<double>(*round(float64s({0.1}), 400)), ElementsAre(0.1));
  EXPECT_THAT(elements<double>(*round(float64s({5, -5}), INT64_MIN)), ElementsAre(0, 0));
  EXPECT_THAT(integers(*round(array_of<std::int64_t>({4}, {25, 35, -25, 14}), -1)), ElementsAre(20, 40, -20, 10));
  EXPECT_THAT(elements<Complex>(*round(array_of<Complex>({1}, {{1.25, -3.5}}), 1)), ElementsAre(Complex(1.2, -3.5)));
  EXPECT_EQ(round(array_of<bool>({1}, {true}), 1).error().kind, ErrorKind::dtype);
}

TEST(RoundingTest, Clip) {
  const Array low = array_of<double>({}, {0});
  const Array high = array_of<double>({}, {1});
  const auto both = elements<double>(*clip(float64s({-1, 0.5, 2, nan}), low.view(), high.view()));
  EXPECT_EQ(both[0], 0);
  EXPECT_EQ(both[2], 1);
  EXPECT_TRUE(std::isnan(both[3]));
  EXPECT_THAT(elements<double>(*clip(float64s({5}), array_of<double>({}, {3}).view(), high.view())), ElementsAre(1));
  EXPECT_THAT(elements<double>(*clip(float64s({5, -5}), std::nullopt, high.view())), ElementsAre(1, -5));
  EXPECT_EQ(clip(float64s({5}), std::nullopt, std::nullopt, {2, 0}).error().kind, ErrorKind::value);
}

}  // namespace
}  // namespace fairplay::arraycore
