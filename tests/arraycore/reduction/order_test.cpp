#include "arraycore/reduction/order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using Pieces = std::vector<std::pair<std::int64_t, std::int64_t>>;

constexpr Release old_release{2, 2};

Pieces pieces(const Extents& shape, const Strides& result, const Strides& input, Release release,
              bool buffered = false) {
  const ReductionOperand operands[]{{result, false}, {input, buffered}};
  Pieces found;
  ReductionOrder(shape, operands, release).for_each_piece([&](ReductionOrder::Piece piece) {
    found.emplace_back(piece.first, piece.length);
    return true;
  });
  return found;
}

TEST(IterationOrderTest, TheSmallestStrideIsTheFastest) {
  const auto order = [](const Extents& shape, const std::vector<Strides>& operands) {
    return iteration_order(shape, operands);
  };
  EXPECT_THAT(order({2, 3, 4}, {{96, 32, 8}}), ElementsAre(2, 1, 0));
  EXPECT_THAT(order({2, 3, 4}, {{8, 16, 48}}), ElementsAre(0, 1, 2));
  EXPECT_THAT(order({2, 3, 4}, {{8, -96, 16}}), ElementsAre(0, 2, 1));
  // Equal strides, and contradictions, leave the order of the indices.
  EXPECT_THAT(order({2, 2}, {{8, 8}}), ElementsAre(1, 0));
  EXPECT_THAT(order({2, 2}, {{8, 16}, {16, 8}}), ElementsAre(1, 0));
  EXPECT_THAT(order({2, 2}, {{8, 16}, {0, 1}}), ElementsAre(0, 1));
  EXPECT_THAT(order({2, 1, 2}, {{16, 1, 32}}), ElementsAre(0, 2, 1));
}

TEST(ReductionOrderTest, OneAxis) {
  EXPECT_THAT(pieces({20000}, {0}, {8}, old_release), ElementsAre(Pair(0, 8192), Pair(8192, 8192), Pair(16384, 3616)));
  EXPECT_THAT(pieces({20000}, {0}, {8}, newest_release), ElementsAre(Pair(0, 20000)));
  EXPECT_THAT(pieces({20000}, {0}, {8}, newest_release, true),
              ElementsAre(Pair(0, 8192), Pair(8192, 8192), Pair(16384, 3616)));
  EXPECT_THAT(pieces({}, {}, {}, newest_release), ElementsAre(Pair(0, 1)));
  EXPECT_THAT(pieces({0}, {0}, {8}, newest_release), ElementsAre());
}

TEST(ReductionOrderTest, RowsEndPieces) {
  EXPECT_THAT(pieces({2, 9000}, {8, 0}, {72000, 8}, old_release),
              ElementsAre(Pair(0, 8192), Pair(8192, 808), Pair(9000, 8192), Pair(17192, 808)));
  EXPECT_THAT(pieces({2, 9000}, {8, 0}, {72000, 8}, newest_release), ElementsAre(Pair(0, 9000), Pair(9000, 9000)));
  EXPECT_THAT(pieces({3, 5}, {8, 0}, {40, 8}, old_release), ElementsAre(Pair(0, 5), Pair(5, 5), Pair(10, 5)));
}

TEST(ReductionOrderTest, WholeArraysWithGaps) {
  // 100 rows of 100 elements with gaps: up to 2.2 a buffer's worth, from 2.3 on by the cost of copying.
  EXPECT_THAT(pieces({100, 100}, {0, 0}, {824, 8}, old_release), ElementsAre(Pair(0, 8192), Pair(8192, 1808)));
  EXPECT_THAT(pieces({100, 100}, {0, 0}, {824, 8}, newest_release), ElementsAre(Pair(0, 8100), Pair(8100, 1900)));
  EXPECT_THAT(pieces({2, 20000}, {0, 0}, {170000, 8}, newest_release), ElementsAre(Pair(0, 20000), Pair(20000, 20000)));
}

TEST(ReductionOrderTest, ResultsThatMoveTakeOneElementAtATime) {
  const ReductionOperand operands[]{{{0, 8}, false}, {{24, 8}, false}};
  const ReductionOrder order({2, 3}, operands, newest_release);
  EXPECT_FALSE(order.folds());
  EXPECT_THAT(pieces({2, 3}, {0, 8}, {24, 8}, newest_release), ElementsAre(Pair(0, 3), Pair(3, 3)));
  EXPECT_TRUE(order.is_first_visit(0));
  EXPECT_FALSE(order.is_first_visit(3));
  EXPECT_EQ(order.offset(1, 4), 32);
  EXPECT_EQ(order.offset(0, 4), 8);
}

TEST(ReductionOrderTest, AxesThatLieAsOneAreJoined) {
  EXPECT_THAT(pieces({2, 3, 4}, {0, 0, 0}, {96, 32, 8}, old_release), ElementsAre(Pair(0, 24)));
  EXPECT_THAT(pieces({2, 3, 4}, {8, 0, 0}, {96, 32, 8}, old_release), ElementsAre(Pair(0, 12), Pair(12, 12)));
  EXPECT_THAT(pieces({2, 1, 4}, {0, 8, 0}, {32, 1000, 8}, old_release), ElementsAre(Pair(0, 8)));
}

}  // namespace
}  // namespace fairplay::arraycore
