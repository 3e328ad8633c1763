#include "auditor/provenance/comparison/line_difference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace fairplay {

namespace {

using auditor::provenance::differing_lines;
using auditor::provenance::lines_of;

/// "..x." by line of the new text and its end.
std::string marks(std::string_view old, std::string_view now) {
  std::string text;
  for (const bool differs : differing_lines(lines_of(old), lines_of(now))) text += differs ? 'x' : '.';
  return text;
}

TEST(LineDifference, EqualTexts) {
  EXPECT_EQ(marks("a\nb\n", "a\nb\n"), "...");
  EXPECT_EQ(marks("", ""), ".");
}

TEST(LineDifference, AddedChangedAndRemoved) {
  EXPECT_EQ(marks("a\nc\n", "a\nb\nc\n"), ".x..");
  EXPECT_EQ(marks("a\nb\nc\n", "a\nB\nc\n"), ".x..");
  EXPECT_EQ(marks("a\nb\nc\n", "a\nc\n"), ".x.");
  EXPECT_EQ(marks("a\nb\n", "a\n"), ".x");
  EXPECT_EQ(marks("", "a\n"), "x.");
  EXPECT_EQ(marks("a\n", ""), "x");
}

TEST(LineDifference, LastLineWithoutEnd) { EXPECT_EQ(marks("a\nb", "a\nb\n"), ".x."); }

TEST(LineDifference, DistantEditsLeaveWhatIsBetween) {
  EXPECT_EQ(marks("1\n2\n3\n4\n5\n6\n", "1\nx\n2\n3\n4\n5\ny\n6\n"), ".x....x..");
}

TEST(LineDifference, TooManyEditsMarkAll) {
  std::string old;
  std::string now;
  for (int i = 0; i < 2000; ++i) {
    old += "old " + std::to_string(i) + "\n";
    now += "now " + std::to_string(i) + "\n";
  }
  const std::string marked = marks(old + "same\n", now + "same\n");
  EXPECT_EQ(std::ranges::count(marked, 'x'), 2001);
  EXPECT_EQ(marked.back(), '.');
}

/// What isn't marked must be a common subsequence: the unmarked lines of `now` stand in `old` in this order.
TEST(LineDifference, UnmarkedLinesAreOlds) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string texts[2];
    for (std::string& text : texts) {
      for (unsigned i = random() % 12; i != 0; --i)
        text += std::string(1, static_cast<char>('a' + random() % 4)) + "\n";
    }
    const auto old = lines_of(texts[0]);
    const auto now = lines_of(texts[1]);
    const auto differing = differing_lines(old, now);
    ASSERT_EQ(differing.size(), now.size() + 1);
    std::size_t from = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (differing[i]) continue;
      while (from < old.size() && old[from] != now[i]) ++from;
      ASSERT_LT(from, old.size()) << texts[0] << "--\n" << texts[1];
      ++from;
    }
    const bool any = std::ranges::find(differing, true) != differing.end();
    EXPECT_EQ(any, texts[0] != texts[1]) << texts[0] << "--\n" << texts[1];
  }
}

}  // namespace

}  // namespace fairplay
