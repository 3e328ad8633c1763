#include "arraycore/array/shape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

TEST(ShapeTest, DescribesAsNumpyDoes) {
  EXPECT_EQ(describe(Extents{}), "()");
  EXPECT_EQ(describe(Extents{3}), "(3,)");
  EXPECT_EQ(describe(Extents{2, 3}), "(2,3)");
}

TEST(ShapeTest, CountsBytes) {
  EXPECT_EQ(*byte_count(Extents{2, 3}, 8), 48);
  EXPECT_EQ(*byte_count(Extents{}, 8), 8);
  EXPECT_EQ(*byte_count(Extents{5, 0}, 8), 0);
  EXPECT_EQ(*byte_count(Extents{huge}, 1), huge);
  EXPECT_EQ(*byte_count(Extents{huge}, 0), 0);
}

TEST(ShapeTest, RefusesShapesThatOverflow) {
  EXPECT_EQ(byte_count(Extents{huge}, 2).error().kind, ErrorKind::size);
  EXPECT_EQ(byte_count(Extents{std::int64_t{1} << 32, std::int64_t{1} << 32}, 1).error().kind, ErrorKind::size);
  // As in NumPy, an extent of 0 hides nothing, wherever it stands.
  EXPECT_EQ(byte_count(Extents{0, huge, 2}, 1).error().kind, ErrorKind::size);
  EXPECT_EQ(byte_count(Extents{huge, 2, 0}, 1).error().kind, ErrorKind::size);
  EXPECT_THAT(byte_count(Extents{huge, 2}, 8).error().message, HasSubstr("(9223372036854775807,2)"));
  EXPECT_EQ(byte_count(Extents{2, -1}, 8).error().kind, ErrorKind::shape);
  EXPECT_EQ(byte_count(Extents(65, 1), 8).error().kind, ErrorKind::shape);
}

TEST(ShapeTest, Strides) {
  EXPECT_THAT(contiguous_strides(Extents{2, 3, 4}, 8), ElementsAre(96, 32, 8));
  EXPECT_THAT(contiguous_strides(Extents{2, 3, 4}, 8, Order::fortran), ElementsAre(8, 16, 48));
  EXPECT_THAT(contiguous_strides(Extents{0, huge / 2}, 8), ElementsAre(0, 8));
}

TEST(ShapeTest, Axes) {
  EXPECT_EQ(*normal_axis(-1, 3), 2u);
  EXPECT_EQ(normal_axis(3, 3).error().kind, ErrorKind::axis);
  EXPECT_EQ(normal_axis(-4, 3).error().message, "axis -4 is out of bounds for array of dimension 3");
  EXPECT_FALSE(normal_axis(0, 0));
  EXPECT_FALSE(normal_axis(std::numeric_limits<std::int64_t>::min(), 2));
  EXPECT_THAT(normal_axes(Axes{0, -3}, 3).error().message, HasSubstr("repeated axis"));
}

TEST(ShapeTest, Broadcasts) {
  const auto broadcast = [](const std::vector<Extents>& shapes) { return broadcast_shapes(shapes); };
  EXPECT_THAT(*broadcast({{3, 1}, {4}}), ElementsAre(3, 4));
  EXPECT_THAT(*broadcast({{1}, {0}}), ElementsAre(0));
  EXPECT_THAT(*broadcast({{}, {2, 1}, {1, 5}}), ElementsAre(2, 5));
  EXPECT_THAT(*broadcast({}), ElementsAre());
  EXPECT_EQ(broadcast({{3}, {4}}).error().message, "shapes could not be broadcast together: (3,) (4,)");
  EXPECT_FALSE(broadcast({{0}, {2}}));
  EXPECT_EQ(broadcast({{huge, 1}, {1, huge}}).error().kind, ErrorKind::size);
}

}  // namespace
}  // namespace fairplay::arraycore
