#include "arraycore/casting/units.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

using Wide = __int128;

/// How many of the next finer unit one unit is; 0 where that is no number.
constexpr std::array<std::int64_t, 14> finer{0, 12, 0, 7, 24, 60, 60, 1000, 1000, 1000, 1000, 1000, 1000, 0};

bool is_calendar(TimeUnit unit) { return unit == TimeUnit::year || unit == TimeUnit::month; }

/// The quotient rounded down; the divisor is positive.
Wide floor_divide(Wide value, Wide divisor) { return value / divisor - (value % divisor < 0 ? 1 : 0); }

/// Days since 1970-01-01 of the first day of a month, counted from 1970-01. The year is taken to begin in March, so
/// that the leap day is its last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
Wide days_of_month(Wide months) {
  const Wide shifted = months - 2;
  const Wide year = floor_divide(shifted, 12) + 1970;
  const Wide month = shifted - floor_divide(shifted, 12) * 12;  // 0 is March
  const Wide era = floor_divide(year, 400);
  const Wide year_of_era = year - era * 400;
  const Wide day_of_year = (153 * month + 2) / 5;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

/// The month, counted from 1970-01, in which a day since 1970-01-01 lies.
Wide month_of_day(Wide day) {
  const Wide shifted = day + 719468;
  const Wide era = floor_divide(shifted, 146097);
  const Wide day_of_era = shifted - era * 146097;
  const Wide year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const Wide day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const Wide month = (5 * day_of_year + 2) / 153;  // 0 is March
  return (era * 400 + year_of_era - 1970) * 12 + month + 2;
}

std::unexpected<Error> out_of_range(std::int64_t ticks, DType from, DType to) {
  return fail(ErrorKind::range, std::to_string(ticks) + " of " + from.name() + " does not fit " + to.name());
}

Expected<std::int64_t> narrowed(Wide value, std::int64_t ticks, DType from, DType to) {
  // The smallest number is NaT, no time.
  if (value <= std::numeric_limits<std::int64_t>::min() || value > std::numeric_limits<std::int64_t>::max()) {
    return out_of_range(ticks, from, to);
  }
  return static_cast<std::int64_t>(value);
}

/// value * numerator / denominator, rounded down; nullopt where the product doesn't fit 128 bits, when the quotient
/// doesn't fit 64 either unless the denominator is large, too.
std::optional<Wide> scaled(Wide value, Wide numerator, Wide denominator) {
  Wide a = numerator;
  Wide b = denominator;
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  numerator /= a;
  denominator /= a;
  Wide product = 0;
  if (!__builtin_mul_overflow(value, numerator, &product)) return floor_divide(product, denominator);
  // value = q * denominator + r with r >= 0: q * numerator is what overflows, if anything does.
  const Wide quotient = floor_divide(value, denominator);
  const Wide rest = value - quotient * denominator;
  Wide large = 0;
  Wide small = 0;
  if (__builtin_mul_overflow(quotient, numerator, &large) || __builtin_mul_overflow(rest, numerator, &small)) {
    return std::nullopt;
  }
  return large + small / denominator;
}

/// The ratio of two units, of which neither or both are years or months.
struct Ratio {
  Wide numerator = 1;
  Wide denominator = 1;
};
Ratio linear_ratio(TimeUnit from, TimeUnit to) {
  Ratio ratio;
  for (auto unit = static_cast<std::size_t>(from); unit < static_cast<std::size_t>(to); ++unit) {
    ratio.numerator *= finer[unit];
  }
  for (auto unit = static_cast<std::size_t>(to); unit < static_cast<std::size_t>(from); ++unit) {
    ratio.denominator *= finer[unit];
  }
  return ratio;
}

bool generic_meets_unit(DType from, DType to) {
  return (from.unit() == TimeUnit::generic) != (to.unit() == TimeUnit::generic);
}

}  // namespace

std::optional<std::int64_t> whole_factor(TimeUnit from, TimeUnit to) {
  if (from > to || from == TimeUnit::generic || is_calendar(from) != is_calendar(to)) return std::nullopt;
  std::int64_t factor = 1;
  for (auto unit = static_cast<std::size_t>(from); unit < static_cast<std::size_t>(to); ++unit) {
    if (__builtin_mul_overflow(factor, finer[unit], &factor)) return std::nullopt;
  }
  return factor;
}

Expected<std::int64_t> convert_datetime(std::int64_t ticks, DType from, DType to) {
  if (ticks == not_a_time || (from.unit() == to.unit() && from.multiple() == to.multiple())) return ticks;
  // Ticks without a unit say nothing about when; nothing without a unit holds a time.
  if (generic_meets_unit(from, to)) {
    return fail(ErrorKind::dtype, "cannot convert " + from.name() + " to " + to.name() + ": one has no unit");
  }
  Wide value = Wide{ticks} * from.multiple();
  TimeUnit unit = from.unit();
  if (is_calendar(unit) && !is_calendar(to.unit())) {
    value = days_of_month(unit == TimeUnit::year ? value * 12 : value);
    unit = TimeUnit::day;
  } else if (!is_calendar(unit) && is_calendar(to.unit())) {
    const Ratio to_days = linear_ratio(unit, TimeUnit::day);
    value = month_of_day(*scaled(value, to_days.numerator, to_days.denominator));
    unit = TimeUnit::month;
  }
  const Ratio ratio = linear_ratio(unit, to.unit());
  const auto result = scaled(value, ratio.numerator, ratio.denominator * to.multiple());
  if (!result) return out_of_range(ticks, from, to);
  return narrowed(*result, ticks, from, to);
}

Expected<std::int64_t> convert_timedelta(std::int64_t ticks, DType from, DType to) {
  if (ticks == not_a_time || (from.unit() == to.unit() && from.multiple() == to.multiple())) return ticks;
  if (from.unit() == TimeUnit::generic) return ticks;  // a plain number, in whatever unit
  if (generic_meets_unit(from, to)) {
    return fail(ErrorKind::dtype, "cannot convert " + from.name() + " to " + to.name() + ": it has no unit");
  }
  Ratio ratio;
  if (is_calendar(from.unit()) == is_calendar(to.unit())) {
    ratio = linear_ratio(from.unit(), to.unit());
  } else {
    // By way of years and days: 400 years are 146,097 days.
    const bool down = is_calendar(from.unit());
    const Ratio years = linear_ratio(down ? from.unit() : TimeUnit::year, down ? TimeUnit::year : to.unit());
    const Ratio days = linear_ratio(down ? TimeUnit::day : from.unit(), down ? to.unit() : TimeUnit::day);
    ratio.numerator = years.numerator * days.numerator * (down ? 146097 : 400);
    ratio.denominator = years.denominator * days.denominator * (down ? 400 : 146097);
  }
  const auto result = scaled(Wide{ticks}, ratio.numerator * from.multiple(), ratio.denominator * to.multiple());
  if (!result) return out_of_range(ticks, from, to);
  return narrowed(*result, ticks, from, to);
}

}  // namespace fairplay::arraycore
