#include "cli/rule_book.h"

#include <CLI/CLI.hpp>

#include "auditor/judgement/judge.h"
#include "cli/command.h"
#include "cli/complaint.h"

namespace fairplay::cli {

void add_rules_option(CLI::App& command, std::string& path, const std::string& help) {
  command.add_option("--rules", path, help)->type_name("FILE");
}

std::optional<auditor::rules::RuleBook> load_rules(const std::string& path) {
  const auto required = auditor::judgement::required_by_checks();
  if (path.empty()) return value_or_complaint(read_rules(auditor::rules::builtin_rules(), "rules.yaml", required));
  const auto text = read_configuration(path);
  if (!text) return std::nullopt;
  return value_or_complaint(auditor::rules::parse_rules(*text, path, required));
}

}  // namespace fairplay::cli
