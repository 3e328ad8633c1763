// join, repeat, take, pad: the operations that make a new array of other arrays' elements.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/join.h"
#include "arraycore/array/pad.h"
#include "arraycore/array/repeat.h"
#include "arraycore/array/take.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Views = std::vector<ConstDynamicView>;
using Widths = std::vector<std::pair<std::int64_t, std::int64_t>>;

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

Array list(const std::vector<std::int64_t>& values) {
  return array_of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values);
}

TEST(JoinTest, Concatenates) {
  const Array a = counting({2, 2});
  const Array b = counting({2, 1});
  const Array rows = concatenate(Views{a, b}, 1).value();
  EXPECT_THAT(rows.shape(), ElementsAre(2, 3));
  EXPECT_THAT(integers(rows), ElementsAre(0, 1, 0, 2, 3, 1));
  EXPECT_THAT(integers(concatenate(Views{a, b}, std::nullopt).value()), ElementsAre(0, 1, 2, 3, 0, 1));
  EXPECT_THAT(concatenate(Views{a, b}, 0).error().message, HasSubstr("shapes (2,2) and (2,1)"));
  EXPECT_FALSE(concatenate(Views{}, 0));
  EXPECT_FALSE(concatenate(Views{counting({})}, 0));
  EXPECT_FALSE(concatenate(Views{a, counting({2})}, 0));
  EXPECT_EQ(concatenate(Views{a, b}, 2).error().kind, ErrorKind::axis);
  const Array half = array_of<double>({1}, {0.5});
  EXPECT_THAT(elements<double>(concatenate(Views{list({1}), half}, 0).value()), ElementsAre(1.0, 0.5));
  const Array time = Array::zeros(Kind::datetime, Extents{1}).value();
  EXPECT_EQ(concatenate(Views{half, time}, 0).error().kind, ErrorKind::dtype);
}

TEST(JoinTest, Stacks) {
  const Array a = list({1, 2});
  const Array b = list({3, 4});
  EXPECT_THAT(integers(stack(Views{a, b}, 0).value()), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(integers(stack(Views{a, b}, -1).value()), ElementsAre(1, 3, 2, 4));
  EXPECT_FALSE(stack(Views{a, list({1})}, 0));
  EXPECT_FALSE(stack(Views{a, b}, 2));
}

TEST(JoinTest, Splits) {
  const Layout seven = counting({7}).view().layout();
  const auto lengths = [](const Expected<std::vector<Layout>>& parts) {
    std::vector<std::int64_t> result;
    for (const Layout& part : parts.value()) result.push_back(part.count());
    return result;
  };
  EXPECT_THAT(lengths(split_unevenly(seven, 3, 0)), ElementsAre(3, 2, 2));
  EXPECT_THAT(lengths(split(seven, 7, 0)), ElementsAre(1, 1, 1, 1, 1, 1, 1));
  EXPECT_THAT(lengths(split_at(seven, Axes{2, 5}, 0)), ElementsAre(2, 3, 2));
  EXPECT_THAT(lengths(split_at(seven, Axes{-2, 9}, 0)), ElementsAre(5, 2, 0));
  EXPECT_THAT(split(seven, 3, 0).error().message, HasSubstr("(7,)"));
  EXPECT_FALSE(split(seven, 0, 0));
  EXPECT_FALSE(split_unevenly(seven, -1, 0));
  EXPECT_FALSE(split(seven, 1, 1));
}

TEST(RepeatTest, Repeats) {
  const Array a = counting({2, 2});
  EXPECT_THAT(integers(repeat(a, Axes{2}, std::nullopt).value()), ElementsAre(0, 0, 1, 1, 2, 2, 3, 3));
  EXPECT_THAT(integers(repeat(a, Axes{1, 2}, 0).value()), ElementsAre(0, 1, 2, 3, 2, 3));
  EXPECT_THAT(repeat(a, Axes{0}, 1)->shape(), ElementsAre(2, 0));
  EXPECT_EQ(repeat(a, Axes{-1}, 0).error().kind, ErrorKind::value);
  EXPECT_EQ(repeat(a, Axes{1, 2, 3}, 0).error().kind, ErrorKind::shape);
  EXPECT_EQ(repeat(a, Axes{huge}, 0).error().kind, ErrorKind::size);
  EXPECT_EQ(repeat(a, Axes{huge / 4}, 0).error().kind, ErrorKind::size);
  EXPECT_EQ(repeat(a, Axes{1}, 2).error().kind, ErrorKind::axis);
}

TEST(RepeatTest, Tiles) {
  const Array a = list({1, 2});
  EXPECT_THAT(integers(tile(a, Axes{2}).value()), ElementsAre(1, 2, 1, 2));
  const Array square = tile(a, Axes{2, 2}).value();
  EXPECT_THAT(square.shape(), ElementsAre(2, 4));
  EXPECT_THAT(integers(square), ElementsAre(1, 2, 1, 2, 1, 2, 1, 2));
  EXPECT_THAT(integers(tile(counting({2, 1}), Axes{2}).value()), ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(tile(a, Axes{0})->shape(), ElementsAre(0));
  EXPECT_FALSE(tile(a, Axes{-1}));
  EXPECT_EQ(tile(a, Axes{huge}).error().kind, ErrorKind::size);
  EXPECT_EQ(tile(a, Axes(65, 1)).error().kind, ErrorKind::shape);
}

TEST(RepeatTest, Rolls) {
  const Array a = counting({2, 3});
  EXPECT_THAT(integers(roll_flat(a, 2).value()), ElementsAre(4, 5, 0, 1, 2, 3));
  EXPECT_THAT(integers(roll(a, Axes{1}, Axes{1}).value()), ElementsAre(2, 0, 1, 5, 3, 4));
  EXPECT_THAT(integers(roll(a, Axes{-1, 1}, Axes{1, 0}).value()), ElementsAre(4, 5, 3, 1, 2, 0));
  EXPECT_THAT(integers(roll(a, Axes{huge, 2}, Axes{1, 1}).value()),
              integers(roll(a, Axes{huge % 3 + 2}, Axes{1}).value()));
  EXPECT_THAT(roll(counting({0, 2}), Axes{1}, Axes{0})->shape(), ElementsAre(0, 2));
  EXPECT_FALSE(roll(a, Axes{1, 2, 3}, Axes{0, 1}));
  EXPECT_FALSE(roll(a, Axes{1}, Axes{2}));
}

TEST(TakeTest, Takes) {
  const Array a = counting({2, 3});
  EXPECT_THAT(integers(take(a, list({-1, 0}), std::nullopt).value()), ElementsAre(5, 0));
  EXPECT_THAT(integers(take(a, list({2, 0}), 1).value()), ElementsAre(2, 0, 5, 3));
  EXPECT_THAT(take(a, counting({2, 1, 1}), 0)->shape(), ElementsAre(2, 1, 1, 3));
  EXPECT_THAT(integers(take(list({1, 2}), list({-5, 7}), 0, OutOfBounds::wrap).value()), ElementsAre(2, 2));
  EXPECT_THAT(integers(take(list({1, 2}), list({-5, 7}), 0, OutOfBounds::clip).value()), ElementsAre(1, 2));
  EXPECT_EQ(take(a, list({3}), 1).error().message, "index 3 is out of bounds for axis 1 with size 3");
  EXPECT_EQ(take(counting({0}), list({0}), 0, OutOfBounds::wrap).error().kind, ErrorKind::index);
  EXPECT_THAT(take(counting({0, 0}), list({-3}), 0, OutOfBounds::clip)->shape(), ElementsAre(1, 0));
  EXPECT_FALSE(take(counting({0, 0}), list({-3}), 0));
  EXPECT_EQ(take(a, list({0}), 2).error().kind, ErrorKind::axis);
  EXPECT_EQ(take(a, array_of<double>({1}, {0}), 0).error().kind, ErrorKind::index);
}

TEST(TakeTest, Puts) {
  Array a = counting({2, 3});
  const auto turned = a.view().with(transposed(a.view().layout()));
  ASSERT_TRUE(put(turned, list({0, 1, -1}), list({10, 20})));
  EXPECT_THAT(integers(a), ElementsAre(10, 1, 2, 20, 4, 10));
  ASSERT_TRUE(put(a, list({}), list({})));
  EXPECT_EQ(put(a, list({6}), list({1})).error().kind, ErrorKind::index);
  EXPECT_EQ(put(counting({0}), list({0}), list({1}), OutOfBounds::clip).error().kind, ErrorKind::index);
  EXPECT_THAT(integers(a), ElementsAre(10, 1, 2, 20, 4, 10));
}

TEST(TakeTest, Chooses) {
  const Array a = list({0, 1, 2});
  const Array b = list({10, 11, 12});
  EXPECT_THAT(integers(choose(list({1, 0, 1}), Views{a, b}).value()), ElementsAre(10, 1, 12));
  EXPECT_EQ(choose(list({2}), Views{a, b}).error().message, "invalid entry in choice array: 2 of 2 choices");
  EXPECT_FALSE(choose(list({-1}), Views{a, b}));
  EXPECT_THAT(integers(choose(list({-1}), Views{a, b}, OutOfBounds::wrap).value()), ElementsAre(10, 11, 12));
  EXPECT_FALSE(choose(list({0}), Views{}));
  const Array half = array_of<double>({1}, {0.5});
  EXPECT_THAT(elements<double>(choose(list({1, 0}), Views{half, list({7})}).value()), ElementsAre(7.0, 0.5));
  EXPECT_FALSE(choose(list({0, 0}), Views{a, b}));
}

TEST(TakeTest, Selects) {
  const Array yes = array_of<bool>({3}, {true, false, false});
  const Array no = array_of<bool>({3}, {true, true, false});
  const Array zero = array_of<std::int64_t>({}, {0});
  EXPECT_THAT(integers(select(Views{yes, no}, Views{list({1, 2, 3}), list({4, 5, 6})}, zero).value()),
              ElementsAre(1, 5, 0));
  EXPECT_FALSE(select(Views{yes}, Views{}, zero));
  EXPECT_FALSE(select(Views{}, Views{}, zero));
  EXPECT_FALSE(select(Views{list({1})}, Views{list({1})}, zero));
}

TEST(PadTest, Modes) {
  const Array a = list({1, 2, 3});
  const Widths both{{4, 5}};
  EXPECT_THAT(integers(pad(a, both, PadMode::edge).value()), ElementsAre(1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3));
  EXPECT_THAT(integers(pad(a, both, PadMode::reflect).value()), ElementsAre(1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2));
  EXPECT_THAT(integers(pad(a, both, PadMode::symmetric).value()), ElementsAre(3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2));
  EXPECT_THAT(integers(pad(a, both, PadMode::wrap).value()), ElementsAre(3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2));
  EXPECT_THAT(integers(pad(list({7}), Widths{{1, 1}}, PadMode::reflect).value()), ElementsAre(7, 7, 7));
}

TEST(PadTest, Constants) {
  const Array nine = array_of<std::int64_t>({}, {9});
  EXPECT_THAT(integers(pad_constant(counting({1, 2}), Widths{{1, 0}, {0, 1}}, nine).value()),
              ElementsAre(9, 9, 9, 0, 1, 9));
  EXPECT_THAT(integers(pad_constant(counting({0}), Widths{{1, 1}}, nine).value()), ElementsAre(9, 9));
  EXPECT_FALSE(pad_constant(counting({2}), Widths{{1, 1}}, list({9})));
}

TEST(PadTest, Mistakes) {
  const Array a = list({1});
  EXPECT_FALSE(pad(a, Widths{{-1, 0}}, PadMode::edge));
  EXPECT_FALSE(pad(a, Widths{}, PadMode::edge));
  EXPECT_FALSE(pad(counting({0}), Widths{{1, 0}}, PadMode::edge));
  EXPECT_EQ(pad(a, Widths{{huge, huge}}, PadMode::edge).error().kind, ErrorKind::size);
  EXPECT_EQ(pad(a, Widths{{huge / 8, 0}}, PadMode::edge).error().kind, ErrorKind::size);
}

}  // namespace
}  // namespace fairplay::arraycore
