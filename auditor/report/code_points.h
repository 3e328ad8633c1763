#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fairplay::auditor::report {

/// One character of a text nobody vouches for.
struct CodePoint {
  std::optional<std::uint32_t> code;  ///< nullopt: the byte at this place starts no well-formed UTF-8 sequence
  std::size_t length = 1;             ///< bytes taken
};

/// The character at `text`'s start (RFC 3629); `text` isn't empty.
CodePoint first_code_point(std::string_view text);

/// Whether a terminal or a reader's eye is safe from it: false for control characters (C0, C1, DEL), line and paragraph
/// separators, bidirectional controls (UAX #9), invisible and tag characters, and noncharacters.
bool harmless(std::uint32_t code);

/// Columns a terminal takes, near enough to align a table: one a code point.
std::size_t width(std::string_view utf8);

}  // namespace fairplay::auditor::report
