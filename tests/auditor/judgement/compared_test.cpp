#include "auditor/judgement/compared.h"

#include <gtest/gtest.h>

namespace fairplay::auditor {
namespace {

rules::RuleBook built_in() { return *rules::read_rules(rules::builtin_rules(), "rules.yaml", {}); }

ComparedDifference difference(DifferenceClass kind, std::vector<std::string> patches = {}) {
  return {{kind, "numpy/a.py", "", "", "", 0, ""}, std::move(patches)};
}

Comparison judged(std::vector<ComparedDifference> differences, const rules::RuleBook& book) {
  Comparison comparison;
  comparison.differences = std::move(differences);
  auditor::judgement::judge(comparison, book);
  return comparison;
}

TEST(Compared, EveryClassHasTheSeverityOfTheRules) {
  const struct {
    DifferenceClass kind;
    Severity severity;
    const char* answer;
  } table[] = {
      {DifferenceClass::cosmetic, Severity::note, "nothing that changes what it does"},
      {DifferenceClass::tests, Severity::note, "nothing that changes what it does"},
      {DifferenceClass::docs, Severity::note, "nothing that changes what it does"},
      {DifferenceClass::build, Severity::note, "nothing that changes what it does"},
      {DifferenceClass::library_search, Severity::note, "nothing that changes what it does"},
      {DifferenceClass::private_code, Severity::warning, "the public API is the same; private code differs"},
      {DifferenceClass::api_behaviour, Severity::error, "the public API differs"},
      {DifferenceClass::api_default, Severity::error, "the public API differs"},
      {DifferenceClass::api_signature, Severity::error, "the public API differs"},
      {DifferenceClass::api_removed, Severity::error, "the public API differs"},
      {DifferenceClass::api_added, Severity::error, "the public API differs"},
      {DifferenceClass::binary, Severity::error, "compiled code differs"},
      {DifferenceClass::monkeypatch, Severity::error, "it replaces public names"},
  };
  for (const auto& row : table) {
    const Comparison comparison = judged({difference(row.kind)}, built_in());
    EXPECT_EQ(comparison.differences[0].severity, row.severity) << name(row.kind);
    EXPECT_EQ(comparison.answer, row.answer) << name(row.kind);
  }
}

TEST(Compared, TheAnswerIsThatOfTheClassThatSaysMost) {
  using enum DifferenceClass;
  EXPECT_EQ(judged({difference(monkeypatch), difference(api_default)}, built_in()).answer, "the public API differs");
  EXPECT_EQ(judged({difference(binary), difference(monkeypatch)}, built_in()).answer, "it replaces public names");
  EXPECT_EQ(judged({difference(private_code), difference(binary)}, built_in()).answer, "compiled code differs");
  EXPECT_EQ(judged({}, built_in()).answer, "");
}

TEST(Compared, WhatAPatchExplainsIsNotInTheAnswer) {
  using enum DifferenceClass;
  EXPECT_EQ(judged({difference(api_added, {"a.patch"}), difference(tests)}, built_in()).answer,
            "nothing that changes what it does");
  EXPECT_EQ(judged({difference(api_added, {"a.patch"})}, built_in()).answer, "");
}

TEST(Compared, RulesDecideAndTheBuiltInOnesFillTheirGaps) {
  rules::RuleBook book;
  EXPECT_EQ(judged({difference(DifferenceClass::api_added)}, book).differences[0].severity, Severity::error);
  book.topics["api-added"] = {"api-added", "t", "w", {}, Severity::note, "names were added"};
  book.topics["api-removed"] = {"api-removed", "t", "w", {}, std::nullopt, ""};
  const Comparison comparison =
      judged({difference(DifferenceClass::api_added), difference(DifferenceClass::api_removed)}, book);
  EXPECT_EQ(comparison.differences[0].severity, Severity::note);
  EXPECT_EQ(comparison.differences[1].severity, Severity::error);
  EXPECT_EQ(comparison.answer, "names were added");
}

}  // namespace
}  // namespace fairplay::auditor
