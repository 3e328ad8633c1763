#include <fmt/format.h>

#include <cmath>

#include "auditor/report/markdown_code.h"
#include "auditor/report/probe.h"
#include "auditor/report/report.h"

// A probe run for an issue: the answer, the library, each divergence as a list item with its call as code.
namespace auditor::report {

std::string render_markdown(const behaviour::ProbeRun& run, int verbosity) {
  std::string document;
  for (const behaviour::ProbedLibrary& library : run.libraries) {
    document += fmt::format("{}**{}**\n\n", document.empty() ? "" : "\n", escape_markdown(probe_headline(library)));
    if (verbosity < 0) continue;
    document += fmt::format("{}\n", markdown_code(library.path));
    if (const std::string phrase = identity_phrase(library); !phrase.empty()) document += fmt::format("{}\n", escape_markdown(phrase));
    if (!library.says.empty()) document += fmt::format("It says: {}\n", escape_markdown(library.says));
    if (!library.divergences.empty()) document += "\n";
    for (const behaviour::Divergence& divergence : library.divergences) {
      document += fmt::format("- **{}** ({}) {}: {}", name(divergence.kind), divergence.probe, markdown_code(call_phrase(divergence)), escape_markdown(divergence.message));
      if (!divergence.got.empty()) document += fmt::format("; got {}, expected {}", markdown_code(divergence.got), markdown_code(divergence.expected));
      if (std::isfinite(divergence.bound_ratio) && divergence.bound_ratio > 0) document += fmt::format(", {:.3g} times the bound", divergence.bound_ratio);
      document += "\n";
      if (!divergence.call.empty()) document += fmt::format("  {}\n", markdown_code(divergence.call));
    }
  }
  for (const signatures::Damage& damage : run.unreadable) document += fmt::format("\nunreadable: {}: {}\n", markdown_code(damage.file), escape_markdown(damage.reason));
  return document;
}

}  // namespace auditor::report
