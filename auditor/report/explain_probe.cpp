#include <fmt/format.h>

#include "auditor/report/escape.h"
#include "auditor/report/explain_parts.h"

// What a probe says of itself, and the advisories that it can confirm.
namespace fairplay::auditor::report {
namespace {

std::vector<std::string> shown_by(const behaviour::ProbeDescription& probe, const signatures::advisories::Book& book) {
  std::vector<std::string> lines;
  for (const auto& advisory : book.advisories) {
    if (advisory.probe == probe.id) lines.push_back(fmt::format("{}: {}", advisory.id, advisory.title));
  }
  return lines;
}

std::string cost_of(const behaviour::ProbeDescription& probe) {
  return fmt::format("At most {:g} s of the quick profile, {:g} s of the full one{}.", probe.seconds, 5 * probe.seconds,
                     probe.alone ? "; nothing runs beside it" : "");
}

}  // namespace

std::string explanation_text(const ExplainedProbe& explained) {
  const auto& [probe, book] = explained;
  std::string text = fmt::format("{}: a probe\n", probe.id);
  text += paragraph("What it shows", fmt::format("{}{}", probe.shows, probe.shows.ends_with('.') ? "" : "."));
  text += paragraph("Cost", cost_of(probe));
  text += paragraph(
      "How its findings count",
      "Each finding has a class. A defect contradicts the routine's documentation or IEEE 754, and only a defect "
      "makes a library deviate. The other classes are policy, property and expected (docs/probe.md).");
  text += paragraph("How to run it alone", fmt::format("fairplay probe --probe {} LIBRARY", probe.id));
  if (const auto lines = shown_by(probe, book); !lines.empty()) {
    text += "\nKnown defects it shows\n";
    for (const std::string& line : lines) text += "  " + escape_terminal(line) + "\n";
  }
  return text + reference_lines({std::string(probe.source)});
}

Json explanation_json(const ExplainedProbe& explained) {
  const auto& [probe, book] = explained;
  Json shows = Json::array();
  for (const auto& advisory : book.advisories) {
    if (advisory.probe == probe.id) shows.push_back(escape_utf8(advisory.id));
  }
  return {{"schema", "fairplay-explain/1"},
          {"id", std::string(probe.id)},
          {"kind", "probe"},
          {"title", "a probe"},
          {"what", std::string(probe.shows)},
          {"seconds", probe.seconds},
          {"alone", probe.alone},
          {"advisories", std::move(shows)},
          {"references", Json::array({std::string(probe.source)})}};
}

}  // namespace fairplay::auditor::report
