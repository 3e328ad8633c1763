#include "signatures/database/record_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace signatures::database {
namespace {

enum : std::uint8_t { plain = 1, hex_digit = 2, upper_hex_digit = 4 };

// One look per byte: the reader goes through a megabyte of these for every audit.
constexpr std::array<std::uint8_t, 256> kinds = [] {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0x21; c <= 0x7e; ++c) {
    if (c != '%') table[c] |= plain;
  }
  for (unsigned c = '0'; c <= '9'; ++c) table[c] |= hex_digit | upper_hex_digit;
  for (unsigned c = 'a'; c <= 'f'; ++c) table[c] |= hex_digit;
  for (unsigned c = 'A'; c <= 'F'; ++c) table[c] |= upper_hex_digit;
  return table;
}();

std::uint8_t kind(char c) { return kinds[static_cast<std::uint8_t>(c)]; }

bool stands_for_itself(char c, Spelling spelling) { return (kind(c) & plain) != 0 || (c == ' ' && spelling == Spelling::rest_of_line); }

unsigned upper_hex_value(char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'A' + 10); }

}  // namespace

std::string written(std::string_view bytes, Spelling spelling) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  text.reserve(bytes.size());
  for (char c : bytes) {
    if (stands_for_itself(c, spelling)) {
      text += c;
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      text += '%';
      text += digits[byte >> 4U];
      text += digits[byte & 0xFU];
    }
  }
  return text;
}

std::optional<std::string_view> read_written(std::string_view text, std::deque<std::string>& decoded, Spelling spelling) {
  std::size_t ordinary = 0;
  while (ordinary < text.size() && stands_for_itself(text[ordinary], spelling)) ++ordinary;
  if (ordinary == text.size()) return text;

  std::string bytes(text.substr(0, ordinary));
  for (std::size_t i = ordinary; i < text.size(); ++i) {
    if (stands_for_itself(text[i], spelling)) {
      bytes += text[i];
      continue;
    }
    if (text[i] != '%' || text.size() - i < 3 || (kind(text[i + 1]) & upper_hex_digit) == 0 || (kind(text[i + 2]) & upper_hex_digit) == 0) return std::nullopt;
    const char byte = static_cast<char>(upper_hex_value(text[i + 1]) * 16 + upper_hex_value(text[i + 2]));
    if (stands_for_itself(byte, spelling)) return std::nullopt;  // a second spelling of a plain character
    bytes += byte;
    i += 2;
  }
  return decoded.emplace_back(std::move(bytes));
}

bool is_hex(std::string_view text, std::size_t digits) {
  if (text.size() != digits) return false;
  std::uint8_t all = hex_digit;
  for (char c : text) all &= kind(c);
  return all != 0;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  if (text.empty() || text.size() > 20 || (text.size() > 1 && text[0] == '0') || text[0] < '0' || text[0] > '9') return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void RecordLines::advance() {
  at_line_ = false;
  line_ = rest_ = {};
  state_ = State::broken;
  if (next_ == text_.size()) return;
  ++number_;
  const std::size_t end = text_.find('\n', next_);
  if (end == std::string_view::npos) {
    cut_off_ = true;
    next_ = text_.size();
    return;
  }
  line_ = text_.substr(next_, end - next_);
  next_ = end + 1;
  at_line_ = true;
}

bool RecordLines::begins(std::string_view word) {
  if (!at_line_ || line_.size() <= word.size() || line_[word.size()] != ' ' || !line_.starts_with(word)) return false;
  rest_ = line_.substr(word.size() + 1);
  state_ = State::fields;
  return true;
}

std::optional<std::string_view> RecordLines::field() {
  if (state_ != State::fields) {
    state_ = State::broken;
    return std::nullopt;
  }
  const std::size_t space = rest_.find(' ');
  const std::string_view field = rest_.substr(0, space);
  if (field.empty()) {
    state_ = State::broken;
    return std::nullopt;
  }
  if (space == std::string_view::npos) {
    state_ = State::ended;
  } else {
    rest_ = rest_.substr(space + 1);
  }
  return field;
}

std::optional<std::string_view> RecordLines::rest() {
  if (state_ != State::fields || rest_.empty()) {
    state_ = State::broken;
    return std::nullopt;
  }
  state_ = State::ended;
  return rest_;
}

Damage RecordLines::damage(std::string reason) const { return {file_, fmt::format("line {}", number_), std::move(reason), true}; }

}  // namespace signatures::database
