#include "auditor/behaviour/child/summation_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fairplay::auditor::behaviour {
namespace {

using Values = std::vector<double>;
using testing::StartsWith;

double left_to_right(const Values& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}
double right_to_left(const Values& values) {
  double sum = 0;
  for (std::size_t i = values.size(); i-- > 0;) sum += values[i];
  return sum;
}
double pairwise(const double* values, std::size_t count) {
  return count == 1 ? values[0] : pairwise(values, count / 2) + pairwise(values + count / 2, count - count / 2);
}
double runs_of_four(const Values& values) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); i += 4)
    sum += ((values[i] + values[i + 1]) + values[i + 2]) + values[i + 3];
  return sum;
}
double four_sums(const Values& values) {
  double sums[4] = {};
  for (std::size_t i = 0; i < values.size(); ++i) sums[i % 4] += values[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

TEST(SummationTree, DistinguishesOrders) {
  const auto left = summation_tree(16, left_to_right), right = summation_tree(16, right_to_left),
             four = summation_tree(16, four_sums);
  ASSERT_TRUE(left && right && four);
  EXPECT_THAT(left->describe(), StartsWith("left to right, tree "));
  EXPECT_THAT(right->describe(), StartsWith("right to left, tree "));
  EXPECT_THAT(four->describe(), StartsWith("in 4 partial sums, tree "));
  EXPECT_EQ(four->together(0, 4), 2U);
  EXPECT_EQ(four->together(0, 1), 8U);
  EXPECT_EQ(four->together(0, 3), 16U);
  EXPECT_EQ(summation_tree(16, four_sums)->describe(), four->describe());
  EXPECT_THAT(
      summation_tree(16, [](const Values& values) { return pairwise(values.data(), values.size()); })->describe(),
      StartsWith("pairwise, tree "));
  EXPECT_THAT(summation_tree(16, runs_of_four)->describe(), StartsWith("in runs of 4, tree "));
  // The same words, another way to join four sums: another number.
  const auto joined_otherwise = summation_tree(16, [](const Values& values) {
    double sums[4] = {};
    for (std::size_t i = 0; i < values.size(); ++i) sums[i % 4] += values[i];
    return ((sums[0] + sums[1]) + sums[2]) + sums[3];
  });
  EXPECT_THAT(joined_otherwise->describe(), StartsWith("in 4 partial sums, tree "));
  EXPECT_NE(joined_otherwise->describe(), four->describe());
}

TEST(SummationTree, TheFirstRunIsAsLongAsItsBlock) {
  EXPECT_EQ(first_run(16, runs_of_four), 4U);
  EXPECT_EQ(first_run(16, left_to_right), 16U);
  EXPECT_EQ(first_run(16, right_to_left), 1U);
  EXPECT_EQ(first_run(16, [](const Values&) { return 0.5; }), 0U);
}

TEST(SummationTree, WhatIsNoSumHasNone) {
  EXPECT_FALSE(summation_tree(8, [](const Values& values) { return 0.5 * left_to_right(values) + 0.25; }).has_value());
  EXPECT_FALSE(summation_tree(8, [](const Values&) { return -1.0; }).has_value());
  EXPECT_FALSE(summation_tree(8, [](const Values& values) { return values[0] * 0.0 / 0.0; }).has_value());
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
