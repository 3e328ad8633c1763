#include "arraycore/statistics/histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/statistics/bincount.h"
#include "arraycore/statistics/digitize.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

HistogramOptions into(std::int64_t bins) {
  HistogramOptions options;
  options.bins = bins;
  return options;
}

TEST(HistogramTest, BinsOfOneWidth) {
  const auto found = histogram(array_of<double>({5}, {0, 1, 1.5, 2, 4}), into(4));
  EXPECT_THAT(integers(found->counts), ElementsAre(1, 2, 1, 1));
  EXPECT_THAT(elements<double>(found->edges), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(integers(histogram(array_of<std::int8_t>({3}, {-2, 0, 127}), into(3))->counts), ElementsAre(2, 0, 1));
  EXPECT_THAT(integers(histogram(array_of<std::int8_t>({2}, {-128, 127}), into(2))->counts), ElementsAre(1, 1));
  EXPECT_THAT(elements<double>(histogram(array_of<double>({2}, {3, 3}), into(1))->edges), ElementsAre(2.5, 3.5));
  EXPECT_THAT(elements<double>(histogram(array_of<double>({0}, {}), into(1))->edges), ElementsAre(0, 1));
}

/// Every edge, and the numbers beside it, are in the bin that the edges say.
TEST(HistogramTest, EdgesDecide) {
  for (const auto& [bins, low, high] : {std::tuple(10, 0.0, 1.0), {7, -1.0, 2.0}, {100, 0.0, 10.0}, {49, -0.3, 0.7}}) {
    HistogramOptions options = into(bins);
    options.range = std::pair(low, high);
    const auto edges = elements<double>(histogram(array_of<double>({0}, {}), options)->edges);
    for (const double direction : {-1e300, 0.0, 1e300}) {
      std::vector<std::int64_t> expected(static_cast<std::size_t>(bins), 0);
      std::vector<double> values;
      for (const double edge : edges) {
        const double value = direction == 0 ? edge : std::nextafter(edge, direction);
        values.push_back(value);
        if (value < low || value > high) continue;
        std::size_t place = 0;
        while (place + 1 < expected.size() && edges[place + 1] <= value) ++place;
        ++expected[place];
      }
      const Array list = array_of<double>({static_cast<std::int64_t>(values.size())}, values);
      EXPECT_EQ(integers(histogram(list, options)->counts), expected) << bins;
    }
  }
}

TEST(HistogramTest, GivenEdges) {
  const Array edges = array_of<double>({4}, {0, 1, 1, 3});
  HistogramOptions options;
  options.bins = edges.view();
  const Array values = array_of<double>({6}, {-1, 0, 1, 2, 3, nan});
  EXPECT_THAT(integers(histogram(values, options)->counts), ElementsAre(1, 0, 3));
  const Array weights = array_of<double>({6}, {9, 1, 2, 4, 8, 16});
  options.weights = weights.view();
  EXPECT_THAT(elements<double>(histogram(values, options)->counts), ElementsAre(1, 0, 14));
  options.weights.reset();
  options.density = true;
  const Array two = array_of<double>({3}, {0, 1, 3});
  options.bins = two.view();
  EXPECT_THAT(elements<double>(histogram(values, options)->counts), ElementsAre(0.25, 0.375));
}

TEST(HistogramTest, WeightsOfComplexNumbers) {
  const Array weights = array_of<std::complex<double>>({2}, {{1, 2}, {3, -1}});
  HistogramOptions options = into(1);
  options.weights = weights.view();
  EXPECT_THAT(elements<std::complex<double>>(histogram(array_of<double>({2}, {1, 2}), options)->counts),
              ElementsAre(std::complex<double>(4, 1)));
}

TEST(HistogramTest, Estimators) {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back(i);
  const Array list = array_of<double>({100}, values);
  for (const auto& [estimator, bins] : {std::pair(BinEstimator::square_root, 10),
                                        {BinEstimator::sturges, 8},
                                        {BinEstimator::rice, 10},
                                        {BinEstimator::scott, 5},
                                        {BinEstimator::freedman_diaconis, 5},
                                        {BinEstimator::automatic, 8},
                                        {BinEstimator::doane, 8}}) {
    HistogramOptions options;
    options.bins = estimator;
    EXPECT_EQ(histogram(list, options)->counts.count(), bins) << static_cast<int>(estimator);
  }
}

TEST(HistogramTest, EstimatorsWithinARange) {
  HistogramOptions options;
  options.range = std::pair(0.0, 2.0);
  for (const BinEstimator estimator : {BinEstimator::stone, BinEstimator::automatic, BinEstimator::scott}) {
    options.bins = estimator;
    const auto found = histogram(array_of<double>({5}, {0, 0.5, 1, 2, 7}), options);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(elements<double>(found->edges).back(), 2);
  }
}

TEST(HistogramTest, WhatIsRefused) {
  const Array values = array_of<double>({2}, {0, 1});
  EXPECT_EQ(histogram(values, into(0)).error().kind, ErrorKind::value);
  EXPECT_THAT(histogram(array_of<double>({1}, {nan}), into(1)).error().message, HasSubstr("not finite"));
  EXPECT_EQ(histogram(array_of<std::complex<double>>({1}, {1}), into(1)).error().kind, ErrorKind::dtype);
  HistogramOptions options = into(2);
  options.range = std::pair(1.0, 0.0);
  EXPECT_EQ(histogram(values, options).error().kind, ErrorKind::value);
  options.range.reset();
  const Array weights = array_of<double>({3}, {1, 1, 1});
  options.weights = weights.view();
  EXPECT_THAT(histogram(values, options).error().message, HasSubstr("(3,)"));
  const Array edges = array_of<double>({2}, {1, 0});
  options.weights.reset();
  options.bins = edges.view();
  EXPECT_THAT(histogram(values, options).error().message, HasSubstr("monotonically"));
  const double next = std::nextafter(1.0, 2.0);
  EXPECT_THAT(histogram(array_of<double>({2}, {1, next}), into(10)).error().message, HasSubstr("Too many bins"));
}

TEST(BincountTest, CountsAndWeights) {
  EXPECT_THAT(integers(*bincount(array_of<std::uint8_t>({4}, {0, 1, 1, 3}))), ElementsAre(1, 2, 0, 1));
  const Array weights = array_of<double>({3}, {0.5, 0.25, 0.25});
  EXPECT_THAT(elements<double>(*bincount(array_of<std::int64_t>({3}, {0, 1, 1}), weights.view(), 3)),
              ElementsAre(0.5, 0.5, 0));
  EXPECT_EQ(bincount(array_of<std::int64_t>({1}, {-1})).error().kind, ErrorKind::value);
  EXPECT_EQ(bincount(array_of<double>({1}, {1})).error().kind, ErrorKind::dtype);
  EXPECT_EQ(bincount(array_of<std::int64_t>({2}, {1, 1}), weights.view()).error().kind, ErrorKind::value);
  EXPECT_EQ(bincount(array_of<std::uint64_t>({1}, {UINT64_MAX})).has_value(), false);
  EXPECT_EQ(bincount(array_of<std::int64_t>({1}, {INT64_MAX})).error().kind, ErrorKind::size);
}

TEST(DigitizeTest, RisingAndFallingBins) {
  const Array falling = array_of<double>({3}, {2, 1, 0});
  EXPECT_THAT(integers(*digitize(array_of<double>({3}, {0, 1, 3}), falling)), ElementsAre(2, 1, 0));
  EXPECT_THAT(integers(*digitize(array_of<double>({3}, {0, 1, 3}), falling, true)), ElementsAre(3, 2, 0));
  EXPECT_EQ(digitize(falling, array_of<double>({3}, {0, 2, 1})).error().kind, ErrorKind::value);
  const Array large = array_of<std::uint64_t>({3}, {1ULL << 63, (1ULL << 63) + 1, (1ULL << 63) + 2});
  EXPECT_THAT(integers(*digitize(array_of<std::uint64_t>({1}, {(1ULL << 63) + 1}), large)), ElementsAre(2));
}

}  // namespace
}  // namespace fairplay::arraycore
