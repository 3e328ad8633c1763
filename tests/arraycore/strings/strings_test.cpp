// Functions of text; the differential test compares many more with NumPy.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/strings/characters.h"
#include "arraycore/strings/justify.h"
#include "arraycore/strings/letter_case.h"
#include "arraycore/strings/operands.h"
#include "arraycore/strings/text_changes.h"
#include "arraycore/strings/text_search.h"
#include "arraycore/strings/text_tests.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using Texts = std::vector<std::u32string>;

Array texts(const Texts& values, Kind kind = Kind::text) {
  return array_of_texts(kind, Extents{static_cast<std::int64_t>(values.size())}, values).value();
}

Array number(std::int64_t value) { return array_of<std::int64_t>({}, {value}); }

/// The elements of an array of one axis; one element says what the error was.
Texts found(const Expected<Array>& array) {
  if (!array) return {U"error"};
  const ConstDynamicView view = array->view();
  const auto operands = TextOperands::of(std::vector{view}, 1).value();
  Texts result;
  for (std::size_t i = 0; i < operands.count(); ++i) result.push_back(operands.text(0, i));
  return result;
}

TEST(CharactersTest, Classes) {
  EXPECT_TRUE(is_of(CharacterClass::space, U'\u3000'));
  EXPECT_TRUE(is_of(CharacterClass::decimal, U'\u0660'));
  EXPECT_FALSE(is_of(CharacterClass::decimal, U'\u00b2'));
  EXPECT_TRUE(is_of(CharacterClass::digit, U'\u00b2'));
  EXPECT_TRUE(is_of(CharacterClass::title, U'\u01c5'));
  EXPECT_FALSE(is_of(CharacterClass::alpha, char32_t{0xffffffff}));
}

TEST(TextTestsTest, EmptyTextsAreNothing) {
  const Array some = texts({U"", U"aB", U"Ab", U"1", U" "});
  EXPECT_EQ(elements<bool>(*test_texts(TextTest::alpha, some)), (std::vector<bool>{false, true, true, false, false}));
  EXPECT_EQ(elements<bool>(*test_texts(TextTest::title, some)), (std::vector<bool>{false, false, true, false, false}));
  EXPECT_EQ(integers(*text_lengths(some)), (std::vector<std::int64_t>{0, 2, 2, 1, 1}));
  EXPECT_FALSE(test_texts(TextTest::decimal, texts({U"1"}, Kind::bytes)));
  EXPECT_FALSE(text_lengths(counting({2})));
}

TEST(TextTestsTest, BytesAreAscii) {
  EXPECT_EQ(elements<bool>(*test_texts(TextTest::alpha, texts({U"\u00e9"}, Kind::bytes))), std::vector<bool>{false});
  EXPECT_EQ(elements<bool>(*test_texts(TextTest::space, texts({U"\x1c"}, Kind::bytes))), std::vector<bool>{false});
  EXPECT_EQ(elements<bool>(*test_texts(TextTest::space, texts({U"\x1c"}))), std::vector<bool>{true});
}

TEST(LetterCaseTest, WhatGrowsIsCutOff) {
  EXPECT_EQ(found(in_letter_case(LetterCase::upper, texts({U"\u00dfab"}))), Texts{U"SSA"});
  EXPECT_EQ(found(in_letter_case(LetterCase::title, texts({U"\ufb01x ab"}))), Texts{U"Fix A"});
}

TEST(LetterCaseTest, FinalSigma) {
  EXPECT_EQ(found(in_letter_case(LetterCase::lower, texts({U"\u0391\u03a3 \u03a3", U"\u0391\u03a3."}))),
            (Texts{U"\u03b1\u03c2 \u03c3", U"\u03b1\u03c2."}));
}

TEST(TextSearchTest, WindowsAndNothing) {
  const Array text = texts({U"abcabc"});
  const auto search = [&](TextSearch which, const std::u32string& part, std::int64_t start, std::int64_t stop) {
    return integers(*search_texts(which, text, texts({part}), number(start), number(stop))).at(0);
  };
  EXPECT_EQ(search(TextSearch::find, U"b", 2, 9), 4);
  EXPECT_EQ(search(TextSearch::find, U"b", -3, -1), 4);
  EXPECT_EQ(search(TextSearch::rfind, U"", 0, 99), 6);
  EXPECT_EQ(search(TextSearch::find, U"", 7, 9), -1);
  EXPECT_EQ(search(TextSearch::count, U"", 5, 9), 2);
  EXPECT_FALSE(search_texts(TextSearch::index, text, texts({U"x"}), number(0), number(9)));
  EXPECT_FALSE(search_texts(TextSearch::find, text, texts({U"x"}, Kind::bytes), number(0), number(9)));
  EXPECT_FALSE(search_texts(TextSearch::find, text, texts({U"x"}), float64s({0}), number(9)));
}

TEST(TextChangesTest, Replace) {
  const auto replaced = [&](const std::u32string& part, const std::u32string& other, std::int64_t count) {
    return found(replace_in_texts(texts({U"abab"}), texts({part}), texts({other}), number(count)));
  };
  EXPECT_EQ(replaced(U"a", U"xy", -1), Texts{U"xybxyb"});
  EXPECT_EQ(replaced(U"", U"-", 2), Texts{U"-a-bab"});
  EXPECT_EQ(replaced(U"", U"-", -1), Texts{U"-a-b-a-b-"});
  EXPECT_EQ(replaced(U"b", U"", 1), Texts{U"aab"});
}

TEST(TextChangesTest, StripRepeatExpandPartition) {
  EXPECT_EQ(found(strip_texts(texts({U"\u3000 a \t"}), {}, TextSide::both)), Texts{U"a"});
  EXPECT_EQ(found(strip_texts(texts({U"xyax"}), texts({U"yx"}), TextSide::left)), Texts{U"ax"});
  EXPECT_EQ(found(repeat_texts(texts({U"ab"}), array_of<std::int64_t>({2}, {-1, 2}))), (Texts{U"", U"abab"}));
  EXPECT_FALSE(repeat_texts(texts({U"ab"}), number(std::int64_t{1} << 62)));
  EXPECT_FALSE(repeat_texts(texts({U"ab"}), number(std::int64_t{1} << 40)));
  EXPECT_EQ(found(expand_tabs(texts({U"a\tb\n\tc"}), number(4))), Texts{U"a   b\n    c"});
  EXPECT_FALSE(expand_tabs(texts({U"\t"}), number(std::int64_t{1} << 40)));
  const auto parts = partition_texts(texts({U"a-b-c"}), texts({U"-"}), true);
  EXPECT_EQ(found(Array::copy_of(parts->at(0))), Texts{U"a-b"});
  EXPECT_EQ(found(Array::copy_of(parts->at(2))), Texts{U"c"});
  EXPECT_FALSE(partition_texts(texts({U"a"}), texts({U""}), false));
}

TEST(JustifyTest, WidthsAndFills) {
  EXPECT_EQ(found(justify_texts(Justified::center, texts({U"ab"}), number(5), texts({U"*"}))), Texts{U"**ab*"});
  EXPECT_EQ(found(justify_texts(Justified::left, texts({U"abc"}), number(2), texts({U"*"}))), Texts{U"abc"});
  EXPECT_EQ(found(justify_texts(Justified::left, texts({U"abc"}), number(2), texts({U"*"}), {2, 0})), Texts{U"ab"});
  EXPECT_FALSE(justify_texts(Justified::left, texts({U"abc"}), number(2), texts({U"**"})));
  EXPECT_FALSE(justify_texts(Justified::left, texts({U"abc"}), number(std::int64_t{1} << 40), texts({U"*"})));
  EXPECT_EQ(found(fill_with_zeros(texts({U"-1", U"+"}), number(4))), (Texts{U"-001", U"+000"}));
}

}  // namespace
}  // namespace fairplay::arraycore
