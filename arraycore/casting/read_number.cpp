#include <array>
#include <charconv>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include "arraycore/casting/characters.h"
#include "arraycore/casting/number_text.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/tables.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view stripped(std::string_view text) {
  constexpr std::string_view spaces = " \t\n\r\f\v\x1c\x1d\x1e\x1f";
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// Moves digits, with single underscores between them, from the front of `text` to `clean`. False: there are none.
bool take_digits(std::string_view& text, std::string& clean) {
  if (text.empty() || !is_digit(text.front())) return false;
  while (!text.empty() && (is_digit(text.front()) || (text.size() > 1 && text[0] == '_' && is_digit(text[1])))) {
    if (text.front() != '_') clean += text.front();
    text.remove_prefix(1);
  }
  return true;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((text[i] | 0x20) != word[i]) return false;
  }
  text.remove_prefix(word.size());
  return true;
}

/// A decimal number by Python's grammar, without underscores and plus signs, or "inf" or "nan" with its sign. Moves it
/// from the front of `text`; nullopt if none is there.
std::optional<std::string> take_float(std::string_view& text) {
  std::string_view rest = text;
  std::string clean;
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
    if (rest.front() == '-') clean += '-';
    rest.remove_prefix(1);
  }
  if (take_word(rest, "infinity") || take_word(rest, "inf")) {
    text = rest;
    return clean + "inf";
  }
  if (take_word(rest, "nan")) {
    text = rest;
    return clean + "nan";
  }
  const bool whole = take_digits(rest, clean);
  bool fraction = false;
  if (!rest.empty() && rest.front() == '.') {
    clean += '.';
    rest.remove_prefix(1);
    fraction = take_digits(rest, clean);
  }
  if (!whole && !fraction) return std::nullopt;
  if (!rest.empty() && (rest.front() | 0x20) == 'e') {
    std::string_view power = rest.substr(1);
    std::string exponent = "e";
    if (!power.empty() && (power.front() == '+' || power.front() == '-')) {
      if (power.front() == '-') exponent += '-';
      power.remove_prefix(1);
    }
    if (take_digits(power, exponent)) {
      clean += exponent;
      rest = power;
    }
  }
  text = rest;
  return clean;
}

/// Digits without zeros at either end, and the power of ten of the first; a number's magnitude, to be compared.
struct Magnitude {
  std::string digits;
  std::int64_t power = 0;
};
Magnitude magnitude_of(std::string_view number) {
  Magnitude result;
  const std::size_t e = number.find('e');
  std::int64_t exponent = 0;
  if (e != std::string_view::npos) {
    const std::string_view text = number.substr(number[e + 1] == '+' ? e + 2 : e + 1);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (read.ec != std::errc()) exponent = text.starts_with('-') ? -(1LL << 40) : 1LL << 40;
  }
  std::int64_t before_point = 0;
  bool point = false;
  for (const char c : number.substr(0, e)) {
    if (c == '.') point = true;
    if (!is_digit(c)) continue;
    if (result.digits.empty() && c == '0') {
      if (point) --before_point;
      continue;
    }
    result.digits += c;
    if (!point) ++before_point;
  }
  result.digits.erase(result.digits.find_last_not_of('0') + 1);
  result.power = before_point + exponent;
  return result;
}

/// The nearest T; beyond its range infinite or zero.
template <class T>
T nearest(std::string_view number) {
  T value = 0;
  const bool negative = number.starts_with('-');
  if (number.ends_with("nan")) {
    value = std::numeric_limits<T>::quiet_NaN();
    return negative ? -value : value;
  }
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  if (read.ec == std::errc::result_out_of_range) {
    const Magnitude magnitude = magnitude_of(number);
    value = magnitude.power > 0 && !magnitude.digits.empty() ? std::numeric_limits<T>::infinity() : T(0);
    return negative ? -value : value;
  }
  return value;
}

/// The nearest float16. A double in between is right unless it is a midpoint of two that the text only nearly was.
Float16 nearest_float16(std::string_view number) {
  const auto value = nearest<double>(number);
  const Float16 below = Float16::from(std::nextafter(value, 0.0));
  const Float16 above =
      Float16::from(std::nextafter(value, std::copysign(std::numeric_limits<double>::infinity(), value)));
  if (!std::isfinite(value) || value == 0 || below == above) return Float16::from(value);
  std::array<char, 96> room;
  // A midpoint has at most 12 bits down to 2^-25: these digits are all that it has.
  const auto written = std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::scientific, 60);
  const Magnitude exact = magnitude_of({room.data(), static_cast<std::size_t>(written.ptr - room.data())});
  const Magnitude given = magnitude_of(number);
  if (given.power != exact.power) return given.power < exact.power ? below : above;
  if (given.digits == exact.digits) return Float16::from(value);
  return given.digits < exact.digits ? below : above;
}

template <class T>
bool read_complex(std::string_view text, std::complex<T>& value) {
  if (text.size() > 1 && text.front() == '(' && text.back() == ')') text = stripped(text.substr(1, text.size() - 2));
  const auto ends_in_j = [&] { return text.size() == 1 && (text.front() | 0x20) == 'j'; };
  // "j", "+j", "-j" are one j.
  const auto take_part = [&]() -> std::optional<T> {
    if (const auto number = take_float(text)) return nearest<T>(*number);
    const bool sign = !text.empty() && (text.front() == '+' || text.front() == '-');
    const T one = sign && text.front() == '-' ? T(-1) : T(1);
    std::string_view rest = sign ? text.substr(1) : text;
    if (rest.size() != 1 || (rest.front() | 0x20) != 'j') return std::nullopt;
    text = rest;
    return one;
  };
  const auto first = take_part();
  if (!first) return false;
  if (text.empty()) {
    value = {*first, T(0)};
    return true;
  }
  if (ends_in_j()) {
    value = {T(0), *first};
    return true;
  }
  if (text.front() != '+' && text.front() != '-') return false;
  const auto second = take_part();
  if (!second || !ends_in_j()) return false;
  value = {*first, *second};
  return true;
}

std::unexpected<Error> no_number(const std::string& text, DType target) {
  return fail(ErrorKind::value, "could not convert string to " + target.name() + ": '" + text + "'");
}

/// An integer by Python's grammar as sign and magnitude; nullopt in `magnitude` if that takes more than 64 bits.
struct Integer {
  bool negative = false;
  std::optional<std::uint64_t> magnitude;
};
std::optional<Integer> read_integer(std::string_view text) {
  Integer result;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    result.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::string digits;
  if (!take_digits(text, digits) || !text.empty()) return std::nullopt;
  std::uint64_t magnitude = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), magnitude).ec == std::errc()) {
    result.magnitude = magnitude;
  }
  return result;
}

template <class T>
Expected<void> store_integer(const std::string& text, std::byte* target) {
  const auto integer = read_integer(stripped(text));
  if (!integer) return no_number(text, dtype_of<T>);
  const auto largest = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
  const bool negative = integer->negative && integer->magnitude != 0u;
  const std::uint64_t limit = !negative ? largest : std::is_signed_v<T> ? largest + 1 : 0;
  if (!integer->magnitude || *integer->magnitude > limit) {
    return fail(ErrorKind::range, "integer " + text + " out of bounds for " + dtype_of<T>.name());
  }
  store<T>(target, static_cast<T>(negative ? 0 - *integer->magnitude : *integer->magnitude));
  return {};
}

template <class T>
Expected<void> store_float(const std::string& text, std::byte* target) {
  std::string_view rest = stripped(text);
  const auto number = take_float(rest);
  if (!number || !rest.empty()) return no_number(text, dtype_of<T>);
  if constexpr (std::is_same_v<T, Float16>) {
    store<T>(target, nearest_float16(*number));
  } else {
    store<T>(target, nearest<T>(*number));
  }
  return {};
}

template <class T>
Expected<void> store_complex(const std::string& text, std::byte* target) {
  std::complex<T> value;
  if (!read_complex(stripped(text), value)) return no_number(text, dtype_of<std::complex<T>>);
  store(target, value);
  return {};
}

Expected<void> store_truth(const std::string& text, std::byte* target, Release release) {
  if (CastingTable::of("text_truth", release).row('?') == "n") {
    store<bool>(target, !text.empty());
    return {};
  }
  const auto integer = read_integer(stripped(text));
  if (!integer) return no_number(text, Kind::boolean);
  store<bool>(target, integer->magnitude != 0u);
  return {};
}

}  // namespace

Expected<void> read_number(const std::byte* source, DType text, std::byte* target, Kind kind, Release release) {
  const std::string characters = ascii_of(source, text);
  switch (kind) {
    case Kind::boolean: return store_truth(characters, target, release);
    case Kind::int8: return store_integer<std::int8_t>(characters, target);
    case Kind::uint8: return store_integer<std::uint8_t>(characters, target);
    case Kind::int16: return store_integer<std::int16_t>(characters, target);
    case Kind::uint16: return store_integer<std::uint16_t>(characters, target);
    case Kind::int32: return store_integer<std::int32_t>(characters, target);
    case Kind::uint32: return store_integer<std::uint32_t>(characters, target);
    case Kind::int64: return store_integer<std::int64_t>(characters, target);
    case Kind::uint64: return store_integer<std::uint64_t>(characters, target);
    case Kind::float16: return store_float<Float16>(characters, target);
    case Kind::float32: return store_float<float>(characters, target);
    case Kind::float64: return store_float<double>(characters, target);
    case Kind::long_double: return store_float<long double>(characters, target);
    case Kind::complex64: return store_complex<float>(characters, target);
    case Kind::complex128: return store_complex<double>(characters, target);
    case Kind::complex_long_double: return store_complex<long double>(characters, target);
    default: return no_number(characters, kind);
  }
}

}  // namespace fairplay::arraycore
