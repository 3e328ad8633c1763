#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairplay::arraycore {

/// The unit of a datetime64 or timedelta64, coarsest first; `generic` fits any unit. NumPy's "Datetimes and
/// Timedeltas" has the list; years and months have no fixed length in the others.
enum class TimeUnit : std::uint8_t {
  generic,
  year,
  month,
  week,
  day,
  hour,
  minute,
  second,
  millisecond,
  microsecond,
  nanosecond,
  picosecond,
  femtosecond,
  attosecond,
};

/// NumPy's abbreviation: "Y", "M", "W", "D", "h", "m", "s", "ms" ... "as"; empty for `generic`.
std::string_view abbreviation(TimeUnit unit);

/// The unit with this abbreviation ("us" also as "μs").
std::optional<TimeUnit> time_unit(std::string_view abbreviation);

}  // namespace fairplay::arraycore
