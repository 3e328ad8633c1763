#include <fmt/format.h>

#include <algorithm>

#include "auditor/report/escape.h"
#include "auditor/report/footprint_report.h"
#include "auditor/wording/names_not_followed.h"

// A footprint for a terminal: a line for each public name.
namespace fairplay::auditor::report {

bool FootprintReport::shows(std::string_view module) const {
  return modules.empty() || std::ranges::find(modules, module) != modules.end();
}

std::vector<NotChecked> FootprintReport::not_checked() const {
  std::vector<NotChecked> lines;
  if (!footprint.incomplete.empty())
    lines.push_back(names_of_c_code({footprint.incomplete.begin(), footprint.incomplete.end()}));
  if (!footprint.contradicted.empty()) lines.push_back(contradicted_by_stubs(footprint.contradicted));
  return lines;
}

std::string render_text(const FootprintReport& document, const RenderOptions&) {
  using signatures::footprint::NameKind;
  const auto& footprint = document.footprint;
  std::string text = fmt::format("NumPy {}, for Python 3.{}\n",
                                 footprint.release.empty() ? "of unknown version" : escape_terminal(footprint.release),
                                 footprint.python_minor);
  for (const auto& [module, names] : footprint.modules) {
    if (!document.shows(module)) continue;
    text += fmt::format("\n{}\n", escape_terminal(module));
    for (const auto& [name, entry] : names) {
      if (entry.kind == NameKind::module) continue;  // what it only imported, and submodules, which have their own part
      text += fmt::format("  {:<9} {}{}{}\n", signatures::footprint::name(entry.kind), escape_terminal(name),
                          escape_terminal(entry.signature), entry.deprecated ? "  [deprecated]" : "");
    }
  }
  if (document.modules.empty())
    text += fmt::format("\nC API: {} names in the public headers (--format json lists them)\n",
                        footprint.c_api.entries.size());
  const auto lines = document.not_checked();
  if (!lines.empty()) text += "\nnot checked\n";
  for (const NotChecked& line : lines)
    text += fmt::format("  {}: {}\n", escape_terminal(line.what), escape_terminal(line.why));
  return text;
}

}  // namespace fairplay::auditor::report
