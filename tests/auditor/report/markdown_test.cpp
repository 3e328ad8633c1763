#include <gtest/gtest.h>

#include <sstream>

#include "auditor/report/audit_report.h"
#include "tests/auditor/report/made_up_results.h"

namespace fairplay {

using auditor::report::render_markdown;

namespace {

/// The document without its code spans, where nothing is markup.
std::string outside_code(const std::string& document) {
  std::string text;
  for (std::size_t i = 0; i < document.size();) {
    if (document[i] == '\\' && i + 1 < document.size()) {
      text += document.substr(i, 2);
      i += 2;
      continue;
    }
    if (document[i] != '`') {
      text += document[i++];
      continue;
    }
    std::size_t run = document.find_first_not_of('`', i) - i;
    std::size_t close = i + run;
    while (close < document.size()) {
      close = document.find('`', close);
      if (close == std::string::npos) return text + " UNCLOSED";
      const std::size_t end = std::min(document.find_first_not_of('`', close), document.size());
      if (end - close == run) break;
      close = end;
    }
    i = close + run;
  }
  return text;
}

}  // namespace

TEST(Markdown, BeginsWithTheAnswer) {
  EXPECT_TRUE(
      render_markdown(tests::healthy(), {})
          .starts_with("### 3 NumPys, 6 BLAS libraries: all intact; 8 official, 1 patched; nothing to report\n"));
}

TEST(Markdown, HostileTextsStayText) {
  const std::string text = outside_code(render_markdown(tests::hostile_result(), {.color = false, .verbosity = 1}));
  EXPECT_EQ(text.find("UNCLOSED"), std::string::npos);
  EXPECT_EQ(text.find("<b>"), std::string::npos);
  EXPECT_EQ(text.find("@numpy"), std::string::npos);
  EXPECT_EQ(text.find("#1"), std::string::npos);
  EXPECT_EQ(text.find("https://evil"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\u202e"), std::string::npos);
}

TEST(Markdown, EveryTableRowHasFiveCells) {
  for (const auto& result : {tests::healthy(), tests::findings(), tests::every_verdict(), tests::hostile_result()}) {
    std::istringstream in(render_markdown(result, {}));
    std::size_t rows = 0;
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("|")) continue;
      std::size_t bars = 0;
      for (std::size_t i = 0; i < line.size(); ++i) {
        // GFM splits at every bar that no backslash precedes.
        if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
      }
      EXPECT_EQ(bars, 6U) << line;
      ++rows;
    }
    EXPECT_EQ(rows, result.subjects.size() + 2);
  }
}

TEST(Markdown, TheOriginStandsInTheTableAndItsDifferencesFoldAway) {
  const std::string document = render_markdown(tests::findings(), {});
  EXPECT_NE(
      document.find("| modified-undisclosed: a fork of 1.15.1 that doesn't say so: 2 binary, 2 api-added, 2 private |"),
      std::string::npos)
      << document;
  EXPECT_NE(document.find("<details><summary>Differences from the releases</summary>"), std::string::npos);
  EXPECT_NE(document.find("- `intel-numpy 1.15.1`, nearest known build `numpy-1.15.1-cp36-cp36m-manylinux1_x86_64.whl: "
                          "86% of the files equal`\n"
                          "  - binary: `numpy/_mklinit.cpython-36m-x86_64-linux-gnu.so: not in the release`\n"),
            std::string::npos);
  EXPECT_NE(document.find("- database refused: `/srv/old/index`: expired on 2026-01-31: nothing of it is believed\n"),
            std::string::npos);
}

TEST(Markdown, QuietHasNoDetails) {
  EXPECT_EQ(render_markdown(tests::findings(), {.color = false, .verbosity = -1}).find("<details>"), std::string::npos);
  EXPECT_NE(render_markdown(tests::findings(), {}).find("<details><summary>Evidence</summary>"), std::string::npos);
}

}  // namespace fairplay
