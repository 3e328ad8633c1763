#include "arraycore/linear/cross.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
constexpr Release plane_vectors{2, 4};

TEST(CrossTest, StacksAndAxes) {
  const Array x = array_of<std::int64_t>({3}, {1, 0, 0}), y = array_of<std::int64_t>({2, 3}, {0, 1, 0, 4, 5, 6});
  EXPECT_THAT(integers(*cross(x, y)), ElementsAre(0, 0, 1, 0, -6, 5));
  const auto by_columns = cross(x, y, {-1, -1, 0});
  EXPECT_EQ(by_columns->shape(), (Extents{3, 2}));
  EXPECT_THAT(integers(*by_columns), ElementsAre(0, 0, 0, -6, 1, 5));
  const Array columns = array_of<std::int64_t>({3, 1}, {0, 1, 0});
  EXPECT_THAT(integers(*cross(x, columns, {0, 0, -1})), ElementsAre(0, 0, 1));
  EXPECT_EQ(cross(x, array_of<float>({3}, {1, 2, 3}))->dtype(), DType(Kind::float64));
}

TEST(CrossTest, VectorsOfTwoElementsUpTo24) {
  const Array flat = float64s({1, 2}), other = float64s({4, 5}), full = float64s({4, 5, 6});
  const auto third = cross(flat, other, {}, plane_vectors);
  EXPECT_EQ(third->shape(), Extents{});
  EXPECT_THAT(elements<double>(*third), ElementsAre(-3));
  EXPECT_THAT(elements<double>(*cross(flat, full, {}, plane_vectors)), ElementsAre(12, -6, -3));
  EXPECT_THAT(elements<double>(*cross(full, flat, {}, plane_vectors)), ElementsAre(-12, 6, 3));
  EXPECT_THAT(cross(flat, full).error().message, HasSubstr("they are 2 and 3 dimensional"));
  // What isn't there is no factor: infinity times nothing isn't NaN.
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(elements<double>(*cross(float64s({infinity, 1}), full, {}, plane_vectors)),
              ElementsAre(6, -infinity, infinity));
}

TEST(CrossTest, Errors) {
  const Array x = float64s({1, 2, 3});
  EXPECT_EQ(cross(x, x, {1, -1, -1}).error().kind, ErrorKind::axis);
  EXPECT_EQ(cross(x, x, {-1, -1, 1}).error().kind, ErrorKind::axis);
  EXPECT_EQ(cross(x, float64s({1})).error().kind, ErrorKind::value);
  EXPECT_THAT(cross(x, array_of<double>({}, {1})).error().message, HasSubstr("zero dimension"));
  EXPECT_FALSE(
      cross(array_of<double>({2, 3}, {1, 2, 3, 4, 5, 6}), array_of<double>({3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}))
          .has_value());
  EXPECT_EQ(cross(array_of<bool>({3}, {true, true, true}), array_of<bool>({3}, {true, true, true})).error().kind,
            ErrorKind::dtype);
}

}  // namespace
}  // namespace fairplay::arraycore
