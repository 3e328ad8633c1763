#pragma once

#include <span>
#include <string>
#include <vector>

#include "auditor/checks/check.h"
#include "auditor/facts/audit_result.h"
#include "auditor/rules/rules.h"

namespace fairplay::auditor::judgement {

/// What the checks built into the program need of a rules file: parse_rules' `required`.
std::vector<rules::Required> required_by_checks();

/// Runs every check over `result.subjects` and `result.unreadable`, turns hits into findings with the rule book's words
/// and severity, applies waivers that haven't expired on `today` ("2026-11-21"), and fills `result.findings` in report
/// order. Expired or unused waivers become notes in `result.not_checked`. Findings of the run as a whole come last. A
/// hit whose case the book doesn't have is an error finding that says so: nothing a check found is ever dropped.
void judge(AuditResult& result, const rules::RuleBook& book, std::span<const rules::Waiver> waivers,
           const std::string& today);

}  // namespace fairplay::auditor::judgement
