#include "auditor/report/comparison_report.h"

#include <gtest/gtest.h>

#include "auditor/judgement/compared.h"
#include "auditor/report/comparison_phrases.h"

namespace fairplay::auditor {
namespace {

Comparison compared(std::vector<ComparedDifference> differences) {
  Comparison comparison;
  comparison.differences = std::move(differences);
  auditor::judgement::judge(comparison, *rules::read_rules(rules::builtin_rules(), "rules.yaml", {}));
  return comparison;
}

ComparedDifference difference(DifferenceClass kind, std::string path, DifferenceReason reason = DifferenceReason::other,
                              std::string detail = "") {
  return {{kind, std::move(path), "", "", "", 0, std::move(detail), reason}};
}

TEST(ComparisonText, TheFirstLineCountsErrorsBeforeTheRest) {
  using enum DifferenceClass;
  EXPECT_EQ(report::comparison_headline(compared({})), "no differences");
  EXPECT_EQ(report::comparison_headline(compared({difference(monkeypatch, "a.py"), difference(api_added, "b.py"),
                                                  difference(private_code, "c.py"), difference(tests, "d.py")})),
            "the public API differs: 1 monkeypatch, 1 api-added; also 1 private, 1 tests");
  EXPECT_EQ(report::comparison_headline(compared({difference(private_code, "c.py"), difference(docs, "d.txt")})),
            "the public API is the same; private code differs: 1 private, 1 docs");
  EXPECT_EQ(report::comparison_headline(compared({difference(build, "setup.py")})),
            "nothing that changes what it does: 1 build");
}

TEST(ComparisonText, ReasonsDecideWhatIsLeftOutNotTheWordsOfDetails) {
  using enum DifferenceClass;
  const Comparison comparison =
      compared({difference(build, "a.so", DifferenceReason::compiled_again, "any words"),
                difference(build, "b.so", DifferenceReason::other, "rebuilt; its C interface is equal"),
                difference(build, "c.py", DifferenceReason::content, "any words")});
  const std::string text = report::render_text(comparison, {});
  EXPECT_EQ(text.find("a.so"), std::string::npos) << "counted alone";
  EXPECT_NE(text.find("b.so  rebuilt"), std::string::npos);
  EXPECT_NE(text.find("c.py\n"), std::string::npos) << "a detail that says nothing more is left out";
  EXPECT_NE(text.find("and 1 more"), std::string::npos);
}

}  // namespace
}  // namespace fairplay::auditor
