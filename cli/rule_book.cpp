#include "cli/rule_book.h"

#include <fmt/format.h>

#include "auditor/checks/check.h"
#include "cli/command.h"

namespace cli {

std::optional<auditor::rules::RuleBook> load_rules(const std::string& path) {
  std::string text;
  if (path.empty()) {
    text = auditor::rules::builtin_rules();
  } else if (!read_configuration(path, text)) {
    return std::nullopt;
  }
  std::vector<auditor::rules::Required> required;
  for (const auditor::checks::Check* check : auditor::checks::all_checks()) {
    required.push_back({check->rule, {check->cases.begin(), check->cases.end()}, {check->lists.begin(), check->lists.end()}});
  }
  auto book = auditor::rules::parse_rules(text, path.empty() ? "rules.yaml" : path, required);
  if (!book) {
    fmt::print(stderr, "fairplay: {}: {}: {}\n", book.error().file, book.error().place, book.error().reason);
    return std::nullopt;
  }
  return std::move(*book);
}

}  // namespace cli
