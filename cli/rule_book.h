#pragma once

#include <optional>
#include <string>

#include "auditor/rules/rules.h"

namespace fairplay::cli {

/// The rule book of --rules FILE, or the built-in one for an empty path; nullopt and a message on stderr where it is
/// wrong (exit 2).
std::optional<auditor::rules::RuleBook> load_rules(const std::string& path);

/// A wrong configuration file, on stderr: file, place, reason.
void complain(const signatures::Damage& damage);

}  // namespace fairplay::cli
