#include "auditor/report/report.h"

namespace fairplay::auditor::report {

std::optional<Format> format_named(std::string_view name) {
  if (name == "text") return Format::text;
  if (name == "json") return Format::json;
  if (name == "markdown") return Format::markdown;
  return std::nullopt;
}

}  // namespace fairplay::auditor::report
