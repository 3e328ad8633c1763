#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "signatures/damage.h"

/// The text that manifests and indexes are made of: one record a line, a word and its fields with one space between,
/// every line ended by one line feed. Every value has one spelling only, so that one database has one text
/// (docs/signatures.md, "The text").
namespace fairplay::signatures::database {

/// Where a value stands: as a field, or as all the rest of its line, where a space is itself.
enum class Spelling : std::uint8_t { field, rest_of_line };

/// `bytes` as written: what isn't printable ASCII, '%' and (in a field) space become %XX, upper-case hex.
std::string written(std::string_view bytes, Spelling spelling = Spelling::field);

/// The inverse; nullopt where `text` isn't what written() makes of anything. Without escapes it is `text` itself, else
/// it is kept in `decoded`, whose strings hold many values each.
std::optional<std::string_view> read_written(std::string_view text, std::deque<std::string>& decoded,
                                             Spelling spelling = Spelling::field);

/// `digits` lower-case hex digits and nothing else.
bool is_hex(std::string_view text, std::size_t digits);
/// How many of them a SHA-256 has.
inline constexpr std::size_t sha256_digits = 64;

/// A decimal number without sign and leading zeros that fits 64 bits.
std::optional<std::uint64_t> decimal(std::string_view text);

/// Goes through a text's lines and their fields. Never beyond the text, whatever it holds.
class RecordLines {
 public:
  RecordLines(std::string_view text, const std::string& file) : text_(text), file_(file) { advance(); }

  bool at_line() const { return at_line_; }  ///< false behind the last line
  bool cut_off() const { return cut_off_; }  ///< the last line has no line feed
  std::string_view line() const { return line_; }
  void advance();  ///< to the next line

  /// Whether the line begins with `word` and a space; then its fields follow.
  bool begins(std::string_view word);
  /// The next field; nullopt where there is none or it is empty, and from then on for the rest of the line: where the
  /// last field is there, all before it were.
  std::optional<std::string_view> field();
  std::optional<std::string_view> rest();                 ///< all that is left of the line; nullopt as field()
  bool at_end() const { return state_ == State::ended; }  ///< every field was there and none is left

  Damage damage(std::string reason) const;  ///< at this line

 private:
  std::string_view text_;
  const std::string& file_;
  std::size_t next_ = 0;
  std::size_t number_ = 0;
  std::string_view line_;
  std::string_view rest_;
  enum class State : std::uint8_t { fields, ended, broken } state_ = State::broken;
  bool at_line_ = false;
  bool cut_off_ = false;
};

}  // namespace fairplay::signatures::database
