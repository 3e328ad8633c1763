#include "signatures/unified_diffs/unified_diff.h"

#include <gtest/gtest.h>

namespace fairplay {

namespace {

using namespace signatures;
using namespace signatures::unified_diffs;

constexpr std::string_view one = R"(Description: Look where Debian puts things
Author: Somebody
---
 numpy/x.py |    3 ++-

--- a/numpy/x.py
+++ b/numpy/x.py	2023-02-05 10:00:00
@@ -2,3 +2,4 @@ def f():
 two
-three
+THREE
+and a half
 four
)";

Patch parsed(std::string_view text, std::size_t damages = 0) {
  std::vector<Damage> damage;
  Patch patch = parse_patch(text, "p.patch", damage);
  EXPECT_EQ(damage.size(), damages) << (damage.empty() ? "" : damage.front().place + " " + damage.front().reason);
  return patch;
}

std::string damage_of(std::string_view text) {
  std::vector<Damage> damage;
  parse_patch(text, "p.patch", damage);
  return damage.empty() ? "" : damage.front().file + ", " + damage.front().place + ": " + damage.front().reason;
}

std::string after(const FilePatch& patch, std::string_view text) {
  std::vector<MarkedLine> lines = marked_lines(text);
  const auto damage = apply(patch, lines, 1, "p.patch");
  if (!damage) return text_of(lines);
  EXPECT_EQ(text_of(lines), text) << "a patch that is refused changes nothing";
  return "refused: " + damage->place + ": " + damage->reason;
}

std::string applied(std::string_view patch, std::string_view text) {
  const Patch read = parsed(patch);
  EXPECT_EQ(read.files.size(), 1U);
  return after(read.files.front(), text);
}

TEST(UnifiedDiff, FilesHunksAndSubject) {
  const Patch patch = parsed(one);
  EXPECT_EQ(patch.subject, "Look where Debian puts things");
  ASSERT_EQ(patch.files.size(), 1U);
  EXPECT_EQ(patch.files[0].old_path, "a/numpy/x.py");
  EXPECT_EQ(patch.files[0].new_path, "b/numpy/x.py");
  ASSERT_EQ(patch.files[0].hunks.size(), 1U);
  EXPECT_EQ(patch.files[0].hunks[0].at, 8U);
  EXPECT_EQ(patch.files[0].hunks[0].lines.size(), 5U);
}

TEST(UnifiedDiff, SubjectOfAMailedPatch) {
  EXPECT_EQ(parsed("From 1 Mon\nSubject: [PATCH 2/3] MAINT: less\n").subject, "MAINT: less");
}

TEST(UnifiedDiff, NewAndRemovedFiles) {
  const Patch patch =
      parsed("--- /dev/null\n+++ b/new.py\n@@ -0,0 +1,2 @@\n+a\n+b\n--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
  ASSERT_EQ(patch.files.size(), 2U);
  EXPECT_EQ(patch.files[0].old_path, "");
  EXPECT_EQ(patch.files[1].new_path, "");
  EXPECT_EQ(after(patch.files[0], ""), "a\nb\n");
  EXPECT_EQ(after(patch.files[1], "a\n"), "");
}

TEST(UnifiedDiff, AppliesInPlace) {
  EXPECT_EQ(applied(one, "one\ntwo\nthree\nfour\nfive\n"), "one\ntwo\nTHREE\nand a half\nfour\nfive\n");
}

TEST(UnifiedDiff, MarksWhatItBrings) {
  const Patch patch = parsed("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n-a\n+A\n b\n c\n@@ -5,2 +5,1 @@\n-e\n f\n");
  std::vector<MarkedLine> lines = marked_lines("a\nb\nc\nd\ne\nf\n");
  ASSERT_FALSE(apply(patch.files[0], lines, 7, "p"));
  std::string marks;
  for (const MarkedLine& line : lines) marks += std::to_string(line.mark);
  EXPECT_EQ(text_of(lines), "A\nb\nc\nd\nf\n");
  EXPECT_EQ(marks, "70007") << "the line after a removed one represents it";
}

TEST(UnifiedDiff, FindsMovedLines) {
  EXPECT_EQ(applied(one, "zero\nzero\nzero\none\ntwo\nthree\nfour\n"),
            "zero\nzero\nzero\none\ntwo\nTHREE\nand a half\nfour\n");
}

TEST(UnifiedDiff, IgnoresContextThatChanged) {
  EXPECT_EQ(applied(one, "one\nTWO\nthree\nFOUR\n"), "one\nTWO\nTHREE\nand a half\nFOUR\n")
      << "as patch's fuzz does; the file's own context stays";
}

TEST(UnifiedDiff, RefusesWhatIsNotThere) {
  EXPECT_EQ(applied(one, "one\ntwo\n3\nfour\n"),
            "refused: line 8: the lines that this hunk expects aren't in the file");
}

TEST(UnifiedDiff, HunksStayInOrder) {
  const std::string_view twice = "--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n+b\n@@ -2,1 +2,1 @@\n-a\n+c\n";
  EXPECT_EQ(applied(twice, "a\na\n"), "b\nc\n");
  EXPECT_EQ(applied(twice, "a\nx\n"), "refused: line 6: the lines that this hunk expects aren't in the file");
}

TEST(UnifiedDiff, InsertsWithoutContext) {
  EXPECT_EQ(applied("--- a/x\n+++ b/x\n@@ -1,0 +2,1 @@\n+b\n", "a\nc\n"), "a\nb\nc\n");
}

TEST(UnifiedDiff, NoNewlineAtTheEnd) {
  EXPECT_EQ(applied("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n", "a"), "b\n");
  EXPECT_EQ(applied("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n", "a\n"), "b");
}

TEST(UnifiedDiff, AnEmptyContextLineMayHaveLostItsBlank) {
  EXPECT_EQ(applied("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n", "a\n\nb\n"), "a\n\nc\n");
}

TEST(UnifiedDiff, Malformed) {
  EXPECT_EQ(damage_of("--- a/x\n+++ b/x\n@@ nonsense @@\n"),
            "p.patch, line 3: a hunk's header isn't \"@@ -LINE,COUNT +LINE,COUNT @@\"");
  EXPECT_EQ(damage_of("--- a/x\n+++ b/x\n@@ -1,99999999999 +1 @@\n"),
            "p.patch, line 3: a hunk's header isn't \"@@ -LINE,COUNT +LINE,COUNT @@\"");
  EXPECT_EQ(damage_of("@@ -1 +1 @@\n-a\n+b\n"), "p.patch, line 1: a hunk before any \"---\" and \"+++\" line");
  EXPECT_EQ(damage_of("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n"),
            "p.patch, line 3: the hunk ends at line 5, 2 old and 2 new lines before its header says");
  EXPECT_EQ(damage_of("GIT binary patch\n"), "p.patch, line 1: a binary patch: what it changes can't be told");
  EXPECT_EQ(parsed(std::string_view("\0\xff\n--- \n+++ \n", 14)).files.size(), 1U);
  EXPECT_TRUE(parsed("").files.empty());
}

TEST(UnifiedDiff, ADamagedHunkCostsItselfAlone) {
  const Patch patch = parsed("--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n@@ -5 +5 @@\n-e\n+f\n", 1);
  ASSERT_EQ(patch.files.size(), 1U);
  EXPECT_EQ(patch.files[0].hunks.size(), 1U);
}

TEST(UnifiedDiff, HostileWorkIsBounded) {
  std::string text(400'000, '\n');
  std::string patch = "--- a/x\n+++ b/x\n";
  for (int i = 0; i < 200; ++i) patch += "@@ -1,3 +1,3 @@\n \n \n-x\n+y\n";
  EXPECT_TRUE(applied(patch, text).starts_with("refused: "));
}

TEST(UnifiedDiff, StripsLeadingFolders) {
  EXPECT_EQ(stripped("a/numpy/x.py", 1), "numpy/x.py");
  EXPECT_EQ(stripped("numpy/x.py", 0), "numpy/x.py");
  EXPECT_EQ(stripped("x.py", 3), "x.py");
}

}  // namespace

}  // namespace fairplay
