#pragma once

#include "auditor/facts/comparison.h"
#include "auditor/rules/rules.h"

namespace fairplay::auditor::judgement {

/// Fills severities and the answer of a comparison by the rules' difference classes. Classes that a user's rules file
/// doesn't have are those of the built-in rules.
void judge(Comparison& comparison, const rules::RuleBook& book);

}  // namespace fairplay::auditor::judgement
