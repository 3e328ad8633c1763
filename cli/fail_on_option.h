#pragma once

#include <optional>
#include <string>

#include "auditor/facts/finding.h"

namespace CLI {
class App;
}

namespace fairplay::cli {

/// --fail-on: the lowest severity that makes the exit code 1.
struct FailOnOption {
  std::string word = "error";
  std::optional<auditor::Severity> severity() const;  ///< nullopt for "never"
};
void add_fail_on_option(CLI::App& command, FailOnOption& option);

}  // namespace fairplay::cli
