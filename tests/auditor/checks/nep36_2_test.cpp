#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using auditor::DifferenceClass;
using auditor::OriginVerdict;
using auditor::Severity;
using tests::hits_of;

namespace {

/// NEP36-2's alone: other rules speak of the same differences.
std::vector<auditor::Finding> findings_of(const std::vector<auditor::Subject>& subjects) {
  std::vector<auditor::Finding> findings = tests::findings_of(subjects);
  std::erase_if(findings, [](const auditor::Finding& finding) { return finding.rule != "NEP36-2"; });
  return findings;
}

auditor::Subject modified(std::vector<auditor::Difference> differences) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.original = {};
  subject.original.verdict = OriginVerdict::modified_undisclosed;
  subject.original.differences = std::move(differences);
  return subject;
}

auditor::Difference difference(DifferenceClass kind, std::string path, std::string name = "") {
  auditor::Difference made;
  made.kind = kind;
  made.path = std::move(path);
  made.name = std::move(name);
  return made;
}

}  // namespace

TEST(Nep36Rule2, EveryClassHasItsCaseAndSeverity) {
  const struct {
    DifferenceClass kind;
    const char* case_name;
    Severity severity;
  } table[] = {
      {DifferenceClass::api_added, "api", Severity::error},
      {DifferenceClass::api_removed, "api", Severity::error},
      {DifferenceClass::api_signature, "api", Severity::error},
      {DifferenceClass::api_default, "api", Severity::error},
      {DifferenceClass::api_behaviour, "api", Severity::error},
      {DifferenceClass::binary, "binary", Severity::error},
      {DifferenceClass::monkeypatch, "monkeypatch", Severity::error},
      {DifferenceClass::private_code, "private", Severity::warning},
  };
  for (const auto& row : table) {
    const auditor::Subject subject = modified({difference(row.kind, "numpy/x.py", "numpy.x")});
    const auto hits = hits_of("NEP36-2", {subject});
    ASSERT_EQ(hits.size(), 1U) << name(row.kind);
    EXPECT_EQ(hits[0].case_name, row.case_name);
    const auto findings = findings_of({subject});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].severity, row.severity) << name(row.kind);
    EXPECT_EQ((findings[0].message + findings[0].remedy).find('{'), std::string::npos) << findings[0].message;
  }
}

TEST(Nep36Rule2, AForkHasOneFindingACase) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.version = "1.15.1";
  subject.release = "1.15.1";
  subject.distributions = {{"intel_numpy-1.15.1.dist-info", "numpy", "1.15.1", "", true, false, true},
                           {"numpy-1.15.1.dist-info", "mynumerics", "1.15.1", "", true, false, true}};
  subject.c_api = {};
  subject.original = tests::fork_of_1151();
  const auto findings = findings_of({subject});
  std::map<std::string, auditor::Finding> by_message;
  for (const auto& finding : findings) by_message.emplace(finding.message, finding);
  ASSERT_EQ(by_message.size(), 3U);
  const auto api = by_message.find(
      "the public API differs from NumPy 1.15.1, but the version (1.15.1) doesn't say so: 2 api-added: npy_erf and "
      "numpy.random_intel");
  ASSERT_NE(api, by_message.end()) << by_message.begin()->first;
  ASSERT_EQ(api->second.evidence.size(), 2U);
  EXPECT_EQ(api->second.evidence[1].path, "numpy/random_intel/__init__.py");
  EXPECT_EQ(api->second.evidence[1].detail, "api-added: numpy.random_intel: not in the release");
  EXPECT_TRUE(
      api->second.remedy.starts_with("If you publish this build: tag the version, as 1.15.1+yourname.1 (PEP 440)"))
      << api->second.remedy;
  EXPECT_NE(
      api->second.remedy.find("the publisher of this build (mynumerics), and reproduce them with NumPy's own 1.15.1"),
      std::string::npos)
      << api->second.remedy;
  EXPECT_TRUE(
      by_message.contains("compiled code differs from NumPy 1.15.1 in 2 places, but the version (1.15.1) doesn't say "
                          "so: numpy/_mklinit.cpython-36m-x86_64-linux-gnu.so and ufunc erf in umath"));
  EXPECT_TRUE(
      by_message.contains("private code differs from NumPy 1.15.1 in 2 places, but the version (1.15.1) doesn't say "
                          "so: numpy/__init__.py and numpy/fft/__init__.py"));
}

TEST(Nep36Rule2, OldAndNewValuesAreEvidence) {
  auditor::Difference load = difference(DifferenceClass::api_default, "numpy/lib/npyio.py", "numpy.load");
  load.old_text = "allow_pickle=False";
  load.new_text = "allow_pickle=True";
  load.line = 42;
  const auto hits = hits_of("NEP36-2", {modified({load})});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].evidence[0].line, 42);
  EXPECT_EQ(hits[0].evidence[0].detail, "api-default: numpy.load: allow_pickle=False became allow_pickle=True");
}

TEST(Nep36Rule2, WhatNep36LetsPassAndOtherVerdictsAreSilent) {
  using enum DifferenceClass;
  EXPECT_TRUE(hits_of("NEP36-2", {modified({difference(cosmetic, "a"), difference(tests, "b"), difference(docs, "c"),
                                            difference(build, "d"), difference(library_search, "e")})})
                  .empty());
  EXPECT_TRUE(hits_of("NEP36-2", {tests::wheel_numpy(), tests::debian_numpy("s2")}).empty());
  for (const OriginVerdict verdict : {OriginVerdict::official, OriginVerdict::rebuilt, OriginVerdict::patched,
                                      OriginVerdict::modified_disclosed, OriginVerdict::unknown}) {
    auditor::Subject subject = modified({difference(api_added, "numpy/x.py")});
    subject.original.verdict = verdict;
    EXPECT_TRUE(hits_of("NEP36-2", {subject}).empty()) << name(verdict);
  }
  auditor::Subject blas = tests::system_blas("s1", "libopenblas0-pthread 0.3.21",
                                             tests::openblas("0.3.21", signatures::blas::IntegerWidth::lp64, "", ""),
                                             "/usr/lib/libblas.so.3");
  blas.original.verdict = OriginVerdict::modified_undisclosed;
  blas.original.differences = {difference(binary, "libblas.so.3", ".text")};
  EXPECT_TRUE(hits_of("NEP36-2", {blas}).empty()) << "NEP 36 speaks of NumPy";
}

TEST(Nep36Rule2, TheFingerprintKnowsNoMachineAndNoOrder) {
  const auto a = difference(DifferenceClass::api_added, "numpy/a.py", "numpy.a");
  auto b = difference(DifferenceClass::api_added, "numpy/b.py", "numpy.b");
  auto here = modified({a, b});
  b.line = 7;
  auto there = modified({b, a});
  there.path = "/elsewhere/numpy";
  there.environment = auditor::Environment{auditor::Environment::Kind::venv, "/elsewhere"};
  const auto first = findings_of({here});
  const auto second = findings_of({there});
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(first[0].fingerprint, second[0].fingerprint);
  EXPECT_NE(first[0].fingerprint, findings_of({modified({a})})[0].fingerprint);
}

TEST(Nep36Rule2, AHundredThousandDifferencesTakeNoTime) {
  std::vector<auditor::Difference> many;
  for (int i = 0; i < 100'000; ++i)
    many.push_back(difference(DifferenceClass::api_added, "numpy/x" + std::to_string(i) + ".py"));
  const auto hits = hits_of("NEP36-2", {modified(std::move(many))});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(tests::value(hits[0], "names"), "numpy/x0.py, numpy/x1.py, numpy/x2.py and 99997 more");
}

TEST(Nep36Rule2, MalformedFacts) {
  EXPECT_TRUE(hits_of("NEP36-2", {modified({})}).empty());
  auditor::Subject subject = modified(
      {difference(DifferenceClass::api_added, "", ""), difference(static_cast<DifferenceClass>(99), "numpy/x.py", "")});
  subject.release.reset();
  subject.version.clear();
  subject.distributions = {{"", "", "", "", false, false, true}};
  subject.package.reset();
  EXPECT_EQ(hits_of("NEP36-2", {subject}).size(), 1U);
  subject.original.differences = {difference(DifferenceClass::binary, tests::hostile("path"), tests::hostile("name"))};
  const auto hits = hits_of("NEP36-2", {subject});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_TRUE(tests::value(hits[0], "names").starts_with(tests::hostile("name") + " in "));
}

}  // namespace fairplay
