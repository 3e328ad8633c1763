#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "auditor/report/report.h"
#include "tests/auditor/report/made_up_results.h"

using nlohmann::ordered_json;

namespace {

ordered_json parsed(const auditor::AuditResult& result) { return ordered_json::parse(auditor::report::render_json(result)); }

std::vector<std::string> keys(const ordered_json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return names;
}

bool begins_with(const std::vector<std::string>& names, const std::vector<std::string>& first) {
  return names.size() >= first.size() && std::equal(first.begin(), first.end(), names.begin());
}

}  // namespace

TEST(Json, KeysComeInTheContractsOrder) {
  const auto document = parsed(tests::findings());
  EXPECT_TRUE(begins_with(keys(document), {"schema", "tool", "signatures", "subjects", "findings", "summary"}));
  const auto& subject = document["subjects"][0];
  EXPECT_TRUE(begins_with(keys(subject), {"id", "kind", "name", "version", "release", "path", "installer", "package", "intact", "original", "fair", "sound", "blas",
                                          "not_checked"}));
  EXPECT_TRUE(begins_with(keys(subject["blas"][0]), {"path", "vendor", "version", "integers", "prefix", "suffix", "threading", "how"}));
  EXPECT_TRUE(begins_with(keys(document["findings"][0]), {"rule", "severity", "subject", "message", "evidence", "remedy", "fingerprint", "waived"}));
}

TEST(Json, WhatIsNotKnownIsNeverGood) {
  const auto document = parsed(tests::healthy());
  for (const auto& subject : document["subjects"]) {
    EXPECT_EQ(subject["original"]["verdict"], "unknown");
    EXPECT_TRUE(subject["original"]["artifact"].is_null());
    EXPECT_EQ(subject["sound"]["verdict"], "not-probed");
    EXPECT_EQ(subject["not_checked"][0]["what"], "original");
    EXPECT_EQ(subject["not_checked"][0]["why"], "no signature database");
  }
  EXPECT_EQ(document["signatures"]["releases"], 0);
  EXPECT_TRUE(document["signatures"]["databases"].empty());
}

TEST(Json, FairFailsOnAnUnwaivedErrorOfANep36RuleOnly) {
  const auto document = parsed(tests::findings());
  EXPECT_EQ(document["subjects"][0]["fair"]["verdict"], "pass") << "changed files are no matter of NEP 36";
  EXPECT_EQ(document["subjects"][2]["fair"]["verdict"], "fail");
  auto result = tests::findings();
  for (auto& finding : result.findings) finding.waived = true;
  EXPECT_EQ(parsed(result)["subjects"][2]["fair"]["verdict"], "pass");
}

TEST(Json, TheSummaryCountsWhatIsNotWaived) {
  const auto result = tests::findings();
  const auto summary = parsed(result)["summary"];
  EXPECT_EQ(summary["subjects"], 4);
  EXPECT_EQ(summary["errors"], result.count(auditor::Severity::error));
  EXPECT_EQ(summary["waived"], 1);
  EXPECT_EQ(summary["errors"].get<std::size_t>() + summary["warnings"].get<std::size_t>() + summary["notes"].get<std::size_t>() + 1, result.findings.size());
}

TEST(Json, FindingsOfTheRunHaveNoSubject) {
  const auto document = parsed(tests::findings());
  EXPECT_TRUE(document["findings"].back()["subject"].is_null());
  EXPECT_EQ(document["unreadable"][0]["file"], "broken.whl");
}

TEST(Json, HostileTextsComeThroughAndNothingElseDoes) {
  const std::string text = auditor::report::render_json(tests::hostile_result());
  for (const char c : text) ASSERT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << "ASCII only";
  EXPECT_TRUE(text.ends_with("}\n"));
  const auto document = ordered_json::parse(text);
  const std::string name = document["subjects"][0]["name"];
  EXPECT_TRUE(name.starts_with("::error::name\x1b[2J\r\n"));
  EXPECT_NE(name.find("\\xff\\xc0"), std::string::npos);
}

TEST(Json, SameFactsSameBytes) {
  EXPECT_EQ(auditor::report::render_json(tests::findings()), auditor::report::render_json(tests::findings()));
}
