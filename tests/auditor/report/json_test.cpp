#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "auditor/report/audit_report.h"
#include "tests/auditor/report/made_up_results.h"

namespace fairplay {

using nlohmann::ordered_json;

namespace {

ordered_json parsed(const auditor::AuditResult& result) {
  return ordered_json::parse(auditor::report::render_json(result));
}

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
  EXPECT_TRUE(begins_with(keys(subject), {"id", "kind", "name", "version", "release", "path", "installer", "package",
                                          "intact", "original", "fair", "sound", "blas", "not_checked"}));
  EXPECT_TRUE(begins_with(keys(subject["blas"][0]),
                          {"path", "vendor", "version", "integers", "prefix", "suffix", "threading", "how"}));
  EXPECT_TRUE(begins_with(keys(document["findings"][0]),
                          {"rule", "severity", "subject", "message", "evidence", "remedy", "fingerprint", "waived"}));
}

TEST(Json, WhatIsNotKnownIsNeverGood) {
  auto subject = tests::wheel_numpy();
  subject.original = {};
  subject.release.reset();
  subject.c_api = {};
  auditor::AuditResult result;
  result.subjects = {subject};
  const auto document = parsed(result);
  const auto& original = document["subjects"][0]["original"];
  EXPECT_EQ(original["verdict"], "unknown");
  for (const char* key : {"artifact", "nearest", "publisher", "database", "signed_by"})
    EXPECT_TRUE(original[key].is_null()) << key;
  EXPECT_EQ(document["subjects"][0]["sound"]["verdict"], "not-probed");
  EXPECT_EQ(document["subjects"][0]["not_checked"][0]["what"], "original");
  EXPECT_EQ(document["subjects"][0]["not_checked"][0]["why"], "no signature database");
  EXPECT_TRUE(document["subjects"][0]["c_api"]["binary"]["abi"].is_null());
  EXPECT_EQ(document["signatures"]["releases"], 0);
  EXPECT_TRUE(document["signatures"]["databases"].empty());
}

TEST(Json, AnOriginSaysWhatItRestsOn) {
  const auto document = parsed(tests::findings());
  const auto& databases = document["signatures"]["databases"];
  ASSERT_EQ(databases.size(), 2U);
  EXPECT_EQ(databases[0], ordered_json({{"name", "fairplay's own"},
                                        {"index_version", 3},
                                        {"signed_by", "the program's own digest"},
                                        {"verified", true},
                                        {"created", "2026-11-21"},
                                        {"built_in", true}}));
  EXPECT_EQ(databases[1]["built_in"], false);
  EXPECT_EQ(document["signatures"]["releases"], 96);
  ASSERT_EQ(document["signatures"]["refused"].size(), 1U);
  EXPECT_EQ(document["signatures"]["refused"][0]["reason"], "expired on 2026-01-31: nothing of it is believed");

  const auto& debian = document["subjects"][1];
  EXPECT_EQ(debian["release"], "1.24.2");
  EXPECT_EQ(debian["original"]["verdict"], "patched");
  EXPECT_TRUE(debian["original"]["artifact"].is_null());
  EXPECT_EQ(debian["original"]["nearest"]["similarity"], 0.963);
  EXPECT_EQ(debian["original"]["database"], "fairplay's own");
  EXPECT_EQ(debian["original"]["signed_by"], "the program's own digest");
  EXPECT_EQ(debian["original"]["differences"].size(), 13U);
  EXPECT_EQ(debian["original"]["differences"][0]["class"], "library-search");
  EXPECT_TRUE(debian["original"]["differences"][0]["name"].is_null());
  EXPECT_EQ(debian["c_api"]["release"]["abi"], 0x01000009);
  EXPECT_EQ(document["subjects"][0]["original"]["strays"][0],
            ordered_json({{"path", "numpy/_core/numeric.py"}, {"release", "2.3.4"}, {"recorded", false}}));
  EXPECT_TRUE(document["subjects"][3]["c_api"].is_null()) << "a BLAS has none";
  EXPECT_EQ(parsed(tests::healthy())["subjects"][1]["original"]["publisher"], "upstream");
}

TEST(Json, ASimilarityIsAShareWhateverTheFacts) {
  auto result = tests::healthy();
  const double nan = std::nan("");
  for (const auto& [given, printed] : {std::pair{nan, 0.0}, {-1.0, 0.0}, {7.0, 1.0}, {2.0 / 3, 0.6667}}) {
    result.subjects[0].original.nearest->similarity = given;
    EXPECT_EQ(parsed(result)["subjects"][0]["original"]["nearest"]["similarity"], printed);
  }
}

TEST(Json, FairFailsOnAnUnwaivedErrorOfANep36RuleOnly) {
  const auto document = parsed(tests::findings());
  EXPECT_EQ(document["subjects"][0]["fair"]["verdict"], "pass") << "changed files are no matter of NEP 36";
  EXPECT_EQ(document["subjects"][2]["fair"]["verdict"], "fail");
  auto result = tests::findings();
  EXPECT_EQ(document["subjects"][1]["fair"]["verdict"], "pass") << "a patched NumPy keeps NEP 36";
  for (auto& finding : result.findings) finding.waived = true;
  EXPECT_EQ(parsed(result)["subjects"][2]["fair"]["verdict"], "pass");
}

TEST(Json, TheSummaryCountsWhatIsNotWaived) {
  const auto result = tests::findings();
  const auto summary = parsed(result)["summary"];
  EXPECT_EQ(summary["subjects"], 5);
  EXPECT_EQ(summary["errors"], result.count(auditor::Severity::error));
  EXPECT_EQ(summary["waived"], 1);
  EXPECT_EQ(summary["errors"].get<std::size_t>() + summary["warnings"].get<std::size_t>() +
                summary["notes"].get<std::size_t>() + 1,
            result.findings.size());
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

}  // namespace fairplay
