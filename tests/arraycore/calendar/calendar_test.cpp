// Business days against a count day by day, and times as text; the differential test compares many more with NumPy.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/calendar/business_calendar.h"
#include "arraycore/calendar/business_days.h"
#include "arraycore/calendar/datetime_string.h"
#include "arraycore/casting/characters.h"
#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/time_unit.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

/// 2020-02-28, a Friday.
constexpr std::int64_t friday = 18320;

BusinessCalendar calendar(const std::vector<std::int64_t>& holidays = {}, const Weekmask& mask = monday_to_friday) {
  return BusinessCalendar::of(mask, holidays).value();
}

TEST(WeekmaskTest, BothSpellings) {
  EXPECT_EQ(parse_weekmask("1111100"), monday_to_friday);
  EXPECT_EQ(parse_weekmask(" MonTue\tWed Thu Fri "), monday_to_friday);
  for (const char* wrong : {"111110", "11111000", "1111120", "mon", "Mo", "Monday"}) {
    EXPECT_FALSE(parse_weekmask(wrong)) << wrong;
  }
  EXPECT_FALSE(BusinessCalendar::of(Weekmask{}, {}));
}

TEST(BusinessCalendarTest, Rolls) {
  const auto rolled = [](std::int64_t day, Roll roll) { return calendar().offset(day, 0, roll).value(); };
  EXPECT_EQ(rolled(friday + 1, Roll::forward), friday + 3);
  EXPECT_EQ(rolled(friday + 1, Roll::backward), friday);
  // Saturday the 29th: the next business day is in March.
  EXPECT_EQ(rolled(friday + 1, Roll::modified_following), friday);
  EXPECT_EQ(rolled(friday - 27, Roll::modified_preceding), friday - 25);
  EXPECT_EQ(rolled(friday + 1, Roll::nat), not_a_time);
  EXPECT_EQ(rolled(not_a_time, Roll::forward), not_a_time);
  EXPECT_FALSE(calendar().offset(friday + 1, 0, Roll::raise));
  EXPECT_FALSE(calendar().offset(not_a_time, 0, Roll::raise));
}

TEST(BusinessCalendarTest, WhatDoesntFit) {
  constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
  EXPECT_FALSE(calendar().offset(friday, last, Roll::raise));
  EXPECT_FALSE(calendar().offset(friday, -last, Roll::raise));
  EXPECT_FALSE(calendar({}, {true}).offset(last, 0, Roll::forward));
  EXPECT_FALSE(calendar({}, {true}).offset(not_a_time + 1, 0, Roll::backward));
  EXPECT_TRUE(calendar().offset(last / 2, last / 4, Roll::forward));
}

TEST(BusinessCalendarTest, OffsetsAndCountsAreThoseOfAStepByStepWalk) {
  Numbers numbers(1);
  for (int round = 0; round < 300; ++round) {
    Weekmask mask{};
    for (bool& open : mask) open = numbers.within(0, 2) > 0;
    mask[static_cast<std::size_t>(numbers.within(0, 6))] = true;
    std::vector<std::int64_t> holidays;
    for (std::int64_t i = numbers.within(0, 40); i > 0; --i) holidays.push_back(numbers.within(-60, 60));
    const BusinessCalendar days = calendar(holidays, mask);
    std::int64_t day = numbers.within(-60, 60);
    const std::int64_t steps = numbers.within(-30, 30);
    const auto found = days.offset(day, steps, Roll::forward);
    while (!days.is_business_day(day)) ++day;
    const std::int64_t start = day;
    for (std::int64_t left = steps; left != 0; left += steps > 0 ? -1 : 1) {
      do {
        day += steps > 0 ? 1 : -1;
      } while (!days.is_business_day(day));
    }
    ASSERT_EQ(found.value(), day) << round;
    EXPECT_EQ(days.count(std::min(start, day), std::max(start, day)), std::abs(steps));
  }
}

Array dates(const std::vector<std::int64_t>& ticks, const char* dtype = "M8[D]") {
  const Array whole = array_of<std::int64_t>({static_cast<std::int64_t>(ticks.size())}, ticks);
  return Array::copy_of(*whole.view().as(DType::parse(dtype).value())).value();
}

TEST(BusinessDaysTest, CountsOfTimeThatRunsBack) {
  const auto count = [](std::int64_t begin, std::int64_t end, Release release) {
    return integers(*business_days_between(dates({begin}), dates({end}), calendar(), release)).at(0);
  };
  EXPECT_EQ(count(friday, friday + 3, {2, 5}), 1);
  EXPECT_EQ(count(friday + 1, friday, {2, 5}), 0);
  EXPECT_EQ(count(friday + 1, friday, {1, 24}), -1);
  EXPECT_FALSE(business_days_between(dates({not_a_time}), dates({0}), calendar()));
}

TEST(BusinessDaysTest, Operands) {
  EXPECT_EQ(elements<bool>(*are_business_days(dates({friday, friday + 1, not_a_time}), calendar({friday}))),
            (std::vector<bool>{false, false, false}));
  EXPECT_FALSE(are_business_days(dates({1}, "M8[h]"), calendar()));
  EXPECT_FALSE(are_business_days(float64s({1}), calendar()));
  EXPECT_FALSE(business_days_behind(dates({0}), float64s({1}), Roll::forward, calendar()));
  EXPECT_FALSE(business_days_behind(dates({0, 0}), counting({3}), Roll::forward, calendar()));
}

std::string text_of(const Expected<Array>& array) {
  return array ? ascii_of(array->view().data(), array->dtype()) : "error";
}

TEST(DatetimeStringTest, Units) {
  const auto text = [](std::int64_t ticks, const char* dtype, DatetimeStringOptions options) {
    return text_of(datetime_strings(dates({ticks}, dtype), options));
  };
  EXPECT_EQ(text(90, "M8[m]", {}), "1970-01-01T01:30");
  EXPECT_EQ(text(90, "M8[m]", {.unit = TimeUnit::second, .utc = true}), "1970-01-01T01:30:00Z");
  EXPECT_EQ(text(90, "M8[m]", {.unit = TimeUnit::hour}), "1970-01-01T01");
  EXPECT_EQ(text(90, "M8[m]", {.unit = TimeUnit::hour, .casting = Casting::safe}), "error");
  EXPECT_EQ(text(1, "M8[25h]", {.shortest = true}), "1970-01-02T01:00");
  EXPECT_EQ(text(100000000, "M8[ns]", {.shortest = true}), "1970-01-01T00:00:00.100");
  EXPECT_EQ(text(86400, "M8[s]", {.shortest = true}), "1970-01-02");
  EXPECT_EQ(text(86400, "M8[s]", {.shortest = true, .utc = true}), "1970-01-02");
  EXPECT_EQ(text(not_a_time, "M8[s]", {}), "NaT");
  EXPECT_EQ(text(1, "m8[s]", {}), "error");
  EXPECT_EQ(text(1, "M8", {}), "error");
}

}  // namespace
}  // namespace fairplay::arraycore
