#include <fmt/format.h>

#include <cmath>

#include "auditor/report/alike_divergences.h"
#include "auditor/report/escape.h"
#include "auditor/report/markdown_code.h"
#include "auditor/report/probe_phrases.h"
#include "auditor/report/probe_report.h"

// A probe run to paste into an issue: the answer, the library, then a list item with its call for each divergence.
namespace fairplay::auditor::report {

std::string render_markdown(const behaviour::ProbeRun& run, const RenderOptions& options) {
  const int verbosity = options.verbosity;
  std::string document;
  for (const behaviour::ProbedLibrary& library : run.libraries) {
    document += fmt::format("{}**{}**\n\n", document.empty() ? "" : "\n", escape_markdown(probe_headline(library)));
    if (verbosity < 0) continue;
    document += fmt::format("{}\n", markdown_code(library.path));
    if (const std::string phrase = identity_phrase(library); !phrase.empty())
      document += fmt::format("{}\n", escape_markdown(phrase));
    if (!library.says.empty()) document += fmt::format("It says: {}\n", escape_markdown(library.says));
    for (const std::string& phrase : definer_phrases(library)) document += fmt::format("{}\n", escape_markdown(phrase));
    if (!library.divergences.empty()) document += "\n";
    for (const AlikeDivergences& alike : alike_divergences(library)) {
      const behaviour::Divergence& divergence = *alike.first;
      document += fmt::format("- **{}** ({}) {}{}", name(divergence.kind), divergence.probe,
                              divergence.routine.empty() ? "" : markdown_code(call_phrase(divergence)) + ": ",
                              escape_markdown(divergence.message));
      if (!divergence.got.empty())
        document +=
            fmt::format("; got {}, expected {}", markdown_code(divergence.got), markdown_code(divergence.expected));
      if (std::isfinite(divergence.bound_ratio) && divergence.bound_ratio > 0)
        document += fmt::format(", {:.3g} times the bound", divergence.bound_ratio);
      if (const std::string kernels = kernels_phrase(divergence); !kernels.empty())
        document += fmt::format("; {}", escape_markdown(kernels));
      if (!divergence.defined_in.empty()) document += fmt::format("; in {}", markdown_code(divergence.defined_in));
      if (!divergence.also_in.empty()) document += fmt::format("; also in {}", markdown_code(divergence.also_in));
      if (const std::string others = others_phrase(alike); !others.empty())
        document += fmt::format("; also {}", markdown_code(others));
      document += "\n";
      if (!divergence.call.empty()) document += fmt::format("  {}\n", markdown_code(divergence.call));
    }
    if (!library.advisories.empty()) document += fmt::format("\n{}\n\n", escape_markdown(advisories_phrase(library)));
    for (const behaviour::AdvisedDefect& defect : library.advisories)
      document += fmt::format("- {}\n", escape_markdown(advisory_phrase(defect)));
    for (const behaviour::SideBySide& both : run.side_by_side)
      if (both.path == library.path) {
        document += fmt::format("\n{}\n", escape_markdown(beside_phrase(both)));
        for (const auto& difference : both.differences)
          document += fmt::format("\n- {}", escape_markdown(difference_phrase(difference)));
        if (!both.differences.empty()) document += "\n";
      }
  }
  for (const signatures::Damage& damage : run.unreadable)
    document += fmt::format("\nunreadable: {}: {}\n", markdown_code(damage.file), escape_markdown(damage.reason));
  for (const NotChecked& item : run.not_checked)
    document += fmt::format("\nnot checked: {}: {}\n", markdown_code(item.what), escape_markdown(item.why));
  return document;
}

}  // namespace fairplay::auditor::report
