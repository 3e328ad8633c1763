#pragma once

#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.datetime_as_string.
struct DatetimeStringOptions {
  Release release = newest_release;
  /// Of the text; none: that of the dtype.
  std::optional<TimeUnit> unit = std::nullopt;
  /// For each element the coarsest of days, minutes, seconds and what is finer that loses nothing; `unit` isn't read.
  bool shortest = false;
  /// A "Z" behind what is finer than days.
  bool utc = false;
  /// Which change of the unit is allowed.
  Casting casting = Casting::same_kind;
};

/// numpy.datetime_as_string: ISO 8601 (casting/time_text.h), as text that has room for every time of the unit. Weeks
/// are written as days. Errors: other elements than datetimes (dtype), a unit that the casting doesn't allow (dtype), a
/// time without a unit or one that doesn't fit the unit.
Expected<Array> datetime_strings(const ConstDynamicView& times, const DatetimeStringOptions& options = {});

}  // namespace fairplay::arraycore
