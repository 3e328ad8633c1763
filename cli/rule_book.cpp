#include "cli/rule_book.h"

#include <fmt/format.h>

#include "auditor/judgement/judge.h"
#include "auditor/report/report.h"
#include "cli/command.h"

namespace fairplay::cli {

std::optional<auditor::rules::RuleBook> load_rules(const std::string& path) {
  std::string text;
  if (path.empty()) {
    text = auditor::rules::builtin_rules();
  } else if (!read_configuration(path, text)) {
    return std::nullopt;
  }
  auto book =
      auditor::rules::parse_rules(text, path.empty() ? "rules.yaml" : path, auditor::judgement::required_by_checks());
  if (!book) {
    complain(book.error());
    return std::nullopt;
  }
  return std::move(*book);
}

void complain(const signatures::Damage& damage) {
  const std::string where = damage.file + (damage.file.empty() || damage.place.empty() ? "" : ", ") + damage.place;
  fmt::print(stderr, "fairplay: {}\n",
             auditor::report::escape_terminal(where.empty() ? damage.reason : where + ": " + damage.reason));
}

}  // namespace fairplay::cli
