#include "arraycore/casting/units.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string_view>

#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {
namespace {

DType dtype(std::string_view text) { return DType::parse(text).value(); }

std::int64_t datetime(std::int64_t ticks, std::string_view from, std::string_view to) {
  return convert_datetime(ticks, dtype(from), dtype(to)).value();
}
std::int64_t timedelta(std::int64_t ticks, std::string_view from, std::string_view to) {
  return convert_timedelta(ticks, dtype(from), dtype(to)).value();
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

/// Day by day from 1600 to 2400, as a calendar is written.
TEST(UnitsTest, EveryDayOfEightHundredYears) {
  std::int64_t day = datetime(1600 - 1970, "M8[Y]", "M8[D]");
  EXPECT_EQ(day, -135140);
  for (std::int64_t year = 1600; year < 2400; ++year) {
    for (int month = 0; month < 12; ++month) {
      constexpr int lengths[]{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
      const int length = lengths[month] + (month == 1 && is_leap(year) ? 1 : 0);
      const std::int64_t months = (year - 1970) * 12 + month;
      ASSERT_EQ(datetime(months, "M8[M]", "M8[D]"), day);
      for (int i = 0; i < length; ++i, ++day) {
        ASSERT_EQ(datetime(day, "M8[D]", "M8[M]"), months) << day;
        ASSERT_EQ(datetime(day, "M8[D]", "M8[Y]"), year - 1970) << day;
      }
    }
  }
}

TEST(UnitsTest, TimesRoundDown) {
  EXPECT_EQ(datetime(-1, "M8[s]", "M8[D]"), -1);
  EXPECT_EQ(datetime(-1, "M8[as]", "M8[Y]"), -1);
  EXPECT_EQ(datetime(-1, "M8[D]", "M8[W]"), -1);
  EXPECT_EQ(datetime(7, "M8[D]", "M8[2D]"), 3);
  EXPECT_EQ(datetime(1, "M8[3D]", "M8[h]"), 72);
  EXPECT_EQ(timedelta(-1, "m8[s]", "m8[h]"), -1);
}

TEST(UnitsTest, YearsAndMonthsOfTimedeltasHaveTheirMeanLength) {
  EXPECT_EQ(timedelta(400, "m8[Y]", "m8[D]"), 146097);
  EXPECT_EQ(timedelta(1, "m8[Y]", "m8[D]"), 365);
  EXPECT_EQ(timedelta(-1, "m8[Y]", "m8[D]"), -366);
  EXPECT_EQ(timedelta(400, "m8[D]", "m8[M]"), 13);
  EXPECT_EQ(timedelta(25, "m8[M]", "m8[W]"), 108);
  EXPECT_EQ(timedelta(1, "m8[Y]", "m8[M]"), 12);
}

TEST(UnitsTest, NatStaysNat) {
  EXPECT_EQ(datetime(not_a_time, "M8[s]", "M8[Y]"), not_a_time);
  EXPECT_EQ(timedelta(not_a_time, "m8[s]", "m8[as]"), not_a_time);
}

TEST(UnitsTest, WhatDoesNotFitIsAnError) {
  EXPECT_EQ(convert_datetime(376200, dtype("M8[D]"), dtype("M8[ns]")).error().kind, ErrorKind::range);
  EXPECT_EQ(convert_timedelta(std::int64_t{1} << 62, dtype("m8[s]"), dtype("m8[ns]")).error().kind, ErrorKind::range);
  const std::int64_t last = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(convert_datetime(last, dtype("M8[Y]"), dtype("M8[as]")).error().kind, ErrorKind::range);
  EXPECT_EQ(convert_datetime(last, dtype("M8[2147483647W]"), dtype("M8[as]")).error().kind, ErrorKind::range);
  EXPECT_EQ(convert_timedelta(last, dtype("m8[2147483647Y]"), dtype("m8[as]")).error().kind, ErrorKind::range);
  EXPECT_EQ(convert_datetime(-last, dtype("M8[2147483647W]"), dtype("M8[Y]")).error().kind, ErrorKind::range);
  EXPECT_EQ(convert_datetime(5, dtype("M8"), dtype("M8[s]")).error().kind, ErrorKind::dtype);
  EXPECT_EQ(timedelta(last, "m8[as]", "m8[2147483647Y]"), 0);
  EXPECT_EQ(timedelta(last, "m8[1000000s]", "m8[1000000s]"), last);
}

TEST(UnitsTest, WholeFactors) {
  EXPECT_EQ(whole_factor(TimeUnit::week, TimeUnit::second), 604800);
  EXPECT_EQ(whole_factor(TimeUnit::year, TimeUnit::month), 12);
  EXPECT_FALSE(whole_factor(TimeUnit::month, TimeUnit::day));
  EXPECT_FALSE(whole_factor(TimeUnit::second, TimeUnit::hour));
  EXPECT_FALSE(whole_factor(TimeUnit::week, TimeUnit::attosecond));
}

}  // namespace
}  // namespace fairplay::arraycore
