#include "arraycore/sorting/sort.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/sorting/partition.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sort_order.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/kernel_loop.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(SortTest, TheOrderOfNaN) {
  EXPECT_THAT(integers(*sorting_places(array_of<double>({4}, {nan, 2, -1, nan}), 0)), ElementsAre(2, 1, 0, 3));
  const Array complex = array_of<std::complex<double>>({5}, {{nan, nan}, {nan, 1}, {1, nan}, {1, 2}, {0, 5}});
  EXPECT_THAT(integers(*sorting_places(complex, 0)), ElementsAre(4, 3, 2, 1, 0));
  EXPECT_THAT(integers(*sorted(array_of<std::int64_t>({2, 3}, {3, 1, 2, 9, 7, 8}), 1)), ElementsAre(1, 2, 3, 7, 8, 9));
  EXPECT_EQ(sorted(array_of<double>({}, {1}), 0).error().kind, ErrorKind::axis);
  EXPECT_EQ(sorting_places(array_of<double>({1}, {1}), 1).error().kind, ErrorKind::axis);
}

TEST(SortTest, NotATimeComesLast) {
  const Array ticks = array_of<std::int64_t>({5}, {3, INT64_MIN, INT64_MAX, -7, INT64_MIN});
  const auto times = ticks.view().as(DType::time(Kind::timedelta, TimeUnit::second).value());
  EXPECT_THAT(integers(*sorting_places(*times, 0)), ElementsAre(3, 0, 2, 1, 4));
  EXPECT_THAT(integers(*sorting_places(ticks, 0)), ElementsAre(1, 4, 3, 0, 2));
}

TEST(SortTest, TextByCodePoints) {
  const Array codes = array_of<std::uint32_t>({4, 2}, {'b', 0, 0x10000, 0, 0xffff, 'a', 'b', 'a'});
  const ConstDynamicView text(codes.view().data(), DType::characters(Kind::text, 2).value(), {{4}, {8}, 0});
  EXPECT_THAT(integers(*sorting_places(text, 0)), ElementsAre(0, 3, 2, 1));
  const Array octets = array_of<std::uint8_t>({3}, {200, 0, 'a'});
  const ConstDynamicView bytes(octets.view().data(), DType::characters(Kind::bytes, 1).value(), {{3}, {1}, 0});
  EXPECT_THAT(integers(*sorting_places(bytes, 0)), ElementsAre(1, 2, 0));
  const ConstDynamicView nothing(octets.view().data(), DType::characters(Kind::bytes, 0).value(), {{3}, {0}, 0});
  EXPECT_THAT(integers(*sorting_places(nothing, 0)), ElementsAre(0, 1, 2));
  EXPECT_EQ(sorted(nothing, 0)->count(), 3);
}

/// A key orders as the elements do: every float16, with its neighbours and zeros.
TEST(SortTest, IntegerKeysOrderAsTheNumbers) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    for (const std::uint32_t other : {bits ^ 0x8000u, (bits + 1) & 0xffffu, 0u, 0x7e00u, 0xfc00u}) {
      const auto a = static_cast<std::uint16_t>(bits);
      const auto b = static_cast<std::uint16_t>(other);
      const float left = sort_key<Float16>(reinterpret_cast<const std::byte*>(&a), 2);
      const float right = sort_key<Float16>(reinterpret_cast<const std::byte*>(&b), 2);
      ASSERT_EQ(sorts_before(left, right), integer_key<Float16>(a) < integer_key<Float16>(b)) << bits << " " << other;
    }
  }
}

/// What is there in any number, of few values, sorted by selecting the first of the smallest again and again.
template <class T>
void check_stable(std::size_t n, std::uint64_t seed) {
  Numbers numbers(seed);
  std::vector<T> values;
  for (std::size_t i = 0; i < n; ++i) {
    const auto number = numbers.within(-20, 20);
    values.push_back(static_cast<T>(number));
    if constexpr (std::is_floating_point_v<T>) {
      if (number == 3) values.back() = std::numeric_limits<T>::quiet_NaN();
      if (number == 4) values.back() = -T(0);
    }
  }
  std::vector<std::int64_t> expected;
  for (std::size_t i = 0; i < n; ++i) expected.push_back(static_cast<std::int64_t>(i));
  std::sort(expected.begin(), expected.end(), [&](std::int64_t a, std::int64_t b) {
    const T left = values[static_cast<std::size_t>(a)];
    const T right = values[static_cast<std::size_t>(b)];
    return sorts_before(left, right) || (!sorts_before(right, left) && a < b);
  });
  const Array array = array_of<T>({static_cast<std::int64_t>(n)}, values);
  EXPECT_EQ(integers(*sorting_places(array, 0)), expected) << n;
  const auto in_order = elements<T>(*sorted(array, 0));
  for (std::size_t i = 0; i < n; ++i) {
    const T wanted = values[static_cast<std::size_t>(expected[i])];
    ASSERT_EQ(std::signbit(static_cast<double>(in_order[i])), std::signbit(static_cast<double>(wanted))) << n;
    ASSERT_TRUE(in_order[i] == wanted || in_order[i] != in_order[i]) << n;
  }
}

TEST(SortTest, StableAtEveryLength) {
  for (const std::size_t n : {0, 1, 2, 15, 16, 17, 31, 33, 100, 511, 512, 513, 2000}) {
    check_stable<double>(n, n);
    check_stable<float>(n, n + 1);
    check_stable<long double>(n, n + 2);
    check_stable<std::int8_t>(n, n + 3);
    check_stable<std::int16_t>(n, n + 4);
    check_stable<std::int64_t>(n, n + 5);
    check_stable<std::uint64_t>(n, n + 6);
  }
}

TEST(SortTest, LargeNumbersOfAllBits) {
  Numbers numbers(11);
  std::vector<std::uint64_t> values;
  for (int i = 0; i < 5000; ++i) values.push_back(numbers.next() >> (i % 64));
  const auto count = static_cast<std::int64_t>(values.size());
  const Array array = array_of<std::uint64_t>({count}, values);
  // The same in a layout with gaps, backwards.
  Array wide = Array::zeros(Kind::uint64, std::vector<std::int64_t>{count, 2}).value();
  const DynamicView column(wide.view().data() + 16 * (count - 1), Kind::uint64, {{count}, {-16}, 0});
  for (std::int64_t i = 0; i < count; ++i) {
    store<std::uint64_t>(column.data() - 16 * i, values[static_cast<std::size_t>(i)]);
  }
  std::sort(values.begin(), values.end());
  EXPECT_EQ(elements<std::uint64_t>(*sorted(array, 0)), values);
  EXPECT_EQ(elements<std::uint64_t>(*sorted(column, 0)), values);
}

TEST(LexsortTest, TheLastKeyCountsFirst) {
  const Array minor = array_of<std::int64_t>({5}, {5, 4, 3, 2, 1});
  const Array major = array_of<std::int8_t>({5}, {1, 0, 1, 0, 1});
  const std::vector<ConstDynamicView> keys{minor.view(), major.view()};
  EXPECT_THAT(integers(*lexicographic_places(keys, 0)), ElementsAre(3, 1, 4, 2, 0));
  EXPECT_EQ(lexicographic_places({}, 0).error().kind, ErrorKind::dtype);
  const Array other = array_of<std::int64_t>({1}, {1});
  const std::vector<ConstDynamicView> uneven{minor.view(), other.view()};
  EXPECT_THAT(lexicographic_places(uneven, 0).error().message, HasSubstr("(5,) and (1,)"));
}

TEST(PartitionTest, WhatStandsWhere) {
  Numbers numbers(5);
  for (int trial = 0; trial < 300; ++trial) {
    const std::int64_t n = numbers.within(1, 40);
    std::vector<double> values;
    for (std::int64_t i = 0; i < n; ++i) {
      const auto number = numbers.within(-9, 9);
      values.push_back(number == 9 ? nan : static_cast<double>(number));
    }
    const Array array = float64s(values);
    const std::vector<std::int64_t> kths{numbers.within(-n, n - 1), numbers.within(0, n - 1)};
    const auto found = elements<double>(*partitioned(array, kths, 0));
    const auto places = integers(*partitioning_places(array, kths, 0));
    const auto in_order = elements<double>(*sorted(array, 0));
    for (const std::int64_t kth : kths) {
      const auto at = static_cast<std::size_t>(kth < 0 ? kth + n : kth);
      ASSERT_FALSE(sorts_before(found[at], in_order[at]) || sorts_before(in_order[at], found[at]));
      for (std::size_t i = 0; i < found.size(); ++i) {
        ASSERT_FALSE(i < at ? sorts_before(found[at], found[i]) : sorts_before(found[i], found[at]));
      }
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      const double there = values[static_cast<std::size_t>(places[i])];
      ASSERT_TRUE(there == found[i] || std::isnan(there));
    }
    auto rest = places;
    std::sort(rest.begin(), rest.end());
    for (std::size_t i = 0; i < rest.size(); ++i) ASSERT_EQ(rest[i], static_cast<std::int64_t>(i));
  }
}

TEST(PartitionTest, PlacesOutOfBounds) {
  const Array three = float64s({3, 1, 2});
  for (const std::int64_t kth : {3L, -4L}) {
    EXPECT_EQ(partitioned(three, std::vector{kth}, 0).error().message,
              "kth(=" + std::to_string(kth) + ") out of bounds (3)");
    EXPECT_EQ(partitioning_places(three, std::vector{kth}, 0).error().kind, ErrorKind::value);
  }
  EXPECT_EQ(partitioned(three, std::vector<std::int64_t>{0}, 1).error().kind, ErrorKind::axis);
  EXPECT_THAT(elements<double>(*partitioned(three, {}, 0)), ElementsAre(3, 1, 2));
}

TEST(SearchTest, Sides) {
  const Array edges = array_of<double>({3}, {0, 1, 1});
  const Array values = array_of<double>({4}, {-1, 1, 2, nan});
  EXPECT_THAT(integers(*search_sorted(edges, values, Side::left)), ElementsAre(0, 1, 3, 3));
  EXPECT_THAT(integers(*search_sorted(edges, values, Side::right)), ElementsAre(0, 3, 3, 3));
  EXPECT_THAT(integers(*search_sorted(array_of<double>({0}, {}), values, Side::left)), ElementsAre(0, 0, 0, 0));
  EXPECT_EQ(search_sorted(array_of<double>({1, 1}, {1}), values, Side::left).error().kind, ErrorKind::shape);
}

TEST(SearchTest, EveryPlaceOfManyLengths) {
  for (std::int64_t n = 0; n < 70; ++n) {
    std::vector<std::int64_t> list;
    for (std::int64_t i = 0; i < n; ++i) list.push_back(i / 2 * 2);
    std::vector<std::int64_t> values;
    for (std::int64_t value = -1; value <= n + 1; ++value) values.push_back(value);
    const Array array = array_of<std::int64_t>({n}, list);
    const Array wanted = array_of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values);
    const auto left = integers(*search_sorted(array, wanted, Side::left));
    const auto right = integers(*search_sorted(array, wanted, Side::right));
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ(left[i], std::lower_bound(list.begin(), list.end(), values[i]) - list.begin());
      ASSERT_EQ(right[i], std::upper_bound(list.begin(), list.end(), values[i]) - list.begin());
    }
  }
}

TEST(SearchTest, BySorter) {
  const Array list = float64s({3, 1, 2});
  const Array order = *sorting_places(list, 0);
  EXPECT_THAT(integers(*search_sorted(list, float64s({2, 9}), Side::left, newest_release, order.view())),
              ElementsAre(1, 3));
  const Array beyond = array_of<std::int64_t>({3}, {1, 2, 5});
  const auto error = [&](const Array& sorter) {
    return search_sorted(list, list, Side::left, newest_release, sorter.view()).error().kind;
  };
  EXPECT_EQ(error(beyond), ErrorKind::value);
  EXPECT_EQ(error(array_of<std::int64_t>({2}, {0, 1})), ErrorKind::shape);
  EXPECT_EQ(error(float64s({0, 1, 2})), ErrorKind::dtype);
}

}  // namespace
}  // namespace fairplay::arraycore
