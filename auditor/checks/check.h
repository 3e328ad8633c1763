#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auditor/facts/finding.h"
#include "auditor/facts/known_defects.h"
#include "auditor/facts/subject.h"
#include "auditor/rules/rules.h"
#include "signatures/damage.h"

/// One file per check; each defines one `Check` constant (see docs/adding-a-check.md). CMake finds the files and writes
/// the table, so a new check needs no registration anywhere.
namespace fairplay::auditor::checks {

/// What a check says of a fact; severity and words come from rules.yaml.
struct Hit {
  std::string subject;    ///< id; empty for the run as a whole
  std::string case_name;  ///< key under the rule's `cases` in rules.yaml: decides severity and message template
  /// Values for the message template's {placeholders}.
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<Evidence> evidence;
  /// What identifies the fact across machines and runs (no absolute path, no line): goes into the fingerprint.
  std::string identity;
  /// Key under the rule's `remedies`; where the rule has none of that name its plain `remedy` is used.
  std::string remedy;
  std::string about;   ///< whom it concerns, where that is another than the subject: "pandas 2.1.4"
  bool leads = false;  ///< it explains what other rules find: first among those of its severity
  /// It is about which build is imported: what others find of a build that isn't are notes, this isn't.
  bool about_import = false;
};

struct Input {
  std::span<const Subject> subjects;               ///< all subjects of the run, in report order
  std::span<const signatures::Damage> unreadable;  ///< what the user named and could not be read at all
  std::span<const KnownDefects> known_defects;     ///< of the subjects' BLAS libraries
  std::span<const KnownNumpyDefects> known_numpy_defects;
  const rules::Rule& rule;  ///< this check's own rule: parameters, exemptions
};

struct Check {
  std::string_view rule;                        ///< rule id in rules.yaml
  std::span<const std::string_view> cases;      ///< every case its hits can name; rules.yaml must have them all
  std::span<const std::string_view> lists;      ///< every list it reads from its rule
  std::vector<Hit> (*run)(const Input& input);  ///< pure: facts in, hits out
};

/// All checks, sorted by file name (generated).
std::span<const Check* const> all_checks();

}  // namespace fairplay::auditor::checks
