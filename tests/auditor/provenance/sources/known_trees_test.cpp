#include "auditor/provenance/source_trees/known_trees.h"

#include <gtest/gtest.h>

#include <span>

#include "signatures/digest.h"

namespace fairplay {

namespace {

using auditor::provenance::LiveTree;
using signatures::footprint::Outline;
using signatures::footprint::OutlineKind;
using signatures::footprint::SourceOutline;

std::string sha256_of(const std::string& text) { return signatures::sha256_hex(std::as_bytes(std::span(text))); }

/// What a database would have of a file that binds A: no text.
SourceOutline known_of(const std::string& text) {
  SourceOutline known;
  known.sha256 = sha256_of(text);
  known.outline.syntax = "known";
  auto& item = known.outline.items.emplace_back();
  item.kind = OutlineKind::statement;
  item.name = "A";
  item.line = 1;
  item.hash = "hash";
  return known;
}

LiveTree tree_of(std::string text, LiveTree::KnownOutline known) {
  return LiveTree(
      {"numpy/a.py"},
      [text = std::move(text)](const auto&) {
        return LiveTree::Texts{{"numpy/a.py", text}};
      },
      {}, 2, nullptr, std::move(known));
}

TEST(KnownTrees, AFileOfAKnownHashIsNotParsed) {
  const SourceOutline known = known_of("A = 1\n");
  LiveTree tree = tree_of("A = 1\n", [&](std::string_view path) { return path == "numpy/a.py" ? &known : nullptr; });
  const Outline* outline = tree.outline("numpy/a.py");
  ASSERT_NE(outline, nullptr);
  EXPECT_EQ(outline->syntax, "known");
  ASSERT_EQ(outline->items.size(), 1U);
  EXPECT_EQ(outline->items[0].hash, "hash");
  EXPECT_EQ(outline->items[0].text, "A = 1") << "the text comes from the file";
}

TEST(KnownTrees, AnotherFileIsParsedWhateverIsKnownOfItsName) {
  const SourceOutline known = known_of("A = 1\n");
  for (const std::string text : {"A = 2\n", "A = 1", "# A\nA = 1\n"}) {
    LiveTree tree = tree_of(text, [&](std::string_view) { return &known; });
    const Outline* outline = tree.outline("numpy/a.py");
    ASSERT_NE(outline, nullptr);
    EXPECT_NE(outline->syntax, "known") << text;
    ASSERT_EQ(outline->items.size(), 1U) << text;
    EXPECT_NE(outline->items[0].hash, "hash") << text;
  }
  LiveTree nobody = tree_of("A = 1\n", [](std::string_view) { return nullptr; });
  EXPECT_NE(nobody.outline("numpy/a.py")->syntax, "known");
}

TEST(KnownTrees, AHashOfWhatPackingForWindowsMadeIsNotThatOfTheTextCompared) {
  // What is compared is the text with plain line ends.
  const SourceOutline known = known_of("A = 1\r\n");
  LiveTree tree = tree_of("A = 1\r\n", [&](std::string_view) { return &known; });
  EXPECT_NE(tree.outline("numpy/a.py")->syntax, "known");
}

TEST(KnownTrees, AnExpectedFootprintIsReadOnce) {
  for (const unsigned jobs : {1U, 2U}) {
    int read = 0;
    LiveTree tree(
        {}, {},
        [&] {
          ++read;
          signatures::footprint::Footprint footprint;
          footprint.release = "1";
          footprint.python_minor = 11;
          return std::optional(std::move(footprint));
        },
        jobs);
    tree.expect_footprint();
    tree.expect_footprint();
    ASSERT_NE(tree.footprint(), nullptr);
    EXPECT_EQ(tree.footprint()->release, "1");
    tree.expect_footprint();
    EXPECT_EQ(read, 1) << jobs;
  }
}

TEST(KnownTrees, AnExpectedFootprintThatNobodyAsksForIsWaitedFor) {
  bool read = false;
  {
    LiveTree tree(
        {}, {},
        [&] {
          read = true;
          return std::nullopt;
        },
        2);
    tree.expect_footprint();
  }
  EXPECT_TRUE(read);
}

}  // namespace

}  // namespace fairplay
