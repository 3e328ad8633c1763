// Histograms of points; the differential test compares many more with NumPy.
#include "arraycore/statistics/histogram_of_points.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "arraycore/array/array.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

Array points(const Extents& shape, const std::vector<double>& values) { return array_of<double>(shape, values); }

TEST(PointHistogramTest, LastEdgesBelongToTheirBins) {
  const auto found = histogram_of_points(points({3, 2}, {0, 0, 1, 1, 0.5, 1}), {.bins = {2, 1}});
  EXPECT_EQ(elements<double>(found->counts), (std::vector<double>{1, 2}));
  EXPECT_EQ(elements<double>(found->edges.at(0)), (std::vector<double>{0, 0.5, 1}));
}

TEST(PointHistogramTest, GivenEdgesWeightsAndDensity) {
  const Array edges = float64s({0, 1, 3});
  const Array weights = float64s({2, 4});
  const PointHistogramOptions options{.bins = {ConstDynamicView(edges)}, .weights = weights, .density = true};
  const auto found = histogram_of_points(points({2, 1}, {0.5, 2}), options);
  EXPECT_EQ(elements<double>(found->counts), (std::vector<double>{2.0 / 6, 4.0 / 2 / 6}));
}

TEST(PointHistogramTest, WhatIsWrong) {
  const Array some = points({1, 2}, {0, 1});
  const Array falling = float64s({1, 0});
  const Array two_weights = float64s({1, 1});
  EXPECT_FALSE(histogram_of_points(float64s({1}), {.bins = {1}}));
  EXPECT_FALSE(histogram_of_points(some, {.bins = {1}}));
  EXPECT_FALSE(histogram_of_points(some, {.bins = {1, 0}}));
  EXPECT_FALSE(histogram_of_points(some, {.bins = {1, ConstDynamicView(falling)}}));
  EXPECT_FALSE(histogram_of_points(some, {.bins = {1, 1}, .ranges = {{}}}));
  EXPECT_FALSE(histogram_of_points(some, {.bins = {1, 1}, .ranges = {{{1, 0}}, {}}}));
  EXPECT_FALSE(histogram_of_points(some, {.bins = {1, 1}, .weights = two_weights}));
  EXPECT_FALSE(histogram_of_points(some, {.bins = {std::int64_t{1} << 40, std::int64_t{1} << 40}}));
  const Array nan = points({1, 1}, {std::numeric_limits<double>::quiet_NaN()});
  EXPECT_FALSE(histogram_of_points(nan, {.bins = {1}}));
}

}  // namespace
}  // namespace fairplay::arraycore
