#pragma once

#include <cstdint>
#include <string>

namespace fairplay::arraycore {

/// What Python's str asks of a character (Unicode 15.1), a bit each.
enum class CharacterClass : std::uint16_t {
  alpha = 1 << 0,
  decimal = 1 << 1,
  digit = 1 << 2,
  numeric = 1 << 3,
  space = 1 << 4,
  lower = 1 << 5,
  upper = 1 << 6,
  title = 1 << 7,
  cased = 1 << 8,           ///< a letter that may have another case, also one that `lower` and `upper` aren't true of
  case_ignorable = 1 << 9,  ///< what stands between the letters of a word: Unicode 3.13, D136
};

/// Whether a code point is of this class; nothing beyond Unicode is of any.
bool is_of(CharacterClass which, char32_t code);

/// Appends what a code point becomes in this case: one to three code points. Lower case leaves out the final sigma.
void append_lower(char32_t code, std::u32string& text);
void append_upper(char32_t code, std::u32string& text);
void append_title(char32_t code, std::u32string& text);

}  // namespace fairplay::arraycore
