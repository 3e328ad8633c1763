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
  const auto text = path.empty() ? std::string(auditor::rules::builtin_rules()) : read_configuration(path);
  if (!text) return std::nullopt;
  auto book =
      auditor::rules::parse_rules(*text, path.empty() ? "rules.yaml" : path, auditor::judgement::required_by_checks());
  if (!book) {
    complain(book.error());
    return std::nullopt;
  }
  return std::move(*book);
}

}  // namespace fairplay::cli
