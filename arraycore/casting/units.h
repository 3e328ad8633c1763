#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {

/// The ticks of NaT, "not a time".
inline constexpr std::int64_t not_a_time = INT64_MIN;

/// How many `to` are one `from`. nullopt: none or no whole number, years and months against days, more than 2^63 - 1.
std::optional<std::int64_t> whole_factor(TimeUnit from, TimeUnit to);

/// A datetime64 in another unit: the time at which the tick begins, in ticks of `to` that have begun then, by the
/// proleptic Gregorian calendar. NaT stays NaT. Error: it doesn't fit 64 bits, or a unit is generic and the other
/// isn't.
Expected<std::int64_t> convert_datetime(std::int64_t ticks, DType from, DType to);

/// A timedelta64 in another unit, rounded down. Between years or months and the others the mean length of the
/// Gregorian calendar counts: 400 years are 146,097 days. NaT stays NaT. Errors: as convert_datetime.
Expected<std::int64_t> convert_timedelta(std::int64_t ticks, DType from, DType to);

}  // namespace fairplay::arraycore
