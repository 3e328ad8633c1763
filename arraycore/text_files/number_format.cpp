#include "arraycore/text_files/number_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "arraycore/casting/numeric_casts.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/printing/scalar_text.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr std::int64_t largest_width = 100000;

/// The digits at the front of `text`, taken off; 0 where there are none. Error: too many.
Expected<std::int64_t> take_width(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument || text.starts_with('-')) return 0;
  if (error != std::errc() || number > largest_width) return fail(ErrorKind::value, "width or precision too big");
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take_flag(Conversion& conversion, char flag) {
  switch (flag) {
    case '-': return conversion.left = true;
    case '+': return conversion.plus = true;
    case ' ': return conversion.space = true;
    case '0': return conversion.zeros = true;
    case '#': return conversion.alternate = true;
    default: return false;
  }
}

/// A conversion behind its percent sign.
Expected<Conversion> take_conversion(std::string_view& text) {
  Conversion conversion;
  while (!text.empty() && take_flag(conversion, text.front())) text.remove_prefix(1);
  const auto width = take_width(text);
  if (!width) return std::unexpected(width.error());
  conversion.width = *width;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const auto precision = take_width(text);
    if (!precision) return std::unexpected(precision.error());
    conversion.precision = *precision;
  }
  if (!text.empty() && std::string_view("hlL").find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  if (text.empty()) return fail(ErrorKind::value, "incomplete format");
  conversion.type = text.front();
  if (conversion.type == '*' || conversion.type == '(') {
    return fail(ErrorKind::dtype, "a format has no arguments for its widths, and no names");
  }
  if (std::string_view("diuoxXeEfFgGsra").find(conversion.type) == std::string_view::npos) {
    return fail(ErrorKind::value, std::string("unsupported format character '") + conversion.type + "'");
  }
  text.remove_prefix(1);
  return conversion;
}

std::int64_t characters_in(std::string_view utf8) {
  return std::ranges::count_if(utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; });
}

/// A number's sign, its prefix ("0x") and its digits within the width.
std::string padded_number(const Conversion& conversion, bool negative, std::string_view prefix, std::string digits) {
  std::string front = negative ? "-" : conversion.plus ? "+" : conversion.space ? " " : "";
  front += prefix;
  const auto used = static_cast<std::int64_t>(front.size() + digits.size());
  const auto fill = static_cast<std::size_t>(std::max<std::int64_t>(conversion.width - used, 0));
  if (conversion.left) return front + digits + std::string(fill, ' ');
  if (conversion.zeros) return front + std::string(fill, '0') + digits;
  return std::string(fill, ' ') + front + digits;
}

std::string written(double value, std::chars_format format, std::int64_t precision) {
  // The longest double has 309 digits before its point.
  std::vector<char> room(static_cast<std::size_t>(precision) + 400);
  const auto end = std::to_chars(room.data(), room.data() + room.size(), value, format, static_cast<int>(precision));
  return {room.data(), end.ptr};
}

/// "%g": without the zeros at its end unless they are asked for.
std::string general(double value, std::int64_t precision, bool zeros) {
  precision = std::max<std::int64_t>(precision, 1);
  if (!zeros) return written(value, std::chars_format::general, precision);
  const std::string scientific = written(value, std::chars_format::scientific, precision - 1);
  const std::string_view power = std::string_view(scientific).substr(scientific.find('e') + 1);
  std::int64_t exponent = 0;
  const std::string_view digits = power.substr(power.starts_with('+') ? 1 : 0);
  std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (exponent < -4 || exponent >= precision) return scientific;
  return written(value, std::chars_format::fixed, precision - 1 - exponent);
}

std::string with_point(std::string number) {
  if (number.find('.') != std::string::npos) return number;
  number.insert(std::min(number.find('e'), number.size()), ".");
  return number;
}

std::string floating(const Conversion& conversion, double value) {
  const std::int64_t precision = conversion.precision.value_or(6);
  const bool upper = conversion.type < 'a';
  const char type = static_cast<char>(conversion.type | 0x20);
  const double size = std::fabs(value);
  std::string number;
  if (std::isnan(value)) {
    return padded_number(conversion, false, "", upper ? "NAN" : "nan");
  } else if (std::isinf(value)) {
    number = "inf";
  } else if (type == 'e') {
    number = written(size, std::chars_format::scientific, precision);
  } else if (type == 'f') {
    number = written(size, std::chars_format::fixed, precision);
  } else {
    number = general(size, precision, conversion.alternate);
  }
  if (conversion.alternate && std::isfinite(value)) number = with_point(std::move(number));
  if (upper) {
    std::ranges::transform(number, number.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  }
  return padded_number(conversion, std::signbit(value), "", std::move(number));
}

std::string integer_text(const Conversion& conversion, bool negative, std::string digits, std::string_view prefix) {
  const auto least = static_cast<std::size_t>(conversion.precision.value_or(0));
  if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
  return padded_number(conversion, negative, prefix, std::move(digits));
}

template <class To>
To as_number(const std::byte* element, Kind kind) {
  std::byte room[sizeof(To)];
  numeric_cast(kind, dtype_of<To>.kind())(element, 0, room, 0, 1);
  return load<To>(room);
}

/// A floating number cut off, with all its digits.
Expected<std::string> cut_off(const Conversion& conversion, long double value) {
  if (std::isnan(value)) return fail(ErrorKind::value, "cannot convert float NaN to integer");
  if (std::isinf(value)) return fail(ErrorKind::range, "cannot convert float infinity to integer");
  value = std::trunc(value);
  std::vector<char> room(5000);
  const auto end = std::to_chars(room.data(), room.data() + room.size(), std::fabs(value), std::chars_format::fixed, 0);
  return integer_text(conversion, value < 0, {room.data(), end.ptr}, "");
}

Expected<std::string> integer(const Conversion& conversion, const std::byte* element, Kind kind) {
  const char type = static_cast<char>(conversion.type | 0x20);
  const bool decimal = type == 'd' || type == 'i' || type == 'u';
  if (is_real_floating(kind) && decimal) return cut_off(conversion, as_number<long double>(element, kind));
  if (!is_integer(kind) && !(kind == Kind::boolean && decimal)) {
    return fail(ErrorKind::dtype, std::string("%") + conversion.type + " format: an integer is required, not " +
                                      std::string(name_of(kind)));
  }
  const bool negative = is_signed_integer(kind) && as_number<std::int64_t>(element, kind) < 0;
  auto magnitude = as_number<std::uint64_t>(element, kind);
  if (negative) magnitude = 0 - magnitude;
  char room[24];
  const auto end = std::to_chars(room, room + sizeof room, magnitude, decimal ? 10 : type == 'o' ? 8 : 16);
  std::string digits(room, end.ptr);
  if (conversion.type == 'X') {
    std::ranges::transform(digits, digits.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  }
  const std::string prefix = conversion.alternate && !decimal ? std::string("0") + conversion.type : "";
  return integer_text(conversion, negative, std::move(digits), prefix);
}

std::string padded_text(const Conversion& conversion, std::string text) {
  if (conversion.precision) {
    const auto codes = from_utf8(text);
    if (codes) text = to_utf8(std::u32string_view(*codes).substr(0, static_cast<std::size_t>(*conversion.precision)));
  }
  const auto fill = static_cast<std::size_t>(std::max<std::int64_t>(conversion.width - characters_in(text), 0));
  return conversion.left ? text + std::string(fill, ' ') : std::string(fill, ' ') + text;
}

}  // namespace

Expected<NumberFormat> NumberFormat::parse(std::string_view format) {
  NumberFormat result;
  std::string text;
  while (!format.empty()) {
    const char first = format.front();
    format.remove_prefix(1);
    if (first != '%') {
      text += first;
    } else if (format.starts_with('%')) {
      format.remove_prefix(1);
      text += '%';
    } else {
      const auto conversion = take_conversion(format);
      if (!conversion) return std::unexpected(conversion.error());
      result.conversions.push_back(*conversion);
      result.texts.push_back(std::exchange(text, {}));
    }
  }
  result.texts.push_back(text);
  return result;
}

Expected<std::string> formatted(const Conversion& conversion, const std::byte* element, DType dtype, Release release) {
  const std::string_view texts = "sra";
  if (texts.find(conversion.type) != std::string_view::npos) {
    auto text = conversion.type == 's' ? scalar_str(element, dtype, release) : scalar_repr(element, dtype, release);
    if (!text) return text;
    return padded_text(conversion, std::move(*text));
  }
  if (!is_numeric(dtype.kind()) || is_complex(dtype.kind())) {
    return fail(ErrorKind::dtype, std::string("%") + conversion.type + " format: a real number is required, not " +
                                      std::string(name_of(dtype.kind())));
  }
  if (std::string_view("eEfFgG").find(conversion.type) != std::string_view::npos) {
    return floating(conversion, as_number<double>(element, dtype.kind()));
  }
  return integer(conversion, element, dtype.kind());
}

}  // namespace fairplay::arraycore
