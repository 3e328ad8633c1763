#include "arraycore/text_files/fromstring.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/text_files/field_value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t spaces_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_ascii_space) - text.begin());
}

std::size_t digits_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_ascii_digit) - text.begin());
}

bool begins_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == (b | 0x20); });
}

std::size_t sign_in(std::string_view text) { return text.starts_with('+') || text.starts_with('-') ? 1 : 0; }

/// How many characters at the front are an integer; 0: none.
std::size_t integer_length(std::string_view text) {
  const std::size_t sign = sign_in(text);
  const std::size_t digits = digits_in(text.substr(sign));
  return digits == 0 ? 0 : sign + digits;
}

/// The same of a floating number: decimal, "inf", "infinity", "nan".
std::size_t floating_length(std::string_view text) {
  const std::size_t sign = sign_in(text);
  for (const std::string_view word : {"infinity", "inf", "nan"}) {
    if (begins_with_word(text.substr(sign), word)) return sign + word.size();
  }
  const std::size_t whole = digits_in(text.substr(sign));
  std::size_t end = sign + whole;
  if (text.substr(end).starts_with('.')) {
    const std::size_t fraction = digits_in(text.substr(end + 1));
    if (whole + fraction == 0) return 0;
    end += 1 + fraction;
  } else if (whole == 0) {
    return 0;
  }
  if (end < text.size() && (text[end] | 0x20) == 'e') {
    const std::size_t exponent = integer_length(text.substr(end + 1));
    if (exponent > 0) end += 1 + exponent;
  }
  return end;
}

/// The same of a complex number: a real part, or both with the imaginary one's sign.
std::size_t complex_length(std::string_view text) {
  const std::size_t real = floating_length(text);
  if (real == 0) return 0;
  const std::string_view rest = text.substr(real);
  if (rest.starts_with('j')) return real + 1;
  if (sign_in(rest) == 0) return real;
  const std::size_t imaginary = floating_length(rest);
  return imaginary > 0 && rest.substr(imaginary).starts_with('j') ? real + imaginary + 1 : real;
}

std::size_t number_length(std::string_view text, Kind kind) {
  if (is_integer(kind) || is_time(kind)) return integer_length(text);
  return is_complex(kind) ? complex_length(text) : floating_length(text);
}

/// How many characters at the front a separator takes, or the part of it that the text ends with; nullopt: none.
std::optional<std::size_t> separator_length(std::string_view text, std::string_view separator) {
  std::size_t at = spaces_in(text);
  for (const char c : separator) {
    if (at == text.size()) return at;
    if (is_ascii_space(c)) {
      at += spaces_in(text.substr(at));
    } else if (text.substr(at).starts_with(c)) {
      ++at;
    } else {
      return std::nullopt;
    }
  }
  at += spaces_in(text.substr(at));
  if (at == 0) return std::nullopt;
  return at;
}

std::string place_in(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  return "line " + std::to_string(std::ranges::count(before, '\n') + 1) + ", column " +
         std::to_string(at - (before.find_last_of('\n') + 1) + 1);
}

Expected<void> read_front(std::string_view number, DType dtype, std::byte* target, Release release) {
  const std::u32string field(number.begin(), number.end());
  if (dtype.kind() == Kind::boolean) {
    double value = 0;
    auto done = read_element(field, Kind::float64, reinterpret_cast<std::byte*>(&value), release);
    if (done) store<bool>(target, value != 0);
    return done;
  }
  if (is_time(dtype.kind())) return read_element(field, Kind::int64, target, release);
  return read_element(field, dtype, target, release);
}

}  // namespace

Expected<Array> fromstring(std::string_view text, DType dtype, std::optional<std::int64_t> count,
                           std::string_view separator, Release release) {
  if (is_character(dtype.kind())) {
    return fail(ErrorKind::value, "don't know how to read character strings with that array type");
  }
  if (separator.empty()) return fail(ErrorKind::value, "an empty separator is binary data");
  const bool limited = count && *count >= 0;
  const auto size = static_cast<std::size_t>(dtype.size());
  std::vector<std::byte> elements;
  std::size_t at = 0;
  std::int64_t found = 0;
  for (; !limited || found < *count; ++found) {
    at += spaces_in(text.substr(at));
    if (at == text.size()) break;
    const std::size_t length = number_length(text.substr(at), dtype.kind());
    if (length == 0) return fail(ErrorKind::value, "no number of " + dtype.name() + " at " + place_in(text, at));
    elements.resize(elements.size() + size);
    const auto done = read_front(text.substr(at, length), dtype, elements.data() + elements.size() - size, release);
    if (!done) return fail(done.error().kind, done.error().message + " at " + place_in(text, at));
    at += length;
    if (at == text.size() || (limited && found + 1 == *count)) {
      ++found;
      break;
    }
    const auto between = separator_length(text.substr(at), separator);
    if (!between) {
      return fail(ErrorKind::value, "no separator at " + place_in(text, at));
    }
    at += *between;
  }
  if (limited && found < *count) {
    return fail(ErrorKind::value,
                "string is smaller than requested size: " + std::to_string(found) + " of " + std::to_string(*count));
  }
  auto result = Array::zeros(dtype, Extents{found});
  if (result && !elements.empty()) std::memcpy(result->view().data(), elements.data(), elements.size());
  return result;
}

}  // namespace fairplay::arraycore
