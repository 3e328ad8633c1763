#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/finding.h"
#include "auditor/rules/places.h"
#include "signatures/damage.h"
#include "signatures/yaml/tree.h"

/// rules.yaml: which rules exist, how grave each case is, what is exempt, and every word a user reads of them.
namespace fairplay::auditor::rules {

/// One way a rule can fire.
struct Case {
  std::string name;
  Severity severity = Severity::error;
  std::string message;  ///< template with {placeholders}; the check fills them
};

struct Rule {
  std::string id;      ///< "INTACT-1"
  std::string title;   ///< "files differ from what their installer recorded"
  std::string what;    ///< what it does (explain)
  std::string why;     ///< why it is bad
  std::string remedy;  ///< template, as a case's message
  /// Remedies that fit better where a check knows more, by key: the installer's name, say.
  std::map<std::string, std::string> remedies;
  std::vector<std::string> references;  ///< NEP, PEP, issue
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
  // Of a difference class, both or neither:
  std::optional<Severity> severity;  ///< of such a difference in `compare`
  std::string answer;                ///< how `compare` answers where no other class says more
};

/// Numbers that probes judge by: probe id -> name -> value, e.g. resources/stack, "error-bytes".
using Thresholds = std::map<std::string, std::map<std::string, double>>;

struct RuleBook {
  Places places;
  Thresholds thresholds;
  std::map<std::string, Rule> rules;
  std::map<std::string, Topic> topics;
};

/// What a check needs of its rule.
struct Required {
  std::string_view id;
  std::vector<std::string_view> cases;
  std::vector<std::string_view> lists;
};

/// Parses and validates rules.yaml text. Damage carries `file`, place "line N, column M" and what is wrong: unknown or
/// duplicate key, missing text, unknown severity, a check without a rule. Everything in `required` must be there.
/// Anchors, aliases, tags and tabs are refused, as is a file over 1 MiB, 32 levels or 20,000 nodes.
signatures::Expected<RuleBook> parse_rules(std::string_view yaml, const std::string& file,
                                           const std::vector<Required>& required);
/// The same from a tree that has been read.
signatures::Expected<RuleBook> read_rules(const signatures::yaml::YamlNode& root, const std::string& file,
                                          const std::vector<Required>& required);

/// The rules.yaml that was built into the program, as a tree.
signatures::yaml::YamlNode builtin_rules();

/// One entry of a waivers file.
struct Waiver {
  std::string rule;                        ///< rule id
  std::string reason;                      ///< required
  std::optional<std::string> expires;      ///< "2027-01-31": last day it holds (UTC)
  std::optional<std::string> fingerprint;  ///< only this finding
  std::optional<std::string> subject;      ///< glob over the subject's name, "name==version" or path
  int line = 0;
};
/// Parses and validates a waivers file, by the same rules; `expires` must be a day of the calendar.
signatures::Expected<std::vector<Waiver>> parse_waivers(std::string_view yaml, const std::string& file);

}  // namespace fairplay::auditor::rules
