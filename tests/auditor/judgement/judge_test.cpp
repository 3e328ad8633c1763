#include "auditor/judgement/judge.h"

#include <gtest/gtest.h>

#include "tests/support/made_up_subjects.h"

namespace fairplay {

using auditor::AuditResult;
using auditor::Severity;
using auditor::rules::Waiver;

namespace {

const std::string today = "2026-11-21";

const auditor::rules::RuleBook& shipped() {
  static const auto book = auditor::rules::read_rules(auditor::rules::builtin_rules(), "rules.yaml",
                                                      auditor::judgement::required_by_checks());
  return book.value();
}

/// Two NumPys: the first healthy, the second changed, with leftovers and an unreadable subject beside them.
AuditResult facts() {
  AuditResult result;
  result.subjects = {tests::debian_numpy("s1"), tests::wheel_numpy("s2")};
  auto& broken = result.subjects[1];
  broken.leftovers = {"~umpy"};
  broken.intact.verdict = auditor::Verdict::no;
  broken.intact.failed.push_back(
      {"numpy/version.py", auditor::FileDeviation::Why::changed, auditor::Territory::package, true, ""});
  result.unreadable.push_back({"/x.whl", "", "not a ZIP archive", true});
  return result;
}

AuditResult judged(const std::vector<Waiver>& waivers) {
  AuditResult result = facts();
  auditor::judgement::judge(result, shipped(), waivers, today);
  return result;
}

Waiver waiver(std::string rule) { return {std::move(rule), "we know", std::nullopt, std::nullopt, std::nullopt, 7}; }

}  // namespace

TEST(Judge, FindingsComeInReportOrder) {
  const AuditResult result = judged({});
  ASSERT_EQ(result.findings.size(), 3U);
  EXPECT_EQ(result.findings[0].rule, "INTACT-1");
  EXPECT_EQ(result.findings[0].subject, "s2");
  EXPECT_EQ(result.findings[1].rule, "INTACT-2");
  EXPECT_EQ(result.findings[2].rule, "READ-1");
  EXPECT_EQ(result.findings[2].subject, "");
  EXPECT_EQ(result.count(Severity::error), 2U);
  EXPECT_EQ(result.count(Severity::note), 1U);
  EXPECT_TRUE(result.not_checked.empty());
}

TEST(Judge, EveryPlaceholderOfTheShippedWordsGetsItsValue) {
  for (const auto& finding : judged({}).findings) {
    EXPECT_EQ((finding.message + finding.remedy).find('{'), std::string::npos) << finding.message << finding.remedy;
    EXPECT_FALSE(finding.remedy.empty());
  }
}

TEST(Judge, AWaiverWaivesAndTheFindingStays) {
  const AuditResult result = judged({waiver("INTACT-1")});
  ASSERT_EQ(result.findings.size(), 3U);
  EXPECT_TRUE(result.findings[0].waived);
  EXPECT_EQ(result.findings[0].waiver_reason, "we know");
  EXPECT_EQ(result.findings[0].severity, Severity::error);
  EXPECT_EQ(result.count(Severity::error), 1U);
}

TEST(Judge, WaiversKeepToTheirScope) {
  Waiver by_name = waiver("INTACT-1");
  by_name.subject = "numpy==2.3.*";
  EXPECT_TRUE(judged({by_name}).findings[0].waived);
  by_name.subject = "/home/u/*";
  EXPECT_TRUE(judged({by_name}).findings[0].waived);
  by_name.subject = "numpy==1.*";
  const AuditResult other = judged({by_name});
  EXPECT_FALSE(other.findings[0].waived);
  ASSERT_EQ(other.not_checked.size(), 1U);
  EXPECT_EQ(other.not_checked[0].what, "the waiver for INTACT-1 in line 7");
  EXPECT_EQ(other.not_checked[0].why, "no finding matches it; it can go");

  Waiver by_fingerprint = waiver("INTACT-1");
  by_fingerprint.fingerprint = judged({}).findings[0].fingerprint;
  EXPECT_TRUE(judged({by_fingerprint}).findings[0].waived);
  by_fingerprint.fingerprint = "0000000000000000";
  EXPECT_FALSE(judged({by_fingerprint}).findings[0].waived);

  Waiver run = waiver("READ-1");
  run.subject = "*";
  EXPECT_FALSE(judged({run}).findings[2].waived) << "a finding of the run has no subject";
}

TEST(Judge, AnExpiredWaiverWaivesNothing) {
  Waiver last_day = waiver("INTACT-1");
  last_day.expires = today;
  EXPECT_TRUE(judged({last_day}).findings[0].waived);
  last_day.expires = "2026-11-20";
  const AuditResult result = judged({last_day});
  EXPECT_FALSE(result.findings[0].waived);
  ASSERT_EQ(result.not_checked.size(), 1U);
  EXPECT_EQ(result.not_checked[0].why, "it expired on 2026-11-20 and waives nothing");
}

TEST(Judge, TheFirstOfTwoWaiversGivesTheReason) {
  Waiver second = waiver("INTACT-1");
  second.reason = "another";
  const AuditResult result = judged({waiver("INTACT-1"), second});
  EXPECT_EQ(result.findings[0].waiver_reason, "we know");
  EXPECT_TRUE(result.not_checked.empty());
}

TEST(Judge, ABookWithoutARuleOrCaseDropsNothingSilently) {
  auditor::rules::RuleBook book = shipped();
  book.rules.erase("INTACT-2");
  book.rules.at("INTACT-1").cases.clear();
  AuditResult result = facts();
  auditor::judgement::judge(result, book, {}, today);
  EXPECT_EQ(result.findings[0].message, "INTACT-1 fired with \"changed\", a case the rules file doesn't have");
  ASSERT_EQ(result.not_checked.size(), 1U);
  EXPECT_EQ(result.not_checked[0].what, "INTACT-2");
}

TEST(Judge, AnEmptyRunHasNoFindings) {
  AuditResult result;
  auditor::judgement::judge(result, shipped(), {}, today);
  EXPECT_TRUE(result.findings.empty());
}

}  // namespace fairplay
