#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {
namespace {

using auditor::LoadProblem;
using tests::findings_of;
using tests::hits_of;

auditor::Subject numpy_that_lacks(LoadProblem problem) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.loads.verdict = auditor::Verdict::no;
  subject.loads.problems.push_back(std::move(problem));
  return subject;
}

TEST(Load2, NamesThePackageThatBringsIt) {
  const auto findings = findings_of({numpy_that_lacks(
      {LoadProblem::Kind::library_missing, "libz.so.1", "", "numpy.libs/libgfortran-1.so", {}, true})});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "LOAD-2");
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_NE(findings[0].message.find("libgfortran-1.so needs libz.so.1"), std::string::npos) << findings[0].message;
  EXPECT_NE(findings[0].remedy.find("zlib1g"), std::string::npos) << findings[0].remedy;
}

TEST(Load2, EachKindHasItsWords) {
  for (const auto kind : {LoadProblem::Kind::library_missing, LoadProblem::Kind::unreadable, LoadProblem::Kind::cut_off,
                          LoadProblem::Kind::version_missing, LoadProblem::Kind::symbol_missing}) {
    const auto findings = findings_of({numpy_that_lacks({kind, "WANTED", "HERE", "m.so", {"WANTED"}, true})});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].severity, auditor::Severity::error);
    EXPECT_NE(findings[0].message.find("WANTED"), std::string::npos) << findings[0].message;
    EXPECT_EQ(findings[0].message.find('{'), std::string::npos) << findings[0].message;
    EXPECT_EQ(findings[0].remedy.find('{'), std::string::npos) << findings[0].remedy;
  }
}

TEST(Load2, ANoteOffTheImportChain) {
  const auto findings =
      findings_of({numpy_that_lacks({LoadProblem::Kind::library_missing, "libx.so.1", "", "m.so", {}, false})});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::note);
}

TEST(Load2, ManySymbolsAreOneFinding) {
  const std::vector<std::string> symbols(22, "cblas_x");
  const auto hits =
      hits_of("LOAD-2", {numpy_that_lacks({LoadProblem::Kind::symbol_missing, "cblas_x", "", "m.so", symbols, true})});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].evidence.size(), 23U);
}

TEST(Load2, LeavesTheInterpreterToLoad1) {
  EXPECT_TRUE(hits_of("LOAD-2", {numpy_that_lacks({LoadProblem::Kind::other_python, "a", "b", "m.so", {}, true}),
                                 tests::wheel_numpy()})
                  .empty());
}

}  // namespace
}  // namespace fairplay
