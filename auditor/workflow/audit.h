#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/audit_result.h"
#include "auditor/loading/target.h"
#include "auditor/rules/rules.h"
#include "signatures/advisories/advisory.h"

namespace fairplay::auditor {

struct AuditRequest {
  std::vector<std::string> subjects;               ///< as given on the command line; empty: this machine
  std::map<std::string, std::string> environment;  ///< the variables discovery reads (PATH, HOME, ...)
  std::string script_folder;                       ///< --from: absolute; Python imports from it first. Empty: none
  std::string proc = "/proc";
  loading::Target target;  ///< --python and --platform
  unsigned jobs = 1;
  const rules::RuleBook* rules = nullptr;
  signatures::database::Database* database = nullptr;        ///< never null; without sources it knows nothing
  const signatures::advisories::Book* advisories = nullptr;  ///< null: none are looked up
  bool without_built_in_database = false;  ///< the database that the program was built with isn't beside it
  std::vector<rules::Waiver> waivers;
  std::string today;  ///< "2026-11-21", UTC, for waivers' expiry
  std::string tool_version;
  std::function<void(std::string_view what)> progress = [](std::string_view) {
  };  ///< gets each subject before it is read
};

/// Classifies, discovers, reads, compares and judges. Runs nothing of a subject and writes nothing. What can't be read
/// becomes damage, `unreadable` or `not_checked`; the rest is read all the same.
AuditResult audit(const AuditRequest& request);

}  // namespace fairplay::auditor
