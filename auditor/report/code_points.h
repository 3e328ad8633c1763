#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fairplay::auditor::report {

/// One character of an untrusted text.
struct CodePoint {
  std::optional<std::uint32_t> code;  ///< nullopt: the byte at this place starts no well-formed UTF-8 sequence
  std::size_t length = 1;             ///< bytes taken
};

/// The first character of `text` (RFC 3629), which isn't empty.
CodePoint first_code_point(std::string_view text);

/// Whether it can't mislead a terminal or a reader: false for control characters (C0, C1, DEL), line and paragraph
/// separators, bidirectional controls (UAX #9), invisible and tag characters, and noncharacters.
bool harmless(std::uint32_t code);

/// The columns that a terminal needs, exact enough to align a table: one for each code point.
std::size_t width(std::string_view utf8);

}  // namespace fairplay::auditor::report
