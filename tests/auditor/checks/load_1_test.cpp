#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {
namespace {

using auditor::LoadProblem;
using tests::findings_of;
using tests::hits_of;

auditor::Subject numpy_with(LoadProblem problem) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.loads.verdict = auditor::Verdict::no;
  subject.loads.interpreter = "/v/bin/python";
  subject.loads.problems.push_back(std::move(problem));
  return subject;
}

TEST(Load1, SaysWhatItIsForAndWhatIsThere) {
  const auto findings = findings_of({numpy_with(
      {LoadProblem::Kind::other_python, "CPython 3.11", "CPython 3.10", "numpy/_core/m.cpython-311.so", {}, true})});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "LOAD-1");
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_NE(findings[0].message.find("CPython 3.11"), std::string::npos);
  EXPECT_NE(findings[0].message.find("CPython 3.10"), std::string::npos);
}

TEST(Load1, OnlyTheImportChainCounts) {
  EXPECT_TRUE(
      hits_of("LOAD-1",
              {numpy_with({LoadProblem::Kind::other_python, "CPython 3.11", "CPython 3.10", "m.so", {}, false})})
          .empty());
  EXPECT_TRUE(hits_of("LOAD-1", {tests::wheel_numpy(), tests::debian_numpy("s2")}).empty());
}

TEST(Load1, LeavesTheLoaderToLoad2) {
  for (const auto kind : {LoadProblem::Kind::library_missing, LoadProblem::Kind::cut_off})
    EXPECT_TRUE(hits_of("LOAD-1", {numpy_with({kind, "libz.so.1", "", "m.so", {}, true})}).empty());
}

TEST(Load1, MalformedFacts) {
  EXPECT_EQ(findings_of({numpy_with({LoadProblem::Kind::other_libc, "", "", "", {}, true})}).size(), 1U);
}

}  // namespace
}  // namespace fairplay
