#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/finding.h"
#include "signatures/damage.h"

/// rules.yaml: which rules exist, how grave each case is, what is exempt, and every word a user reads of them.
namespace auditor::rules {

/// One way a rule can fire.
struct Case {
  std::string name;
  Severity severity = Severity::error;
  std::string message;   ///< fmt-free template with {placeholders}
};

struct Rule {
  std::string id;                 ///< "INTACT-1"
  std::string title;              ///< "files differ from what their installer recorded"
  std::string what;               ///< what it does (explain)
  std::string why;                ///< why it is bad
  std::string remedy;
  std::vector<std::string> references;   ///< NEP, PEP, issue
  std::map<std::string, Case> cases;
  /// Parameters and exemptions of the check: lists of strings by name.
  std::map<std::string, std::vector<std::string>> lists;
};

/// A thing `explain` can describe that isn't a rule: a difference class, a verdict.
struct Topic {
  std::string id;
  std::string title;
  std::string what;
  std::vector<std::string> references;
};

struct RuleBook {
  std::map<std::string, Rule> rules;
  std::map<std::string, Topic> topics;
};

/// Parses and validates rules.yaml text. Damage carries `file`, place "line N, column M" and what is wrong: unknown or
/// duplicate key, missing text, unknown severity, a check without a rule. Every check id in `required` must be there.
signatures::Expected<RuleBook> parse_rules(std::string_view yaml, const std::string& file, const std::vector<std::string_view>& required);

/// The rules.yaml that was built into the program.
std::string_view builtin_rules();

/// One entry of a waivers file.
struct Waiver {
  std::string rule;                          ///< rule id
  std::string reason;                        ///< required
  std::optional<std::string> expires;        ///< "2027-01-31": last day it holds (UTC)
  std::optional<std::string> fingerprint;    ///< only this finding
  std::optional<std::string> subject;        ///< glob over the subject's name, "name==version" or path
  int line = 0;
};
signatures::Expected<std::vector<Waiver>> parse_waivers(std::string_view yaml, const std::string& file);

}  // namespace auditor::rules
