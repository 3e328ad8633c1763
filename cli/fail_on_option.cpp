#include "cli/fail_on_option.h"

#include <CLI/CLI.hpp>

namespace fairplay::cli {

std::optional<auditor::Severity> FailOnOption::severity() const {
  if (word == "never") return std::nullopt;
  return word == "note"      ? auditor::Severity::note
         : word == "warning" ? auditor::Severity::warning
                             : auditor::Severity::error;
}

void add_fail_on_option(CLI::App& command, FailOnOption& option) {
  command
      .add_option("--fail-on", option.word, "Lowest severity that makes the exit code 1: error, warning, note or never")
      ->check(CLI::IsMember({"error", "warning", "note", "never"}))
      ->capture_default_str();
}

}  // namespace fairplay::cli
