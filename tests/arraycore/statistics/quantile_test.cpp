#include "arraycore/statistics/quantile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/statistics/median.h"
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

double quantile_of(const std::vector<double>& values, double q, const QuantileOptions& options = {}) {
  const Array number = array_of<double>({}, {q});
  return elements<double>(*quantile(float64s(values), number, options)).front();
}

double percentile_of(const std::vector<double>& values, double q, Release release = newest_release) {
  QuantileOptions options;
  options.release = release;
  return elements<double>(*percentile(float64s(values), array_of<double>({}, {q}), options)).front();
}

/// The nine methods of Hyndman and Fan for 10 numbers and the quantile 0.4 - that is at the 4th of them in some -
/// worked out by hand, and NumPy's own four.
TEST(QuantileTest, EveryMethod) {
  const std::vector<double> ten{1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
  const std::vector<std::pair<QuantileMethod, double>> expected{
      {QuantileMethod::inverted_cdf, 8},
      {QuantileMethod::averaged_inverted_cdf, 12},
      {QuantileMethod::closest_observation, 8},
      {QuantileMethod::interpolated_inverted_cdf, 8},
      {QuantileMethod::hazen, 12},
      {QuantileMethod::weibull, 11.2},
      {QuantileMethod::linear, 12.8},
      {QuantileMethod::median_unbiased, 8 + 8 * (1 / 3.0 + 0.4 / 3)},
      {QuantileMethod::normal_unbiased, 8 + 8 * 0.475},
      {QuantileMethod::lower, 8},
      {QuantileMethod::higher, 16},
      {QuantileMethod::midpoint, 12},
      {QuantileMethod::nearest, 16},
  };
  for (const auto& [method, value] : expected) {
    QuantileOptions options;
    options.method = method;
    EXPECT_THAT(quantile_of(ten, 0.4, options), DoubleNear(value, 1e-12)) << static_cast<int>(method);
    EXPECT_EQ(quantile_of(ten, 0.0, options), 1) << static_cast<int>(method);
    EXPECT_EQ(quantile_of(ten, 1.0, options), 512) << static_cast<int>(method);
    EXPECT_EQ(quantile_of({7}, 0.3, options), 7) << static_cast<int>(method);
    EXPECT_TRUE(std::isnan(quantile_of({1, nan, 3}, 0.0, options))) << static_cast<int>(method);
  }
}

TEST(QuantileTest, ClosestObservationTakesTheEvenOne) {
  QuantileOptions options;
  options.method = QuantileMethod::closest_observation;
  const std::vector<double> ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(quantile_of(ten, 0.15, options), 2);
  EXPECT_EQ(quantile_of(ten, 0.25, options), 2);
  EXPECT_EQ(quantile_of(ten, 0.35, options), 4);
}

TEST(QuantileTest, NothingOverflowsOnTheWay) {
  for (const Release release : {Release{1, 15}, Release{1, 21}, Release{1, 26}, Release{2, 5}}) {
    EXPECT_EQ(percentile_of({1, 2, inf}, 50, release), 2);
    EXPECT_EQ(percentile_of({1, inf}, 0, release), 1);
    EXPECT_EQ(percentile_of({1, inf}, 70, release), inf);
    EXPECT_EQ(percentile_of({-inf, 1, 2}, 50, release), 1);
    EXPECT_EQ(percentile_of({inf, inf}, 30, release), inf);
    EXPECT_EQ(percentile_of({-1.7e308, 1.7e308}, 50, release), 0);
    EXPECT_EQ(percentile_of({-1.7e308, 1.7e308}, 100, release), 1.7e308);
    EXPECT_TRUE(std::isnan(percentile_of({-inf, inf}, 50, release)));
  }
}

TEST(QuantileTest, DistancesOfIntegersDontWrap) {
  const Array half = array_of<double>({}, {50});
  EXPECT_THAT(elements<double>(*percentile(array_of<std::int8_t>({2}, {-128, 127}), half)), ElementsAre(-0.5));
  EXPECT_THAT(elements<double>(*percentile(array_of<std::uint8_t>({2}, {200, 100}), half)), ElementsAre(150));
}

TEST(QuantileTest, QuantilesNeverFall) {
  Numbers numbers(5);
  for (int i = 0; i < 200; ++i) {
    std::vector<double> values;
    for (std::int64_t k = numbers.within(2, 12); k > 0; --k)
      values.push_back(0.1 * static_cast<double>(numbers.within(0, 4)));
    std::vector<double> q;
    for (int k = 0; k <= 100; ++k) q.push_back(k / 100.0);
    const auto found = elements<double>(*quantile(float64s(values), float64s(q)));
    for (std::size_t k = 1; k < found.size(); ++k) ASSERT_LE(found[k - 1], found[k]);
  }
}

TEST(QuantileTest, AxesOfQuantilesComeFirst) {
  const Array array = counting({2, 3, 4});
  const Array q = float64s({0, 0.5});
  QuantileOptions options;
  const Axes axes{0, -1};
  options.axes = axes;
  const auto found = quantile(array, q, options);
  EXPECT_THAT(found->shape(), ElementsAre(2, 3));
  EXPECT_THAT(elements<double>(*found), ElementsAre(0, 4, 8, 7.5, 11.5, 15.5));
  options.keepdims = true;
  EXPECT_THAT(quantile(array, q, options)->shape(), ElementsAre(2, 1, 3, 1));
}

TEST(QuantileTest, DtypesByRelease) {
  const Array values = array_of<float>({3}, {1, 2, 4});
  const Array half = array_of<double>({}, {0.25});
  QuantileOptions options;
  options.python_number = true;
  EXPECT_EQ(quantile(values, half, options)->dtype(), DType(Kind::float32));
  options.release = {1, 26};
  EXPECT_EQ(quantile(values, half, options)->dtype(), DType(Kind::float64));
  EXPECT_EQ(quantile(values, half)->dtype(), DType(Kind::float64));
}

TEST(QuantileTest, IntegersAsQuantiles) {
  const Array values = array_of<std::int64_t>({3}, {5, 1, 3});
  const Array ends = array_of<std::int64_t>({2}, {0, 1});
  QuantileOptions options;
  for (const QuantileMethod method : {QuantileMethod::linear, QuantileMethod::averaged_inverted_cdf,
                                      QuantileMethod::interpolated_inverted_cdf, QuantileMethod::lower}) {
    options.method = method;
    EXPECT_THAT(integers(*quantile(values, ends, options)), ElementsAre(1, 5)) << static_cast<int>(method);
  }
}

TEST(QuantileTest, Weights) {
  QuantileOptions options;
  options.method = QuantileMethod::inverted_cdf;
  const Array weights = float64s({0, 1, 3, 1});
  options.weights = weights.view();
  EXPECT_EQ(quantile_of({1, 2, 3, 4}, 0.0, options), 2);
  EXPECT_EQ(quantile_of({1, 2, 3, 4}, 0.2, options), 2);
  EXPECT_EQ(quantile_of({1, 2, 3, 4}, 0.5, options), 3);
  EXPECT_EQ(quantile_of({4, 3, 2, 1}, 1.0, options), 3);
  const Array nothing = float64s({0, 0, 0, 0});
  options.weights = nothing.view();
  const Array half = array_of<double>({}, {0.5});
  EXPECT_THAT(quantile(float64s({1, 2, 3, 4}), half, options).error().message, HasSubstr("all zero"));
  const Array negative = float64s({1, 1, 1, -1});
  options.weights = negative.view();
  EXPECT_THAT(quantile(float64s({1, 2, 3, 4}), half, options).error().message, HasSubstr("non-negative"));
  options.weights = weights.view();
  options.method = QuantileMethod::linear;
  EXPECT_THAT(quantile(float64s({1, 2, 3, 4}), half, options).error().message, HasSubstr("inverted_cdf"));
  options.method = QuantileMethod::inverted_cdf;
  EXPECT_THAT(quantile(float64s({1, 2}), half, options).error().message, HasSubstr("(2,)"));
}

TEST(QuantileTest, NanIsLeftOut) {
  const Array half = array_of<double>({}, {0.5});
  EXPECT_THAT(elements<double>(*nanquantile(float64s({nan, 1, 4, nan}), half)), ElementsAre(2.5));
  EXPECT_TRUE(std::isnan(elements<double>(*nanquantile(float64s({nan, nan}), half)).front()));
  QuantileOptions options;
  options.method = QuantileMethod::inverted_cdf;
  const Array weights = float64s({9, 1, 1, 3});
  options.weights = weights.view();
  EXPECT_THAT(elements<double>(*nanquantile(float64s({nan, 1, 2, 3}), half, options)), ElementsAre(3));
}

TEST(QuantileTest, WhatIsRefused) {
  const Array values = float64s({1, 2});
  for (const double q : {-0.1, 1.1, nan}) {
    EXPECT_EQ(quantile(values, array_of<double>({}, {q})).error().kind, ErrorKind::value);
  }
  const Array half = array_of<double>({}, {0.5});
  EXPECT_EQ(quantile(float64s({}), half).error().kind, ErrorKind::index);
  EXPECT_THAT(quantile(array_of<std::complex<double>>({1}, {1}), half).error().message, HasSubstr("<c16"));
  EXPECT_EQ(quantile(array_of<bool>({2}, {true, false}), half).error().kind, ErrorKind::dtype);
  QuantileOptions old;
  old.release = {1, 21};
  old.method = QuantileMethod::hazen;
  EXPECT_EQ(quantile(values, half, old).error().kind, ErrorKind::value);
  const Axes axes{1};
  QuantileOptions options;
  options.axes = axes;
  EXPECT_EQ(quantile(values, half, options).error().kind, ErrorKind::axis);
}

TEST(MedianTest, TheMiddle) {
  EXPECT_THAT(elements<double>(*median(float64s({5, 1, 3}))), ElementsAre(3));
  EXPECT_THAT(elements<double>(*median(float64s({5, 1, 3, 2}))), ElementsAre(2.5));
  EXPECT_TRUE(std::isnan(elements<double>(*median(float64s({5, nan, 3}))).front()));
  EXPECT_TRUE(std::isnan(elements<double>(*median(float64s({}))).front()));
  EXPECT_THAT(elements<double>(*median(array_of<std::uint8_t>({2}, {200, 250}))), ElementsAre(225));
  EXPECT_THAT(elements<double>(*median(float64s({1.7e308, 1.7e308}))), ElementsAre(1.7e308));
  EXPECT_THAT(elements<double>(*median(float64s({inf, inf}))), ElementsAre(inf));
  EXPECT_THAT(elements<double>(*nanmedian(float64s({nan, 7, nan, 1}))), ElementsAre(4));
  EXPECT_TRUE(std::isnan(elements<double>(*nanmedian(float64s({nan}))).front()));
}

TEST(MedianTest, SeveralAxes) {
  MedianOptions options;
  const Axes axes{2, 0};
  options.axes = axes;
  EXPECT_THAT(elements<double>(*median(counting({2, 3, 4}), options)), ElementsAre(7.5, 11.5, 15.5));
  options.keepdims = true;
  EXPECT_THAT(median(counting({2, 3, 4}), options)->shape(), ElementsAre(1, 3, 1));
}

}  // namespace
}  // namespace fairplay::arraycore
