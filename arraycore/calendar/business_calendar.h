#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Whether each day of a week is a business day, Monday first.
using Weekmask = std::array<bool, 7>;

inline constexpr Weekmask monday_to_friday{true, true, true, true, true, false, false};

/// NumPy's weekmask strings: "1111100", or three letters of each business day, "Mon Tue". Error: anything else.
Expected<Weekmask> parse_weekmask(std::string_view text);

/// What becomes of a day that is no business day (numpy.busday_offset).
enum class Roll {
  raise,               ///< an error
  nat,                 ///< NaT
  forward,             ///< the next business day
  backward,            ///< the one before
  modified_following,  ///< the next one, unless that is in another month: then the one before
  modified_preceding,  ///< the one before, unless that is in another month: then the next one
};

/// What NumPy's `roll` calls so: "raise", "nat", "forward" or "following", "backward" or "preceding",
/// "modifiedfollowing", "modifiedpreceding"; none: there is no such way.
std::optional<Roll> roll_named(std::string_view name);

/// Which days are business days: those of the weekmask that are no holidays (numpy.busdaycalendar). Days are counted
/// from 1970-01-01, a Thursday; NaT is none.
class BusinessCalendar {
 public:
  /// Holidays in any order, also several times and NaT. Error: a weekmask without a business day.
  static Expected<BusinessCalendar> of(const Weekmask& weekmask, std::span<const std::int64_t> holidays);

  bool is_business_day(std::int64_t day) const;
  /// The `count`th business day behind a day that was rolled to one, before it where `count` is negative. NaT stays
  /// NaT. Errors: a day that is no business day, or NaT, with Roll::raise; a result that doesn't fit (range).
  Expected<std::int64_t> offset(std::int64_t day, std::int64_t count, Roll roll) const;
  /// Business days from `begin` up to `end`, the last not counted, where `begin` isn't later.
  std::int64_t count(std::int64_t begin, std::int64_t end) const;

 private:
  using Wide = __int128;

  explicit BusinessCalendar(const Weekmask& weekmask) : weekmask_(weekmask) {}
  bool is_open(Wide day) const;
  /// Days of the weekmask from the Monday of 1970-01-05 up to this day, holidays included, and the day with that
  /// number.
  Wide number_of(Wide day) const;
  Wide day_of(Wide number) const;
  Wide rolled(Wide day, int step) const;
  Expected<std::int64_t> rolled(std::int64_t day, Roll roll) const;

  Weekmask weekmask_;
  std::vector<std::int64_t> open_;      ///< the days of a week that are business days, 0 to 6
  std::vector<std::int64_t> holidays_;  ///< ascending, days of the weekmask only
};

}  // namespace fairplay::arraycore
