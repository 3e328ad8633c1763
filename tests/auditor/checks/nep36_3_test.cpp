#include <gtest/gtest.h>

#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

namespace {

using auditor::Difference;
using auditor::DifferenceClass;
using auditor::OriginVerdict;
using tests::findings_of;
using tests::hits_of;

Difference difference(DifferenceClass kind, std::string path, std::string name, std::string old_text = {},
                      std::string new_text = {}, int line = 0) {
  Difference made;
  made.kind = kind;
  made.path = std::move(path);
  made.name = std::move(name);
  made.old_text = std::move(old_text);
  made.new_text = std::move(new_text);
  made.line = line;
  return made;
}

auditor::Subject with(std::vector<Difference> differences,
                      OriginVerdict verdict = OriginVerdict::modified_undisclosed) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.original.verdict = verdict;
  subject.original.differences = std::move(differences);
  subject.release = "1.16.2";
  return subject;
}

TEST(Nep36Rule3, EachClassIsACase) {
  using enum DifferenceClass;
  const struct {
    DifferenceClass kind;
    std::string_view case_name;
    std::string_view message;
  } table[] = {
      {api_added, "added", "public names that NumPy 1.16.2 doesn't have: numpy.x"},
      {api_removed, "removed", "public names of NumPy 1.16.2 are missing: numpy.x"},
      {api_signature, "signature", "parameters differ from NumPy 1.16.2: numpy.x (a became b)"},
      {api_default, "default", "default values differ from NumPy 1.16.2: numpy.x (a became b)"},
  };
  for (const auto& row : table) {
    const auto subject = with({difference(row.kind, "numpy/x.py", "numpy.x", "a", "b", 7)});
    const auto hits = hits_of("NEP36-3", {subject});
    ASSERT_EQ(hits.size(), 1U) << row.case_name;
    EXPECT_EQ(hits[0].case_name, row.case_name);
    EXPECT_EQ(hits[0].evidence[0].line, 7);
    bool found = false;
    for (const auto& finding : findings_of({subject})) {
      if (finding.rule != "NEP36-3") continue;
      found = true;
      EXPECT_EQ(finding.message, row.message);
      EXPECT_EQ(finding.severity, auditor::Severity::error);
      EXPECT_EQ(finding.remedy.find('{'), std::string::npos) << finding.remedy;
    }
    EXPECT_TRUE(found) << row.case_name;
  }
}

TEST(Nep36Rule3, OneFindingACaseWithTheNamesFirst) {
  using enum DifferenceClass;
  const auto hits = hits_of(
      "NEP36-3",
      {with({difference(api_added, "numpy/__init__.py", "numpy.erf"),
             difference(api_added, "numpy/__init__.py", "numpy.invsqrt"),
             difference(api_added, "numpy/core/include/numpy/npy_extra.h", ""),
             difference(api_default, "numpy/lib/npyio.py", "numpy.load", "allow_pickle=False", "allow_pickle=True")})});
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(tests::value(hits[0], "names"), "numpy.erf, numpy.invsqrt and numpy/core/include/numpy/npy_extra.h");
  EXPECT_EQ(tests::value(hits[1], "names"), "numpy.load (allow_pickle=False became allow_pickle=True)");
}

TEST(Nep36Rule3, ATaggedVersionDoesntExcuse) {
  EXPECT_EQ(hits_of("NEP36-3", {with({difference(DifferenceClass::api_added, "numpy/x.py", "numpy.x")},
                                     OriginVerdict::modified_disclosed)})
                .size(),
            1U);
}

TEST(Nep36Rule3, WhatAFunctionDoesIsNotItsBusiness) {
  using enum DifferenceClass;
  EXPECT_TRUE(hits_of("NEP36-3", {with({difference(api_behaviour, "a", "numpy.a"), difference(private_code, "b", ""),
                                        difference(binary, "c", "ufunc erf"), difference(library_search, "d", ""),
                                        difference(cosmetic, "e", ""), difference(monkeypatch, "f", "numpy.load")})})
                  .empty());
  EXPECT_TRUE(hits_of("NEP36-3", {tests::wheel_numpy(), tests::debian_numpy("s2")}).empty());
  auditor::Subject blas = tests::system_blas("s1", "libopenblas0-pthread 0.3.21",
                                             tests::openblas("0.3.21", signatures::blas::IntegerWidth::lp64, "", ""),
                                             "/usr/lib/libblas.so.3");
  blas.original.differences = {difference(api_added, "x", "y")};
  EXPECT_TRUE(hits_of("NEP36-3", {blas}).empty());
}

TEST(Nep36Rule3, TheFingerprintKnowsNoLineAndNoOrder) {
  const auto a = difference(DifferenceClass::api_added, "numpy/a.py", "numpy.a", "", "", 3);
  auto b = difference(DifferenceClass::api_added, "numpy/b.py", "numpy.b");
  const auto first = hits_of("NEP36-3", {with({a, b})});
  b.line = 9;
  const auto second = hits_of("NEP36-3", {with({b, a})});
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(first[0].identity, second[0].identity);
  EXPECT_NE(first[0].identity, hits_of("NEP36-3", {with({a})})[0].identity);
}

TEST(Nep36Rule3, MalformedFacts) {
  auditor::Subject subject =
      with({difference(DifferenceClass::api_added, "", ""), difference(static_cast<DifferenceClass>(99), "x", "y"),
            difference(DifferenceClass::api_signature, tests::hostile("path"), tests::hostile("name"),
                       std::string(100'000, 'a'), "b")});
  subject.release.reset();
  subject.version.clear();
  const auto hits = hits_of("NEP36-3", {subject});
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(tests::value(hits[1], "names"), tests::hostile("name")) << "long texts stay out of the sentence";
}

}  // namespace

}  // namespace fairplay
