#pragma once

#include <span>
#include <string>
#include <vector>

#include "auditor/audit_result.h"
#include "auditor/checks/check.h"
#include "auditor/rules/rules.h"

namespace auditor::rules {

/// Runs every check over `result.subjects`, turns hits into findings with the rule book's words and severity, applies waivers
/// that haven't expired on `today` ("2026-11-21"), and fills `result.findings` in report order. Expired or unused waivers become notes
/// in `result.not_checked`.
void judge(AuditResult& result, const RuleBook& book, std::span<const Waiver> waivers, const std::string& today);

}  // namespace auditor::rules
