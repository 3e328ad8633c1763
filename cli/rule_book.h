#pragma once

#include <optional>
#include <string>

#include "auditor/rules/rules.h"

namespace CLI {
class App;
}

namespace fairplay::cli {

/// --rules FILE, into `path`.
void add_rules_option(CLI::App& command, std::string& path,
                      const std::string& help = "Use the rules of FILE instead of the built-in ones");

/// The rule book of --rules FILE, or the built-in one for an empty path. Nullopt and a message on stderr where it is
/// wrong (exit 2).
std::optional<auditor::rules::RuleBook> load_rules(const std::string& path);

}  // namespace fairplay::cli
