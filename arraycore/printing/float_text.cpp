#include "arraycore/printing/float_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "arraycore/casting/shortest_decimal.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

template <class T>
Decimal shortest_of_magnitude(T value) {
  if constexpr (std::is_same_v<T, Float16>) {
    return shortest_decimal(Float16::from_bits(value.bits() & 0x7fff));
  } else {
    return shortest_decimal(std::fabs(value));
  }
}

/// The exact value rounded to `count` digits, behind the point or in all.
template <class T>
Decimal rounded_decimal(T value, std::int64_t count, bool total) {
  std::string room(static_cast<std::size_t>(count) + 5200, '\0');
  const auto write = [&](auto number) {
    const auto format = total ? std::chars_format::scientific : std::chars_format::fixed;
    const int precision = static_cast<int>(total ? count - 1 : count);
    return std::to_chars(room.data(), room.data() + room.size(), number, format, precision).ptr;
  };
  char* end = nullptr;
  if constexpr (std::is_same_v<T, long double>) {
    end = write(std::fabs(value));
  } else {
    end = write(static_cast<double>(std::fabs(widened(value))));  // which to_chars is quicker with
  }
  const std::string_view text(room.data(), static_cast<std::size_t>(end - room.data()));
  if (total) return split_scientific(text);
  const std::size_t whole = std::min(text.find('.'), text.size());
  std::string digits(text);
  std::erase(digits, '.');
  const std::size_t zeros = digits.find_first_not_of('0');
  // Nothing but zeros: the digit behind which it was rounded.
  if (zeros == std::string::npos) return {"0", static_cast<int>(-count)};
  return {digits.substr(zeros), static_cast<int>(whole) - 1 - static_cast<int>(zeros)};
}

bool is_larger(const Decimal& a, const Decimal& b) {
  if (a.digits == "0") return false;
  if (a.exponent != b.exponent) return a.exponent > b.exponent;
  const std::size_t size = std::max(a.digits.size(), b.digits.size());
  const auto filled_up = [size](std::string digits) {
    digits.resize(size, '0');
    return digits;
  };
  return filled_up(a.digits) > filled_up(b.digits);
}

void strip_zeros(std::string& digits) {
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
}

/// No number of the type has more significant digits.
template <class T>
constexpr std::int64_t longest_expansion = std::is_same_v<T, long double> ? 11600 : 800;

/// The digits that are shown of a finite number: `precision` and `least` count those behind the point or, `total`, all.
/// Sources: Steele and White, "How to print floating-point numbers accurately" (1990); Burger and Dybvig, "Printing
/// floating-point numbers quickly and accurately" (1996).
template <class T>
Decimal shown_digits(T value, bool unique, std::int64_t precision, std::int64_t least, bool total) {
  if (widened(value) == 0) return {"0", 0};
  if (!unique) {
    Decimal cut = rounded_decimal(value, precision, total);
    if (!total) {
      strip_zeros(cut.digits);
      return cut;
    }
    // Where all digits count, zeros among them do as well, unless the number ends there.
    Decimal exact = rounded_decimal(value, longest_expansion<T>, true);
    strip_zeros(exact.digits);
    if (static_cast<std::int64_t>(exact.digits.size()) <= precision) return exact;
    if (is_larger(cut, exact)) strip_zeros(cut.digits);
    return cut;
  }
  Decimal shortest = shortest_of_magnitude(value);
  strip_zeros(shortest.digits);
  const auto size = static_cast<std::int64_t>(shortest.digits.size());
  const std::int64_t have = total ? size : size - 1 - shortest.exponent;
  if (precision >= 0) least = std::min(least, precision);
  const bool more = least >= 0 && have < least;
  if (!more && (precision < 0 || have <= precision)) return shortest;
  Decimal cut = rounded_decimal(value, more ? least : precision, total);
  // Nines that were rounded up leave no zeros behind.
  if (!more && is_larger(cut, shortest)) strip_zeros(cut.digits);
  return cut;
}

struct Split {
  std::string whole;
  std::string fraction;
};

/// Zeros at the end of the fraction as `trim` wants them; `wanted` are as many digits as there should be at least.
/// Returns the fraction with its point.
std::string trimmed(std::string fraction, Trim trim, std::int64_t wanted) {
  if (trim == Trim::keep) {
    if (wanted > static_cast<std::int64_t>(fraction.size())) fraction.resize(static_cast<std::size_t>(wanted), '0');
    return '.' + fraction;
  }
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (fraction.empty()) return trim == Trim::all_but_one ? ".0" : trim == Trim::zeros ? "." : "";
  return '.' + fraction;
}

Expected<void> check(const FloatLayout& layout) {
  for (const std::int64_t option :
       {layout.precision, layout.pad_left, layout.pad_right, layout.min_digits, layout.exponent_digits}) {
    if (option < -1 || option > max_float_text - 6000) {
      return fail(ErrorKind::value, "a layout of " + std::to_string(option) + " digits or characters");
    }
  }
  if (!layout.unique && layout.precision < 0) {
    return fail(ErrorKind::dtype, "in non-unique mode precision must be supplied");
  }
  if (layout.min_digits > 0 && layout.precision > 0 && layout.min_digits > layout.precision) {
    return fail(ErrorKind::value, "min_digits must be less than or equal to precision");
  }
  return {};
}

std::string sign_text(bool negative, bool plus_sign) { return negative ? "-" : plus_sign ? "+" : ""; }

/// Of what isn't finite: no padding.
std::string special_text(long double value, bool plus_sign) {
  return std::isnan(value) ? "nan" : sign_text(value < 0, plus_sign) + "inf";
}

std::string blanks(std::int64_t count) {
  return std::string(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)), ' ');
}

}  // namespace

std::optional<Trim> trim_of(std::string_view name) {
  if (name == "k") return Trim::keep;
  if (name == ".") return Trim::zeros;
  if (name == "0") return Trim::all_but_one;
  return name == "-" ? std::optional<Trim>(Trim::zeros_and_point) : std::nullopt;
}

template <class T>
Expected<std::string> format_positional(T value, const FloatLayout& layout) {
  if (const auto valid = check(layout); !valid) return std::unexpected(valid.error());
  if (!layout.fractional && layout.precision == 0) {
    return fail(ErrorKind::value, "precision must be greater than 0 if fractional=False");
  }
  const long double wide = widened(value);
  if (!std::isfinite(wide)) return special_text(wide, layout.plus_sign);
  const Decimal shown = shown_digits(value, layout.unique, layout.precision, layout.min_digits, !layout.fractional);
  Split split;
  const auto size = static_cast<int>(shown.digits.size());
  if (shown.exponent >= 0) {
    const int whole = shown.exponent + 1;
    split.whole = shown.digits.substr(0, static_cast<std::size_t>(std::min(size, whole)));
    split.whole.resize(static_cast<std::size_t>(whole), '0');
    if (size > whole) split.fraction = shown.digits.substr(static_cast<std::size_t>(whole));
  } else {
    split.whole = "0";
    split.fraction = std::string(static_cast<std::size_t>(-shown.exponent - 1), '0') + shown.digits;
  }
  std::int64_t wanted = layout.unique ? layout.min_digits : layout.precision;
  if (!layout.fractional) wanted -= static_cast<std::int64_t>(split.whole.size());
  std::string fraction = trimmed(std::move(split.fraction), layout.trim, wanted);
  // The point that was trimmed leaves a blank.
  fraction += blanks(layout.pad_right < 0 ? 0 : layout.pad_right + 1 - static_cast<std::int64_t>(fraction.size()));
  const std::string whole = sign_text(std::signbit(wide), layout.plus_sign) + split.whole;
  return blanks(layout.pad_left - static_cast<std::int64_t>(whole.size())) + whole + fraction;
}

template <class T>
Expected<std::string> format_scientific(T value, const FloatLayout& layout) {
  if (const auto valid = check(layout); !valid) return std::unexpected(valid.error());
  const long double wide = widened(value);
  if (!std::isfinite(wide)) return special_text(wide, layout.plus_sign);
  const auto all = [](std::int64_t behind_point) { return behind_point < 0 ? -1 : behind_point + 1; };
  const Decimal shown = shown_digits(value, layout.unique, all(layout.precision), all(layout.min_digits), true);
  const std::string fraction =
      trimmed(shown.digits.substr(1), layout.trim, layout.unique ? layout.min_digits : layout.precision);
  std::string exponent = std::to_string(std::abs(shown.exponent));
  const std::int64_t width = layout.exponent_digits < 0 ? 2 : std::min<std::int64_t>(layout.exponent_digits, 5);
  if (static_cast<std::int64_t>(exponent.size()) < width) {
    exponent.insert(0, static_cast<std::size_t>(width) - exponent.size(), '0');
  }
  // Exponent 0 of no digits is written without any.
  if (width == 0 && shown.exponent == 0) exponent.clear();
  const std::string whole = sign_text(std::signbit(wide), layout.plus_sign) + shown.digits.substr(0, 1);
  return blanks(layout.pad_left - static_cast<std::int64_t>(whole.size())) + whole + fraction +
         (shown.exponent < 0 ? "e-" : "e+") + exponent;
}

template Expected<std::string> format_positional(Float16, const FloatLayout&);
template Expected<std::string> format_positional(float, const FloatLayout&);
template Expected<std::string> format_positional(double, const FloatLayout&);
template Expected<std::string> format_positional(long double, const FloatLayout&);
template Expected<std::string> format_scientific(Float16, const FloatLayout&);
template Expected<std::string> format_scientific(float, const FloatLayout&);
template Expected<std::string> format_scientific(double, const FloatLayout&);
template Expected<std::string> format_scientific(long double, const FloatLayout&);

}  // namespace fairplay::arraycore
