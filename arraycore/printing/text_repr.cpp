#include "arraycore/printing/text_repr.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "arraycore/printing/unprintable.h"

namespace fairplay::arraycore {
namespace {

/// "\x0a", "\u2028", "\U0010ffff": a backslash, `letter`, so many hexadecimal digits.
void append_escaped(char letter, char32_t code, int digits, std::string& result) {
  result += '\\';
  result += letter;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    result += "0123456789abcdef"[static_cast<std::uint32_t>(code) >> shift & 0xfU];
  }
}

/// What both kinds of literal escape in the same way; false for other characters.
bool append_simple_escape(char32_t code, char quote, std::string& result) {
  switch (code) {
    case U'\\': result += "\\\\"; return true;
    case U'\n': result += "\\n"; return true;
    case U'\r': result += "\\r"; return true;
    case U'\t': result += "\\t"; return true;
    default: break;
  }
  if (code != static_cast<unsigned char>(quote)) return false;
  result += '\\';
  result += quote;
  return true;
}

}  // namespace

bool is_printable(char32_t code) {
  const auto after = std::upper_bound(unprintable_ranges.begin(), unprintable_ranges.end(), code,
                                      [](char32_t value, const auto& range) { return value < range.first; });
  return after == unprintable_ranges.begin() || std::prev(after)->second < code;
}

std::string text_repr(std::u32string_view text) {
  const bool single = text.find(U'\'') != std::u32string_view::npos;
  const char quote = single && text.find(U'"') == std::u32string_view::npos ? '"' : '\'';
  std::string result(1, quote);
  for (const char32_t code : text) {
    if (append_simple_escape(code, quote, result)) continue;
    if (code < 0x110000 && is_printable(code)) {
      append_utf8(code, result);
    } else if (code <= 0xff) {
      append_escaped('x', code, 2, result);
    } else if (code <= 0xffff) {
      append_escaped('u', code, 4, result);
    } else {
      append_escaped('U', code, 8, result);
    }
  }
  return result + quote;
}

std::string bytes_repr(std::span<const std::byte> bytes) {
  const auto holds = [&](char character) {
    return std::find(bytes.begin(), bytes.end(), static_cast<std::byte>(character)) != bytes.end();
  };
  const char quote = holds('\'') && !holds('"') ? '"' : '\'';
  std::string result{'b', quote};
  for (const std::byte byte : bytes) {
    const auto code = static_cast<char32_t>(byte);
    if (append_simple_escape(code, quote, result)) continue;
    if (code >= 0x20 && code < 0x7f) {
      result += static_cast<char>(code);
    } else {
      append_escaped('x', code, 2, result);
    }
  }
  return result + quote;
}

std::optional<std::u32string> from_utf8(std::string_view text) {
  std::u32string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || first > 0xf4 || length > text.size() - i) return std::nullopt;
    char32_t code = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0U) != 0x80U) return std::nullopt;
      code = code << 6 | (next & 0x3fU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || (code >= 0xd800 && code < 0xe000) || code >= 0x110000) return std::nullopt;
    result += code;
    i += length;
  }
  return result;
}

void append_utf8(char32_t code, std::string& text) {
  if ((code >= 0xd800 && code < 0xe000) || code >= 0x110000) code = 0xfffd;
  const auto tail = [&](int shift) { return static_cast<char>(0x80U | (code >> shift & 0x3fU)); };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += {static_cast<char>(0xc0U | code >> 6), tail(0)};
  } else if (code < 0x10000) {
    text += {static_cast<char>(0xe0U | code >> 12), tail(6), tail(0)};
  } else {
    text += {static_cast<char>(0xf0U | code >> 18), tail(12), tail(6), tail(0)};
  }
}

std::string to_utf8(std::u32string_view text) {
  std::string result;
  for (const char32_t code : text) append_utf8(code, result);
  return result;
}

}  // namespace fairplay::arraycore
