#include "signatures/database/record_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace fairplay::signatures::database {
namespace {

// 1 or 0, without branches and in bytes: over blocks of a fixed size they become vector instructions, and a megabyte of
// this is looked at for every audit.
constexpr std::uint8_t within(std::uint8_t byte, char first, char last) {
  return static_cast<std::uint8_t>(byte - static_cast<std::uint8_t>(first)) <= static_cast<std::uint8_t>(last - first)
             ? 1
             : 0;
}
constexpr std::uint8_t is_plain(std::uint8_t byte) {
  return static_cast<std::uint8_t>(within(byte, '!', '$') | within(byte, '&', '~'));
}
constexpr std::uint8_t is_hex_digit(std::uint8_t byte) {
  return static_cast<std::uint8_t>(within(byte, '0', '9') | within(byte, 'a', 'f'));
}
constexpr std::uint8_t is_upper_hex_digit(std::uint8_t byte) {
  return static_cast<std::uint8_t>(within(byte, '0', '9') | within(byte, 'A', 'F'));
}

bool is(std::uint8_t (*kind)(std::uint8_t), char c) { return kind(static_cast<std::uint8_t>(c)) != 0; }

template <std::size_t size, std::uint8_t (*kind)(std::uint8_t)>
bool all_of_block(const char* bytes) {
  std::uint8_t all = 1;
  for (std::size_t i = 0; i < size; ++i) all &= kind(static_cast<std::uint8_t>(bytes[i]));
  return all != 0;
}

bool stands_for_itself(char c, Spelling spelling) {
  return is(is_plain, c) || (c == ' ' && spelling == Spelling::rest_of_line);
}

std::size_t plain_prefix(std::string_view text, Spelling spelling) {
  std::size_t at = 0;
  while (text.size() - at >= 16 && all_of_block<16, is_plain>(text.data() + at)) at += 16;
  while (at < text.size() && stands_for_itself(text[at], spelling)) ++at;
  return at;
}

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

std::optional<std::string_view> read_written(std::string_view text, std::deque<std::string>& decoded,
                                             Spelling spelling) {
  const std::size_t ordinary = plain_prefix(text, spelling);
  if (ordinary == text.size()) return text;

  // Many to one block of memory, which never grows: views into it stay.
  if (decoded.empty() || decoded.back().capacity() - decoded.back().size() < text.size())
    decoded.emplace_back().reserve(std::max(text.size(), std::size_t{4096}));
  std::string& bytes = decoded.back();
  const std::size_t start = bytes.size();
  bytes += text.substr(0, ordinary);
  for (std::size_t i = ordinary; i < text.size();) {
    const std::size_t run = plain_prefix(text.substr(i), spelling);
    bytes += text.substr(i, run);
    i += run;
    if (i == text.size()) break;
    const bool escape = text[i] == '%' && text.size() - i >= 3 && is(is_upper_hex_digit, text[i + 1]) &&
                        is(is_upper_hex_digit, text[i + 2]);
    const char byte =
        escape ? static_cast<char>(upper_hex_value(text[i + 1]) * 16 + upper_hex_value(text[i + 2])) : '\0';
    if (!escape || stands_for_itself(byte, spelling)) {  // a second spelling of a plain character
      bytes.resize(start);
      return std::nullopt;
    }
    bytes += byte;
    i += 3;
  }
  return std::string_view(bytes).substr(start);
}

bool is_hex(std::string_view text, std::size_t digits) {
  if (text.size() != digits) return false;
  if (digits == 64) return all_of_block<64, is_hex_digit>(text.data());
  return std::ranges::all_of(text, [](char c) { return is(is_hex_digit, c); });
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  if (text.empty() || text.size() > 20 || (text.size() > 1 && text[0] == '0') || text[0] < '0' || text[0] > '9')
    return std::nullopt;
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

Damage RecordLines::damage(std::string reason) const {
  return {file_, fmt::format("line {}", number_), std::move(reason), true};
}

}  // namespace fairplay::signatures::database
