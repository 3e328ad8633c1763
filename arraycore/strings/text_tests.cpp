#include "arraycore/strings/text_tests.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/strings/characters.h"
#include "arraycore/strings/operands.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Characters of bytes have classes up to 127.
class Classes {
 public:
  explicit Classes(bool ascii) : last_(ascii ? U'\x7f' : U'\xffffffff') {}
  /// The controls from U+001C to U+001F are spaces of text only.
  bool is(CharacterClass which, char32_t code) const {
    const bool control = last_ == U'\x7f' && which == CharacterClass::space && code >= U'\x1c' && code < U' ';
    return code <= last_ && !control && is_of(which, code);
  }

 private:
  char32_t last_;
};

/// Whether one character at least has a case, and all that have one have this one.
bool all_cased(std::u32string_view text, CharacterClass wanted, CharacterClass other, const Classes& classes) {
  bool found = false;
  for (const char32_t code : text) {
    if (classes.is(other, code) || classes.is(CharacterClass::title, code)) return false;
    found = found || classes.is(wanted, code);
  }
  return found;
}

bool is_title(std::u32string_view text, const Classes& classes) {
  bool within = false;
  bool found = false;
  for (const char32_t code : text) {
    const bool begins = classes.is(CharacterClass::upper, code) || classes.is(CharacterClass::title, code);
    const bool goes_on = !begins && classes.is(CharacterClass::lower, code);
    if ((begins && within) || (goes_on && !within)) return false;
    within = begins || goes_on;
    found = found || within;
  }
  return found;
}

bool passes(TextTest test, std::u32string_view text, const Classes& classes) {
  const auto all = [&](auto... which) {
    return !text.empty() && std::ranges::all_of(text, [&](char32_t code) { return (classes.is(which, code) || ...); });
  };
  switch (test) {
    case TextTest::alpha: return all(CharacterClass::alpha);
    case TextTest::digit: return all(CharacterClass::digit);
    case TextTest::space: return all(CharacterClass::space);
    case TextTest::alnum:
      return all(CharacterClass::alpha, CharacterClass::decimal, CharacterClass::digit, CharacterClass::numeric);
    case TextTest::lower: return all_cased(text, CharacterClass::lower, CharacterClass::upper, classes);
    case TextTest::upper: return all_cased(text, CharacterClass::upper, CharacterClass::lower, classes);
    case TextTest::title: return is_title(text, classes);
    case TextTest::decimal: return all(CharacterClass::decimal);
    case TextTest::numeric: return all(CharacterClass::numeric);
  }
  return false;
}

}  // namespace

Expected<Array> test_texts(TextTest test, const ConstDynamicView& texts) {
  const auto operands = TextOperands::of(std::span(&texts, 1), 1);
  if (!operands) return std::unexpected(operands.error());
  if (operands->is_bytes() && (test == TextTest::decimal || test == TextTest::numeric)) {
    return fail(ErrorKind::dtype, "isdecimal and isnumeric are asked of text only, not of bytes");
  }
  const Classes classes(operands->is_bytes());
  std::vector<bool> truths;
  for (std::size_t i = 0; i < operands->count(); ++i) truths.push_back(passes(test, operands->text(0, i), classes));
  return array_of_truths(operands->shape(), truths);
}

Expected<Array> text_lengths(const ConstDynamicView& texts) {
  const auto operands = TextOperands::of(std::span(&texts, 1), 1);
  if (!operands) return std::unexpected(operands.error());
  std::vector<std::int64_t> lengths;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    lengths.push_back(static_cast<std::int64_t>(operands->text(0, i).size()));
  }
  return array_of_numbers(operands->shape(), lengths);
}

}  // namespace fairplay::arraycore
