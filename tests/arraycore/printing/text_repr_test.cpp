#include "arraycore/printing/text_repr.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

namespace fairplay::arraycore {
namespace {

std::string of_bytes(std::string_view text) { return bytes_repr(std::as_bytes(std::span(text.data(), text.size()))); }

TEST(TextReprTest, Quotes) {
  EXPECT_EQ(text_repr(U""), "''");
  EXPECT_EQ(text_repr(U"it's"), "\"it's\"");
  EXPECT_EQ(text_repr(U"say \"no\""), "'say \"no\"'");
  EXPECT_EQ(text_repr(U"it's \"no\""), "'it\\'s \"no\"'");
  EXPECT_EQ(of_bytes("it's"), "b\"it's\"");
  EXPECT_EQ(of_bytes("it's \"no\""), "b'it\\'s \"no\"'");
}

TEST(TextReprTest, Escapes) {
  EXPECT_EQ(text_repr(U"a\\b\n\r\t\a\x7f"), "'a\\\\b\\n\\r\\t\\x07\\x7f'");
  EXPECT_EQ(text_repr(U"é日\U0001d518"), "'é日\U0001d518'");
  EXPECT_EQ(text_repr(U"\x85\xa0\xad\x2028\xe000\U000e0001"), "'\\x85\\xa0\\xad\\u2028\\ue000\\U000e0001'");
  EXPECT_EQ(text_repr(std::u32string(1, char32_t{0xd800})), "'\\ud800'");
  EXPECT_EQ(text_repr(std::u32string(1, char32_t{0xffffffff})), "'\\Uffffffff'");
  EXPECT_EQ(of_bytes(std::string_view("\0\x7f\xff~", 4)), "b'\\x00\\x7f\\xff~'");
}

TEST(TextReprTest, Utf8ComesBack) {
  const std::u32string text = U"a\x7f\x80\x7ff\x800\xffff\U00010000\U0010ffff";
  EXPECT_EQ(from_utf8(to_utf8(text)), text);
}

TEST(TextReprTest, WhatIsntUtf8) {
  for (const char* text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                           "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\xff", "a\xc3("}) {
    EXPECT_FALSE(from_utf8(text)) << text;
  }
}

}  // namespace
}  // namespace fairplay::arraycore
