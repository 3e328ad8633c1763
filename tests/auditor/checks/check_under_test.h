#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/checks/check.h"
#include "auditor/judgement/judge.h"
#include "auditor/rules/rules.h"

namespace fairplay::tests {

/// The rule book that ships.
inline const auditor::rules::RuleBook& shipped_rules() {
  static const auto book = auditor::rules::read_rules(auditor::rules::builtin_rules(), "rules.yaml",
                                                      auditor::judgement::required_by_checks());
  if (!book) throw std::runtime_error(book.error().place + ": " + book.error().reason);
  return *book;
}

/// What one check says of these subjects, with the shipped rules.
inline std::vector<auditor::checks::Hit> hits_of(std::string_view rule, const std::vector<auditor::Subject>& subjects,
                                                 const std::vector<signatures::Damage>& unreadable = {},
                                                 const std::vector<auditor::KnownDefects>& known = {},
                                                 const std::vector<auditor::KnownNumpyDefects>& of_numpy = {}) {
  for (const auditor::checks::Check* check : auditor::checks::all_checks()) {
    if (check->rule == rule)
      return check->run({subjects, unreadable, known, of_numpy, shipped_rules().rules.at(std::string(rule))});
  }
  ADD_FAILURE() << "no check for " << rule;
  return {};
}

/// The findings of a whole judgement over these subjects.
inline std::vector<auditor::Finding> findings_of(const std::vector<auditor::Subject>& subjects,
                                                 std::vector<auditor::KnownDefects> known = {},
                                                 std::vector<auditor::KnownNumpyDefects> of_numpy = {}) {
  auditor::AuditResult result;
  result.subjects = subjects;
  result.known_defects = std::move(known);
  result.known_numpy_defects = std::move(of_numpy);
  auditor::judgement::judge(result, shipped_rules(), {}, "2026-11-21");
  return result.findings;
}

inline std::string value(const auditor::checks::Hit& hit, std::string_view name) {
  for (const auto& [key, text] : hit.values) {
    if (key == name) return text;
  }
  return "no value " + std::string(name);
}

}  // namespace fairplay::tests
