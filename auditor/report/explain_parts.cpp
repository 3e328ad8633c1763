#include "auditor/report/explain_parts.h"

#include <fmt/format.h>

#include "auditor/report/escape.h"
#include "auditor/report/wrap.h"

namespace fairplay::auditor::report {

std::string paragraph(std::string_view heading, std::string_view text) {
  return fmt::format("\n{}\n{}\n", heading, wrapped(escape_terminal(text), "  ", "  "));
}

std::string reference_lines(const std::vector<std::string>& references) {
  std::string lines = references.empty() ? "" : "\nReferences\n";
  for (const std::string& reference : references) lines += "  " + escape_terminal(reference) + "\n";
  return lines;
}

}  // namespace fairplay::auditor::report
