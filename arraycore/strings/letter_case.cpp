#include "arraycore/strings/letter_case.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/strings/characters.h"
#include "arraycore/strings/operands.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr char32_t capital_sigma = U'\u03a3';
constexpr char32_t final_sigma = U'\u03c2';

/// Whether a sigma at this place ends a word: a letter stands before it and none behind it (Unicode 3.13, Final_Sigma).
bool ends_word(std::u32string_view text, std::size_t place) {
  const auto ignored = [&](std::size_t i) { return is_of(CharacterClass::case_ignorable, text[i]); };
  std::size_t before = place;
  while (before > 0 && ignored(before - 1)) --before;
  if (before == 0 || !is_of(CharacterClass::cased, text[before - 1])) return false;
  std::size_t behind = place + 1;
  while (behind < text.size() && ignored(behind)) ++behind;
  return behind == text.size() || !is_of(CharacterClass::cased, text[behind]);
}

/// A text with each of its characters in the case that they get there.
class CaseWriter {
 public:
  CaseWriter(std::u32string_view text, bool ascii) : text_(text), ascii_(ascii) {}

  void lower(std::size_t i) {
    if (kept(i)) return;
    if (text_[i] == capital_sigma && ends_word(text_, i)) {
      result_ += final_sigma;
    } else {
      append_lower(text_[i], result_);
    }
  }
  void upper(std::size_t i) {
    if (!kept(i)) append_upper(text_[i], result_);
  }
  void title(std::size_t i) {
    if (!kept(i)) append_title(text_[i], result_);
  }
  void swapped(std::size_t i) {
    if (is(CharacterClass::upper, i)) return lower(i);
    if (is(CharacterClass::lower, i)) return upper(i);
    result_ += text_[i];
  }
  bool is(CharacterClass which, std::size_t i) const { return !beyond(i) && is_of(which, text_[i]); }
  std::u32string result() && { return std::move(result_); }

 private:
  bool beyond(std::size_t i) const { return ascii_ && text_[i] > U'\x7f'; }
  bool kept(std::size_t i) {
    if (beyond(i)) result_ += text_[i];
    return beyond(i);
  }

  std::u32string_view text_;
  bool ascii_;
  std::u32string result_;
};

std::u32string in_case(LetterCase letter_case, std::u32string_view text, bool ascii) {
  CaseWriter writer(text, ascii);
  bool within = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (letter_case) {
      case LetterCase::upper: writer.upper(i); break;
      case LetterCase::lower: writer.lower(i); break;
      case LetterCase::swapped: writer.swapped(i); break;
      case LetterCase::capitalized: i == 0 ? writer.title(i) : writer.lower(i); break;
      case LetterCase::title:
        within ? writer.lower(i) : writer.title(i);
        within = writer.is(CharacterClass::cased, i);
        break;
    }
  }
  return std::move(writer).result();
}

}  // namespace

Expected<Array> in_letter_case(LetterCase letter_case, const ConstDynamicView& texts) {
  const auto operands = TextOperands::of(std::span(&texts, 1), 1);
  if (!operands) return std::unexpected(operands.error());
  std::vector<std::u32string> results;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    results.push_back(in_case(letter_case, operands->text(0, i), operands->is_bytes()));
  }
  return array_of_texts(operands->kind(), operands->shape(), results, operands->characters(0));
}

}  // namespace fairplay::arraycore
