#include "cli/output_options.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace fairplay::cli {

bool wants_color(const std::string& color, const std::string& output_file) {
  if (color != "auto") return color == "always";
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool refused =
      (no_color != nullptr && *no_color != '\0') || (terminal != nullptr && std::string_view(terminal) == "dumb");
  return !refused && output_file.empty() && isatty(STDOUT_FILENO) != 0;
}

std::optional<auditor::Severity> severity_threshold(const std::string& fail_on) {
  if (fail_on == "never") return std::nullopt;
  return fail_on == "note"      ? auditor::Severity::note
         : fail_on == "warning" ? auditor::Severity::warning
                                : auditor::Severity::error;
}

}  // namespace fairplay::cli
