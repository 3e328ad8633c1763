#include "auditor/behaviour/reproducer/literals.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace fairplay::auditor::behaviour::reproducer {
namespace {

/// One real number at the start of `text`, which is then what follows it. from_chars knows neither a leading + nor 0x.
std::optional<double> take_real(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  if (text.starts_with('-')) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value,
                                            hexadecimal ? std::chars_format::hex : std::chars_format::general);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return negative ? -value : value;
}

}  // namespace

std::string comment_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    const bool ends_comment = c == '/' && !safe.empty() && safe.back() == '*';
    const bool trigraph = c == '?' && !safe.empty() && safe.back() == '?';
    if (ends_comment || trigraph) safe += ' ';
    safe += c < ' ' || c > '~' || c == '\\' ? '?' : c;
  }
  return safe;
}

std::string string_literal(std::string_view text) {
  std::string literal = "\"";
  // Three octal digits end an escape whatever follows; a '?' might begin a trigraph.
  for (const char c : text)
    literal += c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '?'
                   ? std::string(1, c)
                   : fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  return literal + "\"";
}

std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::string real_literal(double value) {
  if (std::isnan(value)) return "NAN";
  if (std::isinf(value)) return value < 0 ? "-INFINITY" : "INFINITY";
  if (value == std::floor(value) && std::abs(value) < 1e6)
    return fmt::format("{}{:.0f}.0", std::signbit(value) ? "-" : "", std::abs(value));
  return fmt::format("{:a}", value);
}

std::optional<Value> value_in(std::string_view text) {
  Value value;
  const auto re = take_real(text);
  if (!re) return std::nullopt;
  value.re = *re;
  if (text.empty()) return value;
  const auto im = take_real(text);
  if (!im || text != "i") return std::nullopt;
  value.im = *im;
  value.complex = true;
  return value;
}

}  // namespace fairplay::auditor::behaviour::reproducer
