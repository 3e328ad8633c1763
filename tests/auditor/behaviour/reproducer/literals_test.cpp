#include "auditor/behaviour/reproducer/literals.h"

#include <gtest/gtest.h>

#include <cmath>

namespace fairplay::auditor::behaviour::reproducer {
namespace {

TEST(Literals, ACommentStaysOne) {
  EXPECT_EQ(comment_text("c(0, 0) is wrong"), "c(0, 0) is wrong");
  EXPECT_EQ(comment_text("*/ int x; /*"), "* / int x; /*");
  EXPECT_EQ(comment_text("a\nb\\\x1b[1m\xc3\xa4"), "a?b??[1m??");
  EXPECT_EQ(comment_text("?"
                         "?/"),
            "? ?/");
  EXPECT_EQ(comment_text("**/"), "** /");
}

TEST(Literals, StringsAndShellWordsAreQuoted) {
  EXPECT_EQ(string_literal("/usr/lib/libblas.so.3"), "\"/usr/lib/libblas.so.3\"");
  EXPECT_EQ(string_literal("a\"b\\c\n1?"), "\"a\\042b\\134c\\0121\\077\"");
  EXPECT_EQ(shell_word("it's; rm"), "'it'\\''s; rm'");
}

TEST(Literals, RealNumbersAreExact) {
  EXPECT_EQ(real_literal(1), "1.0");
  EXPECT_EQ(real_literal(-0.0), "-0.0");
  EXPECT_EQ(real_literal(0.1), "0x1.999999999999ap-4");
  EXPECT_EQ(real_literal(5e-324), "0x0.0000000000001p-1022");
  EXPECT_EQ(real_literal(NAN), "NAN");
  EXPECT_EQ(real_literal(-INFINITY), "-INFINITY");
}

TEST(Literals, ValuesAreReadBack) {
  const auto real = value_in("-0x1.8p+1");
  ASSERT_TRUE(real.has_value());
  EXPECT_EQ(real->re, -3);
  EXPECT_FALSE(real->complex);
  const auto complex = value_in("0x1p+0-0x1p-1i");
  ASSERT_TRUE(complex.has_value());
  EXPECT_EQ(complex->re, 1);
  EXPECT_EQ(complex->im, -0.5);
  EXPECT_TRUE(complex->complex);
  EXPECT_TRUE(std::isnan(value_in("nan+nani").value().im));
  EXPECT_EQ(value_in("inf").value().re, INFINITY);
  for (const char* bad : {"", "x", "0x", "1+", "1+2", "1 2", "--1", "killed by SIGSEGV", "1+2i;"})
    EXPECT_FALSE(value_in(bad).has_value()) << bad;
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::reproducer
