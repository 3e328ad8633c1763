#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using tests::findings_of;
using tests::hits_of;

namespace {

auditor::Subject damaged(bool grave, auditor::Verdict verdict) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.intact.verdict = verdict;
  subject.damage.push_back({"/home/u/v/lib/python3.11/site-packages/numpy-2.3.5.dist-info/RECORD", "row 17",
                            "two columns; a row has three", grave});
  return subject;
}

}  // namespace

TEST(Read1, DamageIsAWarning) {
  for (const auto& subject : {damaged(true, auditor::Verdict::yes), damaged(false, auditor::Verdict::unknown),
                              damaged(true, auditor::Verdict::no)}) {
    const auto findings = findings_of({subject});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "READ-1");
    EXPECT_EQ(findings[0].severity, auditor::Severity::warning);
    EXPECT_EQ(findings[0].message,
              "1 damaged place: numpy-2.3.5.dist-info/RECORD: row 17: two columns; a row has three");
  }
}

TEST(Read1, AnErrorWhereAVerdictHangsOnIt) {
  const auto findings = findings_of({damaged(true, auditor::Verdict::unknown)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(findings[0].message,
            "1 damaged place, so it is unknown whether the build is intact: numpy-2.3.5.dist-info/RECORD: row 17: two "
            "columns; a row has three");
}

TEST(Read1, GraveAndHarmlessDamageAreDistinguished) {
  auditor::Subject subject = damaged(true, auditor::Verdict::unknown);
  for (int i = 0; i < 1000; ++i) subject.damage.push_back({"numpy/x.so", "offset " + std::to_string(i), "odd", false});
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(findings[1].severity, auditor::Severity::warning);
  EXPECT_EQ(findings[1].message, "1000 damaged places: numpy/x.so: offset 0: odd");
  EXPECT_EQ(findings[1].evidence.size(), 1000U);
}

TEST(Read1, WhatCouldNotBeReadAtAllIsAnErrorOfTheRun) {
  auditor::AuditResult result;
  result.unreadable.push_back({"/tmp/x/numpy.whl", "offset 0", "not a ZIP archive", true});
  auditor::judgement::judge(result, tests::shipped_rules(), {}, "2026-11-21");
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].subject, "");
  EXPECT_EQ(result.findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(result.findings[0].message, "/tmp/x/numpy.whl could not be read: offset 0: not a ZIP archive");
}

TEST(Read1, WhatMayNotBeReadIsNoDamage) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.intact.verdict = auditor::Verdict::unknown;
  subject.damage.push_back({"numpy/linalg", "", "cannot be opened: Permission denied", true, true});
  auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message,
            "1 place may not be read, so it is unknown whether the build is intact: numpy/linalg: cannot be opened: "
            "Permission denied");
  EXPECT_EQ(findings[0].remedy.find("hostile"), std::string::npos) << findings[0].remedy;
  subject.damage.push_back({"numpy/x.so", "offset 0x40", "cut off", true});
  findings = findings_of({subject});
  EXPECT_TRUE(findings[0].message.starts_with("2 damaged places")) << findings[0].message;
}

TEST(Read1, WhatHoldsNothingToAuditIsNoDamage) {
  auditor::AuditResult result;
  result.unreadable.push_back({"/tmp/x/other.whl", "", "it holds no NumPy and no BLAS", false});
  auditor::judgement::judge(result, tests::shipped_rules(), {}, "2026-11-21");
  EXPECT_TRUE(result.findings.empty());
}

TEST(Read1, SilentWithoutDamage) {
  EXPECT_TRUE(hits_of("READ-1", {tests::wheel_numpy(), tests::debian_numpy()}).empty());
}

TEST(Read1, FingerprintsHoldNoMachinePath) {
  auto moved = damaged(true, auditor::Verdict::yes);
  moved.path = "/elsewhere/numpy";
  moved.damage[0].file = "/elsewhere/numpy-2.3.5.dist-info/RECORD";
  EXPECT_EQ(findings_of({damaged(true, auditor::Verdict::yes)})[0].fingerprint, findings_of({moved})[0].fingerprint);
}

TEST(Read1, MalformedFacts) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.path = "";
  subject.damage = {{"", "", "", true}, {tests::hostile("f"), tests::hostile("p"), tests::hostile("r"), true}};
  EXPECT_EQ(hits_of("READ-1", {subject}).size(), 1U);
}

}  // namespace fairplay
