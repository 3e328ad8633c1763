#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/statistics/computed_pad.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using Widths = std::vector<std::pair<std::int64_t, std::int64_t>>;
using Lengths = std::vector<StatisticLengths>;
using Ends = std::vector<std::pair<double, double>>;
constexpr StatisticLengths whole{std::nullopt, std::nullopt};

TEST(PadTest, Statistics) {
  const Array a = float64s({1, 5, 3});
  const Widths two{{2, 1}};
  const auto padded = [&](PadStatistic statistic, StatisticLengths lengths) {
    return elements<double>(*pad_statistic(a, two, statistic, Lengths{lengths}));
  };
  EXPECT_EQ(padded(PadStatistic::maximum, whole), (std::vector<double>{5, 5, 1, 5, 3, 5}));
  EXPECT_EQ(padded(PadStatistic::minimum, {1, 2}), (std::vector<double>{1, 1, 1, 5, 3, 3}));
  EXPECT_EQ(padded(PadStatistic::mean, {2, 9}), (std::vector<double>{3, 3, 1, 5, 3, 3}));
  EXPECT_EQ(padded(PadStatistic::median, {3, 2}), (std::vector<double>{3, 3, 1, 5, 3, 4}));
}

TEST(PadTest, OfIntegersHalvesGoToEven) {
  const Array a = array_of<std::int64_t>({2}, {0, 5});
  EXPECT_EQ(integers(*pad_statistic(a, Widths{{1, 0}}, PadStatistic::mean, Lengths{whole})),
            (std::vector<std::int64_t>{2, 0, 5}));
}

TEST(PadTest, LaterAxesSeeTheMarginsOfEarlierOnes) {
  const Array a = counting({2, 2});
  const auto result = pad_statistic(a, Widths{{1, 0}, {0, 1}}, PadStatistic::maximum, Lengths{whole, whole});
  EXPECT_EQ(integers(*result), (std::vector<std::int64_t>{2, 3, 3, 0, 1, 1, 2, 3, 3}));
}

TEST(PadTest, Ramps) {
  EXPECT_EQ(elements<double>(*pad_ramp(float64s({4, 8}), Widths{{2, 4}}, Ends{{0, -8}})),
            (std::vector<double>{0, 2, 4, 8, 4, 0, -4, -8}));
  const Array whole_numbers = array_of<std::int64_t>({1}, {-1});
  EXPECT_EQ(integers(*pad_ramp(whole_numbers, Widths{{2, 0}}, Ends{{0, 0}})), (std::vector<std::int64_t>{0, -1, -1}));
  EXPECT_EQ(integers(*pad_ramp(whole_numbers, Widths{{2, 0}}, Ends{{0, 0}}, {1, 19})),
            (std::vector<std::int64_t>{0, 0, -1}));
}

TEST(PadTest, OddReflections) {
  const Array a = float64s({1, 2, 4});
  EXPECT_EQ(elements<double>(*pad_odd(a, Widths{{3, 3}}, false)), (std::vector<double>{-4, -2, 0, 1, 2, 4, 6, 7, 8}));
  EXPECT_EQ(elements<double>(*pad_odd(a, Widths{{2, 1}}, true)), (std::vector<double>{0, 1, 1, 2, 4, 4}));
  EXPECT_EQ(elements<double>(*pad_odd(float64s({7}), Widths{{1, 2}}, false)), (std::vector<double>{7, 7, 7, 7}));
}

TEST(PadTest, Errors) {
  const Array a = float64s({1, 2});
  const Array none = float64s({});
  EXPECT_EQ(pad_statistic(a, Widths{{1, 1}}, PadStatistic::maximum, Lengths{{0, 1}}).error().kind, ErrorKind::value);
  EXPECT_TRUE(std::isnan(elements<double>(*pad_statistic(a, Widths{{1, 1}}, PadStatistic::mean, Lengths{{0, 1}}))[0]));
  EXPECT_EQ(pad_statistic(a, Widths{{1, 1}}, PadStatistic::mean, Lengths{{-1, 1}}).error().kind, ErrorKind::value);
  EXPECT_EQ(pad_statistic(a, Widths{{1, 1}}, PadStatistic::mean, Lengths{}).error().kind, ErrorKind::shape);
  EXPECT_EQ(pad_statistic(none, Widths{{1, 0}}, PadStatistic::mean, Lengths{whole}).error().kind, ErrorKind::value);
  EXPECT_EQ(pad_ramp(a, Widths{{-1, 0}}, Ends{{0, 0}}).error().kind, ErrorKind::value);
  EXPECT_EQ(pad_ramp(a, Widths{{1, 0}}, Ends{}).error().kind, ErrorKind::shape);
  EXPECT_EQ(pad_odd(a, Widths{}, true).error().kind, ErrorKind::shape);
  EXPECT_EQ(pad_odd(a, Widths{{std::int64_t{1} << 62, std::int64_t{1} << 62}}, true).error().kind, ErrorKind::size);
  EXPECT_EQ(pad_odd(none, Widths{{0, 1}}, true).error().kind, ErrorKind::value);
  EXPECT_EQ(pad_odd(none, Widths{{0, 0}}, true)->count(), 0);
}

}  // namespace
}  // namespace fairplay::arraycore
