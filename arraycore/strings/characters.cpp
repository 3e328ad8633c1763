#include "arraycore/strings/characters.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "arraycore/strings/case_mappings.h"
#include "arraycore/strings/class_ranges.h"

namespace fairplay::arraycore {
namespace {

/// Appends the mapping of a code point. False: the table has none.
template <class Table>
bool append_mapped(const Table& table, char32_t code, std::u32string& text) {
  const auto found = std::ranges::lower_bound(table, code, {}, &CaseMapping::from);
  if (found == table.end() || found->from != code) return false;
  for (const char32_t one : found->to) {
    if (one != 0) text += one;
  }
  return true;
}

}  // namespace

bool is_of(CharacterClass which, char32_t code) {
  const auto found = std::ranges::lower_bound(class_ranges, code, {}, &ClassRange::last);
  return found != class_ranges.end() && found->first <= code &&
         (found->classes & static_cast<std::uint16_t>(which)) != 0;
}

void append_lower(char32_t code, std::u32string& text) {
  if (!append_mapped(lower_mappings, code, text)) text += code;
}

void append_upper(char32_t code, std::u32string& text) {
  if (!append_mapped(upper_mappings, code, text)) text += code;
}

void append_title(char32_t code, std::u32string& text) {
  if (!append_mapped(title_mappings, code, text)) append_upper(code, text);
}

}  // namespace fairplay::arraycore
