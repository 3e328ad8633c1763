#include "arraycore/calendar/business_calendar.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

/// 1970-01-05.
constexpr std::int64_t first_monday = 4;

__int128 floor_quotient(__int128 value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

std::int64_t day_of_week(__int128 day) {
  const __int128 since = day - first_monday;
  return static_cast<std::int64_t>(since - 7 * floor_quotient(since, 7));
}

std::int64_t month_of(std::int64_t day) {
  const DType days = DType::time(Kind::datetime, TimeUnit::day).value_or(DType(Kind::datetime));
  const DType months = DType::time(Kind::datetime, TimeUnit::month).value_or(DType(Kind::datetime));
  return convert_datetime(day, days, months).value_or(0);
}

Expected<std::int64_t> as_day(__int128 day) {
  if (day <= not_a_time || day > std::numeric_limits<std::int64_t>::max()) {
    return fail(ErrorKind::range, "a business day that doesn't fit datetime64[D]");
  }
  return static_cast<std::int64_t>(day);
}

}  // namespace

std::optional<Roll> roll_named(std::string_view name) {
  using Named = std::pair<std::string_view, Roll>;
  static constexpr std::array rolls{Named{"raise", Roll::raise},
                                    Named{"nat", Roll::nat},
                                    Named{"forward", Roll::forward},
                                    Named{"following", Roll::forward},
                                    Named{"backward", Roll::backward},
                                    Named{"preceding", Roll::backward},
                                    Named{"modifiedfollowing", Roll::modified_following},
                                    Named{"modifiedpreceding", Roll::modified_preceding}};
  const auto* const found =
      std::find_if(rolls.begin(), rolls.end(), [&](const Named& one) { return one.first == name; });
  return found == rolls.end() ? std::nullopt : std::optional(found->second);
}

Expected<Weekmask> parse_weekmask(std::string_view text) {
  const auto wrong = [&] {
    return fail(ErrorKind::value, "Invalid business day weekmask string \"" + std::string(text) + '"');
  };
  Weekmask mask{};
  if (text.size() == 7 && text.find_first_not_of("01") == std::string_view::npos) {
    for (std::size_t i = 0; i < 7; ++i) mask[i] = text[i] == '1';
    return mask;
  }
  constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  for (std::string_view rest = text;;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n\v\f\r"), rest.size()));
    if (rest.empty()) return mask;
    const auto name = std::ranges::find_if(names, [&](std::string_view one) { return rest.starts_with(one); });
    if (name == names.end()) return wrong();
    mask[static_cast<std::size_t>(name - names.begin())] = true;
    rest.remove_prefix(3);
  }
}

Expected<BusinessCalendar> BusinessCalendar::of(const Weekmask& weekmask, std::span<const std::int64_t> holidays) {
  BusinessCalendar calendar(weekmask);
  for (std::size_t i = 0; i < weekmask.size(); ++i) {
    if (weekmask[i]) calendar.open_.push_back(static_cast<std::int64_t>(i));
  }
  if (calendar.open_.empty()) {
    return fail(ErrorKind::value, "the business day weekmask must have at least one valid business day");
  }
  for (const std::int64_t day : holidays) {
    if (day != not_a_time && calendar.is_open(day)) calendar.holidays_.push_back(day);
  }
  std::ranges::sort(calendar.holidays_);
  const auto repeated = std::ranges::unique(calendar.holidays_);
  calendar.holidays_.erase(repeated.begin(), repeated.end());
  return calendar;
}

bool BusinessCalendar::is_open(Wide day) const { return weekmask_[static_cast<std::size_t>(day_of_week(day))]; }

bool BusinessCalendar::is_business_day(std::int64_t day) const {
  return day != not_a_time && is_open(day) && !std::ranges::binary_search(holidays_, day);
}

BusinessCalendar::Wide BusinessCalendar::number_of(Wide day) const {
  const Wide week = floor_quotient(day - first_monday, 7);
  const std::int64_t within = day_of_week(day);
  return week * static_cast<std::int64_t>(open_.size()) +
         std::ranges::count_if(open_, [&](std::int64_t open) { return open < within; });
}

BusinessCalendar::Wide BusinessCalendar::day_of(Wide number) const {
  const auto a_week = static_cast<std::int64_t>(open_.size());
  const Wide week = floor_quotient(number, a_week);
  return first_monday + 7 * week + open_[static_cast<std::size_t>(number - week * a_week)];
}

BusinessCalendar::Wide BusinessCalendar::rolled(Wide day, int step) const {
  const auto is_holiday = [&](Wide one) {
    return std::binary_search(holidays_.begin(), holidays_.end(), one, [](Wide a, Wide b) { return a < b; });
  };
  while (!is_open(day) || is_holiday(day)) day += step;
  return day;
}

Expected<std::int64_t> BusinessCalendar::rolled(std::int64_t day, Roll roll) const {
  if (day == not_a_time) {
    if (roll != Roll::raise) return day;
    return fail(ErrorKind::value, "NaT input in busday_offset");
  }
  if (is_business_day(day)) return day;
  switch (roll) {
    case Roll::raise: return fail(ErrorKind::value, "Non-business day date in busday_offset");
    case Roll::nat: return not_a_time;
    case Roll::forward: return as_day(rolled(Wide{day}, 1));
    case Roll::backward: return as_day(rolled(Wide{day}, -1));
    default: break;
  }
  const int step = roll == Roll::modified_following ? 1 : -1;
  const auto there = as_day(rolled(Wide{day}, step));
  if (there && month_of(*there) == month_of(day)) return there;
  return as_day(rolled(Wide{day}, -step));
}

Expected<std::int64_t> BusinessCalendar::offset(std::int64_t day, std::int64_t count, Roll roll) const {
  const auto start = rolled(day, roll);
  if (!start || *start == not_a_time) return start;
  Wide number = number_of(*start) + count;
  if (count > 0) {
    // Each holiday on the way leads one day further.
    for (auto next = std::ranges::upper_bound(holidays_, *start); next != holidays_.end(); ++next) {
      if (*next > day_of(number)) break;
      ++number;
    }
  } else if (count < 0) {
    for (auto next = std::ranges::lower_bound(holidays_, *start); next != holidays_.begin();) {
      --next;
      if (*next < day_of(number)) break;
      --number;
    }
  }
  return as_day(day_of(number));
}

std::int64_t BusinessCalendar::count(std::int64_t begin, std::int64_t end) const {
  const auto holidays = std::ranges::lower_bound(holidays_, end) - std::ranges::lower_bound(holidays_, begin);
  return static_cast<std::int64_t>(number_of(end) - number_of(begin)) - holidays;
}

}  // namespace fairplay::arraycore
