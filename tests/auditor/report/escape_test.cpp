#include <gtest/gtest.h>

#include "auditor/report/escape.h"
#include "auditor/report/markdown_code.h"
#include "signatures/utf8.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using auditor::report::escape_markdown;
using auditor::report::escape_terminal;
using auditor::report::escape_utf8;
using auditor::report::markdown_code;

TEST(EscapeTerminal, OrdinaryTextStaysAsItIs) {
  for (const char* text : {"", "numpy 2.3.5", "/usr/lib/x86_64-linux-gnu/libblas.so.3", "a::b", "1:1.24.2-1+deb12u1",
                           "naïve/Ωμέγα/数", "~umpy", "C:\\numpy", "##"}) {
    EXPECT_EQ(escape_terminal(text), text);
  }
}

TEST(EscapeTerminal, WhatTerminalsAndRunnersObey) {
  const struct {
    std::string raw;
    const char* safe;
  } table[] = {
      {"\x1b[2J", "\\x1b[2J"},
      {"a\nb\r\tc", "a\\nb\\r\\tc"},
      {std::string("\0", 1), "\\x00"},
      {"\x7f", "\\x7f"},
      {"\xc2\x9b"
       "31m",
       "\\u009b31m"},  // C1: CSI
      {"\x9b"
       "31m",
       "\\x9b31m"},  // the bare byte
      {"\xff\xfe", "\\xff\\xfe"},
      {"\xc0\xaf", "\\xc0\\xaf"},           // overlong
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},  // a surrogate
      {"\xe2\x80", "\\xe2\\x80"},           // cut off
      {"\u202egpj.exe", "\\u202egpj.exe"},
      {"a\u2028b", "a\\u2028b"},
      {"zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"},
      {"\U000e0041", "\\U000e0041"},
      {"::error::x", "\\x3a:error::x"},
      {"  ::set-output", "  \\x3a:set-output"},
      {"a ::error::x", "a \\x3a:error::x"},  // wrapping may break before it
      {"\n::error::x", "\\n::error::x"},     // no longer at a line's start
      {"x ##vso[task.setvariable]", "x \\x23#vso[task.setvariable]"},
      {"##[error]", "\\x23#[error]"},
  };
  for (const auto& row : table) EXPECT_EQ(escape_terminal(row.raw), row.safe);
}

TEST(EscapeMarkdown, NothingIsMarkup) {
  const struct {
    const char* raw;
    const char* safe;
  } table[] = {
      {"numpy 2.3.5", "numpy 2.3.5"},
      {"a|b", "a\\|b"},
      {"`x`", "\\`x\\`"},
      {"**b** _i_ ~s~", "\\*\\*b\\*\\* \\_i\\_ \\~s\\~"},
      {"<script>&amp;", "&lt;script&gt;&amp;amp;"},
      {"@numpy/team", "@<!-- -->numpy/team"},
      {"numpy#1", "numpy#<!-- -->1"},
      {"# heading", "#<!-- --> heading"},
      {"- item", "\\- item"},
      {"https://evil.example", "https:<!-- -->//evil.example"},
      {"www.evil.example", "www.<!-- -->evil.example"},
      {"![x](y)", "!\\[x\\](y)"},
      {"back\\slash", "back\\\\slash"},
      {"a\nb", "a\\\\nb"},
  };
  for (const auto& row : table) EXPECT_EQ(escape_markdown(row.raw), row.safe);
}

TEST(MarkdownCode, FencesAreLongerThanWhatTheyHold) {
  EXPECT_EQ(markdown_code(""), "");
  EXPECT_EQ(markdown_code("numpy"), "`numpy`");
  EXPECT_EQ(markdown_code("a`b"), "`` a`b ``");
  EXPECT_EQ(markdown_code("```"), "```` ``` ````");
  EXPECT_EQ(markdown_code("a|b"), "`a|b`");
  EXPECT_EQ(markdown_code("a|b", true), "`a\\|b`");
  EXPECT_EQ(markdown_code("a\nb"), "`a\\nb`");
}

TEST(EscapeUtf8, OnlyInvalidBytesChange) {
  EXPECT_EQ(escape_utf8("a\n\x1b\u202e"), "a\n\x1b\u202e");
  EXPECT_EQ(escape_utf8("a\xff"
                        "b\xe2\x80"),
            "a\\xffb\\xe2\\x80");
  EXPECT_TRUE(signatures::is_utf8(escape_utf8(tests::hostile("x"))));
}

TEST(Escape, EveryPairOfBytesGivesSafeText) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string raw{static_cast<char>(a), static_cast<char>(b)};
      const std::string safe = escape_terminal(raw);
      ASSERT_TRUE(signatures::is_utf8(safe)) << a << " " << b;
      for (const char c : safe) ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) << a << " " << b;
      ASSERT_TRUE(signatures::is_utf8(escape_utf8(raw)));
      ASSERT_TRUE(signatures::is_utf8(escape_markdown(raw)));
      ASSERT_TRUE(signatures::is_utf8(markdown_code(raw, true)));
    }
  }
}

}  // namespace fairplay
