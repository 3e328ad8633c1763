#include "arraycore/array/flat_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/pack_bits.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<OutOfBounds> refusing(2, OutOfBounds::error);

/// Every place of a shape, there and back in both orders.
TEST(FlatIndexTest, ThereAndBack) {
  const Extents shape{3, 1, 4};
  const std::vector<OutOfBounds> modes(3, OutOfBounds::error);
  const Array places = counting({12});
  for (const Order order : {Order::c, Order::fortran}) {
    const auto indices = unravel_index(places, shape, order);
    std::vector<ConstDynamicView> views;
    for (const Array& one : *indices) views.emplace_back(one.view());
    EXPECT_EQ(integers(*ravel_multi_index(views, shape, modes, order)), integers(places));
  }
  EXPECT_EQ(integers(unravel_index(places, shape)->at(2)),
            (std::vector<std::int64_t>{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}));
}

TEST(FlatIndexTest, Modes) {
  const Array rows = array_of<std::int64_t>({3}, {-1, 1, 9});
  const Array zero = array_of<std::int8_t>({}, {0});
  const std::vector<ConstDynamicView> indices{rows.view(), zero.view()};
  const Extents shape{4, 5};
  const auto by = [&](OutOfBounds mode) {
    return ravel_multi_index(indices, shape, std::vector<OutOfBounds>(2, mode));
  };
  EXPECT_THAT(integers(*by(OutOfBounds::wrap)), ElementsAre(15, 5, 5));
  EXPECT_THAT(integers(*by(OutOfBounds::clip)), ElementsAre(0, 5, 15));
  EXPECT_EQ(by(OutOfBounds::error).error().kind, ErrorKind::value);
}

TEST(FlatIndexTest, Refused) {
  const Extents shape{2, 3};
  for (const std::int64_t place : {-1, 6}) {
    EXPECT_THAT(unravel_index(array_of<std::int64_t>({1}, {place}), shape).error().message, HasSubstr("size 6"));
  }
  EXPECT_EQ(unravel_index(float64s({1}), shape).error().kind, ErrorKind::dtype);
  EXPECT_EQ(unravel_index(counting({1}), Extents{INT64_MAX, 3}).error().kind, ErrorKind::value);
  EXPECT_EQ(unravel_index(counting({1}), Extents{0, 3}).error().kind, ErrorKind::value);
  const Array one = counting({1});
  const std::vector<ConstDynamicView> single{one.view()};
  EXPECT_EQ(ravel_multi_index(single, shape, refusing).error().kind, ErrorKind::value);
  const std::vector<ConstDynamicView> both{one.view(), one.view()};
  EXPECT_EQ(ravel_multi_index(both, Extents{0, 3}, std::vector<OutOfBounds>(2, OutOfBounds::wrap)).error().kind,
            ErrorKind::value);
  EXPECT_EQ(ravel_multi_index(both, Extents{INT64_MAX, 3}, refusing).error().kind, ErrorKind::value);
}

TEST(PackBitsTest, BothOrders) {
  const Array truths = array_of<bool>({10}, {true, false, true, true, false, false, false, false, false, true});
  EXPECT_THAT(elements<std::uint8_t>(*pack_bits(truths, std::nullopt)), ElementsAre(0xb0, 0x40));
  EXPECT_THAT(elements<std::uint8_t>(*pack_bits(truths, 0, BitOrder::little)), ElementsAre(0x0d, 0x02));
  EXPECT_EQ(pack_bits(float64s({1}), 0).error().kind, ErrorKind::dtype);
  EXPECT_EQ(pack_bits(truths, 1).error().kind, ErrorKind::axis);
}

TEST(PackBitsTest, UnpackingReversesIt) {
  Numbers numbers(3);
  for (const auto& shape : {Extents{3, 17}, Extents{8, 2}, Extents{0, 5}, Extents{9, 1}}) {
    std::vector<bool> values;
    for (std::int64_t i = 0; i < count_of(shape); ++i) values.push_back(numbers.next() % 2 == 1);
    const Array truths = array_of<bool>(shape, values);
    for (const std::int64_t axis : {0, 1}) {
      for (const BitOrder order : {BitOrder::big, BitOrder::little}) {
        const auto packed = pack_bits(truths, axis, order);
        const auto back = unpack_bits(*packed, axis, shape[static_cast<std::size_t>(axis)], order);
        EXPECT_EQ(back->shape(), shape);
        std::vector<bool> found;
        for (const std::uint8_t bit : elements<std::uint8_t>(*back)) found.push_back(bit != 0);
        EXPECT_EQ(found, values);
      }
    }
  }
}

TEST(PackBitsTest, Counts) {
  const Array byte = array_of<std::uint8_t>({1}, {0x80});
  const auto kept = [&](std::int64_t count) { return unpack_bits(byte, 0, count); };
  EXPECT_THAT(elements<std::uint8_t>(*kept(3)), ElementsAre(1, 0, 0));
  EXPECT_THAT(elements<std::uint8_t>(*kept(9)), ElementsAre(1, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(elements<std::uint8_t>(*kept(-8)), IsEmpty());
  EXPECT_EQ(kept(-9).error().kind, ErrorKind::value);
  EXPECT_FALSE(kept(INT64_MAX).has_value());
  EXPECT_EQ(kept(INT64_MIN).error().kind, ErrorKind::value);
  EXPECT_EQ(unpack_bits(counting({1}), 0).error().kind, ErrorKind::dtype);
}

}  // namespace
}  // namespace fairplay::arraycore
