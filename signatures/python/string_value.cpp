#include "signatures/python/string_value.h"

#include <cstdint>
#include <optional>

namespace fairplay::signatures::python {

namespace {

bool has_letter(std::string_view prefix, char lower) {
  return prefix.find(lower) != std::string_view::npos ||
         prefix.find(static_cast<char>(lower - 'a' + 'A')) != std::string_view::npos;
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

std::optional<unsigned> digit(char c, unsigned base) {
  unsigned value = 99;
  if (c >= '0' && c <= '9')
    value = static_cast<unsigned>(c - '0');
  else if (c >= 'a' && c <= 'f')
    value = static_cast<unsigned>(c - 'a') + 10;
  else if (c >= 'A' && c <= 'F')
    value = static_cast<unsigned>(c - 'A') + 10;
  if (value >= base) return std::nullopt;
  return value;
}

/// Up to `most` digits from the start of `text`; fewer than `least` give nothing. Removes what it read.
std::optional<std::uint32_t> number(std::string_view& text, unsigned base, std::size_t least, std::size_t most) {
  std::uint32_t value = 0;
  std::size_t count = 0;
  while (count < most && count < text.size()) {
    const auto d = digit(text[count], base);
    if (!d) break;
    value = value * base + *d;
    ++count;
  }
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

/// One escape sequence whose backslash was read; false when Python would leave it as it is.
bool append_escape(std::string& out, std::string_view& rest, bool bytes) {
  const auto put_code = [&](std::uint32_t code) {
    bytes ? out.push_back(static_cast<char>(code)) : append_utf8(out, code);
  };
  const char c = rest.front();
  constexpr std::string_view letters = "\\'\"abfnrtv";
  constexpr std::string_view values = "\\'\"\a\b\f\n\r\t\v";
  if (const std::size_t i = letters.find(c); i != std::string_view::npos) {
    out.push_back(values[i]);
    rest.remove_prefix(1);
    return true;
  }
  if (c == '\n' || c == '\r') {  // a line that goes on
    rest.remove_prefix(rest.starts_with("\r\n") ? 2 : 1);
    return true;
  }
  if (c >= '0' && c <= '7') {
    put_code(*number(rest, 8, 1, 3));
    return true;
  }
  const std::size_t digits = c == 'x' ? 2 : c == 'u' && !bytes ? 4 : c == 'U' && !bytes ? 8 : 0;
  if (digits == 0) return false;
  std::string_view after = rest.substr(1);
  const auto code = number(after, 16, digits, digits);
  if (!code) return false;
  put_code(*code);
  rest = after;
  return true;
}

}  // namespace

std::string string_value(std::string_view prefix, std::string_view content) {
  const bool raw = has_letter(prefix, 'r');
  const bool bytes = has_letter(prefix, 'b');
  std::string out;
  out.reserve(content.size());
  while (!content.empty()) {
    const char c = content.front();
    content.remove_prefix(1);
    if (c == '\r') {  // line ends are "\n" before Python sees them
      if (content.starts_with('\n')) content.remove_prefix(1);
      out.push_back('\n');
    } else if (c == '\\' && !raw && !content.empty() && append_escape(out, content, bytes)) {
      continue;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace fairplay::signatures::python
