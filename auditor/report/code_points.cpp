#include "auditor/report/code_points.h"

#include "signatures/utf8.h"

namespace fairplay::auditor::report {

CodePoint first_code_point(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (text.size() < length || !signatures::is_utf8(text.substr(0, length))) return {std::nullopt, 1};
  std::uint32_t code = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<std::uint8_t>(text[i]) & 0x3fU);
  return {code, length};
}

bool harmless(std::uint32_t code) {
  struct Range {
    std::uint32_t first;
    std::uint32_t last;
  };
  constexpr Range harmful[] = {
      {0x00, 0x1f},       {0x7f, 0x9f},      // C0, DEL, C1
      {0xad, 0xad},                          // soft hyphen
      {0x61c, 0x61c},                        // Arabic letter mark
      {0x115f, 0x1160},   {0x17b4, 0x17b5},  // invisible fillers
      {0x180b, 0x180e},                      // Mongolian selectors and vowel separator
      {0x200b, 0x200f},                      // zero width, direction marks
      {0x2028, 0x202e},                      // line and paragraph separators, embeddings and overrides
      {0x2060, 0x206f},                      // word joiner, isolates, deprecated format characters
      {0x3164, 0x3164},   {0xfe00, 0xfe0f},  // filler, variation selectors
      {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb},
      {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},  // tags and more selectors
  };
  for (const Range& range : harmful) {
    if (code >= range.first && code <= range.last) return false;
  }
  return (code & 0xfffe) != 0xfffe;
}

std::size_t width(std::string_view utf8) {
  std::size_t columns = 0;
  for (const char c : utf8) columns += (static_cast<std::uint8_t>(c) & 0xc0) != 0x80 ? 1 : 0;
  return columns;
}

}  // namespace fairplay::auditor::report
