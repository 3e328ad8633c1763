#include "arraycore/casting/time_text.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>

#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

using Int128 = __int128;

constexpr Int128 attoseconds = 1'000'000'000'000'000'000;
constexpr Int128 seconds_a_day = 86400;
constexpr Int128 days_in_cycle = 146097;
constexpr Int128 months_in_cycle = 4800;

DType datetime_in(TimeUnit unit) { return *DType::time(Kind::datetime, unit); }

/// Digits behind the point of the seconds: 0, 3, 6 ... 18.
int fraction_digits(TimeUnit unit) {
  return unit <= TimeUnit::second ? 0 : 3 * (static_cast<int>(unit) - static_cast<int>(TimeUnit::second));
}

/// Of a unit up to seconds, in seconds; the fractions of finer ones are counted apart.
Int128 seconds_of(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::week: return 7 * seconds_a_day;
    case TimeUnit::day: return seconds_a_day;
    case TimeUnit::hour: return 3600;
    case TimeUnit::minute: return 60;
    default: return 1;
  }
}

Int128 power_of_ten(int exponent) {
  Int128 result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

Int128 floored(Int128 value, Int128 divisor) { return value / divisor - (value % divisor < 0 ? 1 : 0); }

/// With zeros in front up to this width, the sign included.
std::string padded(Int128 number, std::size_t width) {
  std::string digits;
  const bool negative = number < 0;
  do {
    const auto digit = static_cast<int>(number % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    number /= 10;
  } while (number != 0);
  const std::size_t sign = negative ? 1 : 0;
  if (digits.size() + sign < width) digits.insert(0, width - sign - digits.size(), '0');
  return (negative ? "-" : "") + digits;
}

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

bool is_white_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_nat(std::string_view text) {
  return text.empty() ||
         (text.size() == 3 && (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'a' && (text[2] | 0x20) == 't');
}

/// What a text says, as it is written.
struct WrittenTime {
  std::int64_t month = 0;   ///< since 1970-01
  std::int64_t day = 0;     ///< since 1970-01-01
  std::int64_t second = 0;  ///< of the day, less the zone
  Int128 attosecond = 0;
  TimeUnit unit = TimeUnit::generic;  ///< generic: NaT
};

class DatetimeReader {
 public:
  explicit DatetimeReader(std::string_view text) : all_(text), rest_(text) {}

  Expected<WrittenTime> read() {
    if (is_nat(all_)) return result_;
    while (!rest_.empty() && is_white_space(rest_.front())) rest_.remove_prefix(1);
    if (auto done = read_date(); !done) return std::unexpected(done.error());
    if (!rest_.empty() && result_.unit == TimeUnit::day) {
      if (auto done = read_time(); !done) return std::unexpected(done.error());
      while (!rest_.empty() && is_white_space(rest_.front())) rest_.remove_prefix(1);
    }
    if (!rest_.empty()) return wrong();
    return result_;
  }

 private:
  std::unexpected<Error> wrong(const char* what = nullptr) const {
    const std::string quoted = " datetime string \"" + std::string(all_) + '"';
    if (what != nullptr) return fail(ErrorKind::value, std::string(what) + " out of range in" + quoted);
    return fail(ErrorKind::value,
                "Error parsing" + quoted + " at position " + std::to_string(all_.size() - rest_.size()));
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Two digits.
  bool take_pair(std::int64_t& number) {
    if (rest_.size() < 2 || !is_decimal_digit(rest_[0]) || !is_decimal_digit(rest_[1])) return false;
    number = 10 * (rest_[0] - '0') + (rest_[1] - '0');
    rest_.remove_prefix(2);
    return true;
  }

  Expected<void> read_date() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t year = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), year);
    if (rest_.empty() || !is_decimal_digit(rest_.front())) return wrong();
    // The months since 1970 must fit, too.
    if (error != std::errc() || year > std::numeric_limits<std::int64_t>::max() / 12 - 1970) return wrong("Year");
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    result_.month = ((negative ? -year : year) - 1970) * 12;
    result_.unit = TimeUnit::year;
    std::int64_t month = 1;
    std::int64_t day = 1;
    if (take('-')) {
      if (!take_pair(month)) return wrong();
      if (month < 1 || month > 12) return wrong("Month");
      result_.unit = TimeUnit::month;
      if (take('-')) {
        if (!take_pair(day)) return wrong();
        result_.unit = TimeUnit::day;
      }
    }
    result_.month += month - 1;
    const auto first = convert_datetime(result_.month, datetime_in(TimeUnit::month), datetime_in(TimeUnit::day));
    const auto next = convert_datetime(result_.month + 1, datetime_in(TimeUnit::month), datetime_in(TimeUnit::day));
    if (!first || !next) return wrong("Year");
    if (day < 1 || day > *next - *first) return wrong("Day");
    result_.day = *first + day - 1;
    return {};
  }

  Expected<void> read_time() {
    if (!take('T') && !take(' ')) return wrong();
    constexpr std::array<TimeUnit, 3> units{TimeUnit::hour, TimeUnit::minute, TimeUnit::second};
    constexpr std::array<const char*, 3> names{"Hours", "Minutes", "Seconds"};
    constexpr std::array<std::int64_t, 3> seconds{3600, 60, 1};
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (i > 0 && !take(':')) break;
      std::int64_t number = 0;
      if (!take_pair(number)) return wrong();
      if (number >= (i == 0 ? 24 : 60)) return wrong(names[i]);
      result_.second += number * seconds[i];
      result_.unit = units[i];
    }
    if (result_.unit == TimeUnit::second && take('.')) read_fraction();
    return read_zone();
  }

  void read_fraction() {
    int digits = 0;
    for (; digits < 18 && !rest_.empty() && is_decimal_digit(rest_.front()); ++digits) {
      result_.attosecond = result_.attosecond * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    result_.attosecond *= power_of_ten(18 - digits);
    const int groups = digits == 0 ? 1 : (digits + 2) / 3;
    result_.unit = static_cast<TimeUnit>(static_cast<int>(TimeUnit::second) + groups);
  }

  Expected<void> read_zone() {
    if (take('Z')) return {};
    const bool east = take('+');
    if (!east && !take('-')) return {};
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    if (!take_pair(hours)) return wrong();
    if (hours >= 24) return wrong("Timezone hours offset");
    const bool colon = take(':');
    if (!take_pair(minutes) && colon) return wrong();
    if (minutes >= 60) return wrong("Timezone minutes offset");
    result_.second += (east ? -1 : 1) * (hours * 3600 + minutes * 60);
    return {};
  }

  std::string_view all_;
  std::string_view rest_;
  WrittenTime result_;
};

}  // namespace

Expected<std::string> datetime_text(std::int64_t ticks, DType dtype) {
  if (ticks == not_a_time) return "NaT";
  if (dtype.unit() == TimeUnit::generic) {
    return fail(ErrorKind::value, "Cannot convert a NumPy datetime value other than NaT with generic units");
  }
  const DType days = datetime_in(TimeUnit::day);
  const DType months = datetime_in(TimeUnit::month);
  const bool calendar = dtype.unit() <= TimeUnit::month;
  const auto day = calendar ? Expected<std::int64_t>(0) : convert_datetime(ticks, dtype, days);
  if (!day) return std::unexpected(day.error());
  // Years and months may be more months than 64 bits hold, and the first of the earliest month is no day of them. The
  // calendar repeats itself after 400 years.
  const Int128 cycle = floored(*day, days_in_cycle);
  const auto day_of_cycle = static_cast<std::int64_t>(*day - cycle * days_in_cycle);
  const std::int64_t month_of_cycle = *convert_datetime(day_of_cycle, days, months);
  const Int128 months_a_tick = Int128{dtype.multiple()} * (dtype.unit() == TimeUnit::year ? 12 : 1);
  const Int128 month = calendar ? ticks * months_a_tick : cycle * months_in_cycle + month_of_cycle;
  const Int128 year = floored(month, 12);
  std::string text = padded(year + 1970, 4);
  if (dtype.unit() == TimeUnit::year) return text;
  text += '-' + padded(month - 12 * year + 1, 2);
  if (dtype.unit() == TimeUnit::month) return text;
  text += '-' + padded(day_of_cycle - *convert_datetime(month_of_cycle, months, days) + 1, 2);
  if (dtype.unit() <= TimeUnit::day) return text;
  const Int128 scale = power_of_ten(fraction_digits(dtype.unit()));
  const Int128 since_midnight =
      Int128{ticks} * dtype.multiple() * seconds_of(dtype.unit()) - Int128{*day} * seconds_a_day * scale;
  const auto second = static_cast<std::int64_t>(since_midnight / scale);
  text += 'T' + padded(second / 3600, 2);
  if (dtype.unit() >= TimeUnit::minute) text += ':' + padded(second / 60 % 60, 2);
  if (dtype.unit() >= TimeUnit::second) text += ':' + padded(second % 60, 2);
  if (dtype.unit() > TimeUnit::second) {
    const auto fraction = static_cast<std::int64_t>(since_midnight % scale);
    text += '.' + padded(fraction, static_cast<std::size_t>(fraction_digits(dtype.unit())));
  }
  return text;
}

std::string timedelta_text(std::int64_t ticks, DType dtype) {
  if (ticks == not_a_time) return "NaT";
  static constexpr std::array<std::string_view, 14> names{"generic time units",
                                                          "years",
                                                          "months",
                                                          "weeks",
                                                          "days",
                                                          "hours",
                                                          "minutes",
                                                          "seconds",
                                                          "milliseconds",
                                                          "microseconds",
                                                          "nanoseconds",
                                                          "picoseconds",
                                                          "femtoseconds",
                                                          "attoseconds"};
  return padded(Int128{ticks} * dtype.multiple(), 0) + ' ' + std::string(names[static_cast<std::size_t>(dtype.unit())]);
}

std::int64_t time_text_length(DType dtype) {
  if (dtype.kind() == Kind::timedelta) return 21;
  constexpr std::array<std::int64_t, 14> lengths{21, 22, 25, 28, 28, 32, 35, 38, 42, 45, 48, 51, 54, 57};
  return lengths[static_cast<std::size_t>(dtype.unit())];
}

Expected<std::int64_t> read_datetime(std::string_view text, DType dtype) {
  const auto time = DatetimeReader(text).read();
  if (!time) return std::unexpected(time.error());
  if (time->unit == TimeUnit::generic) return not_a_time;
  if (dtype.unit() == TimeUnit::generic) {
    return fail(ErrorKind::value, "datetime string \"" + std::string(text) + "\" needs a unit to be counted in");
  }
  // A zone may lead into another day, and so into another month.
  const Int128 day = Int128{time->day} + floored(time->second, seconds_a_day);
  const Int128 second = time->second - floored(time->second, seconds_a_day) * seconds_a_day;
  const auto does_not_fit = [&] {
    return fail(ErrorKind::range, "datetime string \"" + std::string(text) + "\" does not fit " + dtype.name());
  };
  Int128 ticks = 0;
  if (dtype.unit() <= TimeUnit::month) {
    const auto month =
        convert_datetime(static_cast<std::int64_t>(day), datetime_in(TimeUnit::day), datetime_in(TimeUnit::month));
    if (!month) return month;
    ticks = floored(*month, dtype.unit() == TimeUnit::year ? 12 : 1);
  } else {
    const int digits = fraction_digits(dtype.unit());
    // Years have up to 19 digits: 10^20 seconds in attoseconds are beyond 128 bits.
    Int128 parts = 0;
    if (__builtin_mul_overflow(day * seconds_a_day + second, power_of_ten(digits), &parts)) return does_not_fit();
    ticks = floored(parts, seconds_of(dtype.unit())) + time->attosecond / (attoseconds / power_of_ten(digits));
  }
  ticks = floored(ticks, dtype.multiple());
  if (ticks <= not_a_time || ticks > std::numeric_limits<std::int64_t>::max()) return does_not_fit();
  return static_cast<std::int64_t>(ticks);
}

Expected<TimeUnit> unit_of_text(std::string_view text) {
  const auto time = DatetimeReader(text).read();
  if (!time) return std::unexpected(time.error());
  return time->unit;
}

Expected<std::int64_t> read_timedelta(std::string_view text) {
  if (is_nat(text)) return not_a_time;
  std::string_view digits = text;
  while (!digits.empty() && is_white_space(digits.front())) digits.remove_prefix(1);
  if (digits.size() > 1 && digits.front() == '+' && is_decimal_digit(digits[1])) digits.remove_prefix(1);
  std::int64_t ticks = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ticks);
  if (error == std::errc::result_out_of_range) {
    return fail(ErrorKind::range, "\"" + std::string(text) + "\" does not fit a timedelta");
  }
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return fail(ErrorKind::value, "\"" + std::string(text) + "\" is no number of ticks");
  }
  return ticks;
}

}  // namespace fairplay::arraycore
