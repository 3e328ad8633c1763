#include "arraycore/casting/time_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

DType unit(std::string_view text) { return DType::parse(text).value(); }

std::string written(std::int64_t ticks, std::string_view dtype) { return datetime_text(ticks, unit(dtype)).value(); }

std::int64_t read_as(std::string_view text, std::string_view dtype) { return read_datetime(text, unit(dtype)).value(); }

TEST(TimeTextTest, AsFineAsTheUnit) {
  EXPECT_EQ(written(50, "M8[Y]"), "2020");
  EXPECT_EQ(written(3, "M8[2Y]"), "1976");
  EXPECT_EQ(written(5, "M8[M]"), "1970-06");
  EXPECT_EQ(written(7, "M8[W]"), "1970-02-19");
  EXPECT_EQ(written(-1, "M8[D]"), "1969-12-31");
  EXPECT_EQ(written(7, "M8[h]"), "1970-01-01T07");
  EXPECT_EQ(written(7, "M8[m]"), "1970-01-01T00:07");
  EXPECT_EQ(written(7, "M8[25s]"), "1970-01-01T00:02:55");
  EXPECT_EQ(written(7, "M8[ms]"), "1970-01-01T00:00:00.007");
  EXPECT_EQ(written(-7, "M8[as]"), "1969-12-31T23:59:59.999999999999999993");
  EXPECT_EQ(written(not_a_time, "M8[s]"), "NaT");
}

TEST(TimeTextTest, YearsOfAnyLength) {
  EXPECT_EQ(written(-1970, "M8[Y]"), "0000");
  EXPECT_EQ(written(-1971, "M8[Y]"), "-001");
  EXPECT_EQ(written(-12000, "M8[Y]"), "-10030");
  EXPECT_EQ(written(std::int64_t{1} << 40, "M8[D]"), "3010362559-12-15");
  EXPECT_EQ(written(largest, "M8[Y]"), "9223372036854777777");
  EXPECT_EQ(written(largest, "M8[1000M]"), "768614336404564652553-05");
  EXPECT_EQ(written(largest, "M8[as]"), "1970-01-01T00:00:09.223372036854775807");
}

TEST(TimeTextTest, ATimeWithoutAUnitHasNoText) {
  EXPECT_EQ(datetime_text(5, Kind::datetime).error().kind, ErrorKind::value);
  EXPECT_EQ(datetime_text(not_a_time, Kind::datetime).value(), "NaT");
}

TEST(TimeTextTest, Timedeltas) {
  EXPECT_EQ(timedelta_text(7, unit("m8[25s]")), "175 seconds");
  EXPECT_EQ(timedelta_text(-largest, unit("m8[1000Y]")), "-9223372036854775807000 years");
  EXPECT_EQ(timedelta_text(5, Kind::timedelta), "5 generic time units");
  EXPECT_EQ(timedelta_text(not_a_time, unit("m8[s]")), "NaT");
  EXPECT_EQ(read_timedelta("-5").value(), -5);
  EXPECT_EQ(read_timedelta("+5").value(), 5);
  EXPECT_EQ(read_timedelta(" 5").value(), 5);
  EXPECT_EQ(read_timedelta("nat").value(), not_a_time);
  EXPECT_EQ(read_timedelta("").value(), not_a_time);
  EXPECT_EQ(read_timedelta("9223372036854775808").error().kind, ErrorKind::range);
  for (const std::string_view text : {"5 days", "5.5", "5 ", "0x10", "+-5", "-"}) {
    EXPECT_EQ(read_timedelta(text).error().kind, ErrorKind::value) << text;
  }
}

TEST(TimeTextTest, TheEarliestDayIsInAMonthThatBeginsBefore64Bits) {
  // 400 years have 146,097 days: the text of a day by Python's calendar, so many cycles earlier.
  EXPECT_EQ(written(-largest, "M8[D]"), "-25252734927764585-06-08");
  EXPECT_EQ(written(-largest + 4, "M8[D]"), "-25252734927764585-06-12");
  EXPECT_EQ(written(largest, "M8[D]"), "25252734927768524-07-27");
}

TEST(TimeTextTest, WhatIsWrittenReadsBack) {
  for (const std::string_view dtype : {"M8[Y]", "M8[M]", "M8[W]", "M8[D]", "M8[h]", "M8[m]", "M8[s]", "M8[ms]",
                                       "M8[us]", "M8[ns]", "M8[ps]", "M8[fs]", "M8[as]", "M8[7s]", "M8[3M]"}) {
    for (std::int64_t ticks = 1; ticks < largest / 100; ticks = ticks * 7 + 3) {
      // Of years and months those that can be counted in days.
      if (unit(dtype).unit() <= TimeUnit::month && ticks > (std::int64_t{1} << 53)) break;
      for (const std::int64_t one : {ticks, -ticks}) {
        ASSERT_EQ(read_as(written(one, dtype), dtype), one) << dtype << ' ' << written(one, dtype);
      }
    }
  }
}

TEST(TimeTextTest, TheTickInWhichAnInstantLies) {
  EXPECT_EQ(read_as("2020-02-29T12:34:56.789", "M8[D]"), 18321);
  EXPECT_EQ(read_as("1969-12-31T23:59:59.5", "M8[s]"), -1);
  EXPECT_EQ(read_as("1969-12-31", "M8[Y]"), -1);
  EXPECT_EQ(read_as("1969-12-31T23:59:59.999999999999999999", "M8[us]"), -1);
  EXPECT_EQ(read_as(" 2020-02-29 12:34 ", "M8[m]"), read_as("2020-02-29T12:34", "M8[m]"));
}

TEST(TimeTextTest, Zones) {
  EXPECT_EQ(read_as("1970-01-01T12Z", "M8[h]"), 12);
  EXPECT_EQ(read_as("1970-01-01T00:30+01", "M8[m]"), -30);
  EXPECT_EQ(read_as("1970-01-01T00:00:00-01:30", "M8[m]"), 90);
  EXPECT_EQ(read_as("1970-01-01T00+0100", "M8[Y]"), -1);
}

TEST(TimeTextTest, Malformed) {
  for (const std::string_view text :
       {"2020-2-9", "2020-", "2020-02-", "202002-", "2020-02-29T", "2020-02-29T1", "2020-02-29T1234", "2020-02-29Z",
        "2020-02-29t12", "2020-02-29 ", "2020-W05", "--2020", "now", "- 2020", "2020-02-29T12:34+1",
        "2020-02-29T12:", "2020-02-29T12:34:56.7891234567890123456", "2020-02-29T12:34+01:3"}) {
    EXPECT_EQ(read_datetime(text, unit("M8[s]")).error().kind, ErrorKind::value) << text;
  }
  for (const auto& [text, what] :
       {std::pair("2021-02-29", "Day"), std::pair("2020-13", "Month"), std::pair("2020-00-01", "Month"),
        std::pair("2020-01-00", "Day"), std::pair("2020-02-29T24", "Hours"), std::pair("2020-02-29T23:60", "Minutes"),
        std::pair("2020-02-29T23:59:60", "Seconds"), std::pair("2020-02-29T00+24", "Timezone hours"),
        std::pair("99999999999999999999", "Year"), std::pair("9223372036854775807", "Year")}) {
    const auto time = read_datetime(text, unit("M8[s]"));
    ASSERT_FALSE(time) << text;
    EXPECT_THAT(time.error().message, HasSubstr(what));
  }
  EXPECT_EQ(read_datetime("3000", unit("M8[ns]")).error().kind, ErrorKind::range);
  // Its attoseconds are more than 128 bits count.
  EXPECT_EQ(read_datetime("19699999907258", unit("M8[as]")).error().kind, ErrorKind::range);
  EXPECT_EQ(read_datetime("2020", Kind::datetime).error().kind, ErrorKind::value);
}

TEST(TimeTextTest, TheUnitOfAText) {
  EXPECT_EQ(unit_of_text("2020").value(), TimeUnit::year);
  EXPECT_EQ(unit_of_text("2020-02-29 12").value(), TimeUnit::hour);
  EXPECT_EQ(unit_of_text("2020-02-29T12:34:56.1234").value(), TimeUnit::microsecond);
  EXPECT_EQ(unit_of_text("2020-02-29T12:34:56.").value(), TimeUnit::millisecond);
  EXPECT_EQ(unit_of_text("NaT").value(), TimeUnit::generic);
  EXPECT_FALSE(unit_of_text("soon"));
}

}  // namespace
}  // namespace fairplay::arraycore
