#include <fmt/format.h>

#include <cmath>

#include "auditor/report/alike_divergences.h"
#include "auditor/report/escape.h"
#include "auditor/report/probe_phrases.h"
#include "auditor/report/probe_report.h"

// A probe run for a terminal. For each library: the answer, what it is, what was found, what was run.
namespace fairplay::auditor::report {
namespace {

using behaviour::Divergence;

/// A Python program, to be copied from the terminal; long lines of memory are left to --reproducer.
std::string indented(const std::string& program) {
  constexpr std::size_t most = 160;
  std::string text = "    Python\n";
  std::size_t begin = 0;
  while (begin < program.size()) {
    const std::size_t end = program.find('\n', begin);
    const std::string line = program.substr(begin, end - begin);
    text += fmt::format("      {}\n", escape_terminal(line.size() <= most ? line : line.substr(0, most) + " ..."));
    begin = end == std::string::npos ? program.size() : end + 1;
  }
  return text;
}

std::string detail(const Divergence& divergence) {
  std::string text;
  if (!divergence.got.empty()) text += fmt::format("    got      {}\n", escape_terminal(divergence.got));
  if (!divergence.expected.empty()) text += fmt::format("    expected {}\n", escape_terminal(divergence.expected));
  if (std::isfinite(divergence.bound_ratio) && divergence.bound_ratio > 0)
    text += fmt::format("    error    {:.3g} times what a correct implementation may be off\n", divergence.bound_ratio);
  if (!divergence.defined_in.empty()) text += fmt::format("    in       {}\n", escape_terminal(divergence.defined_in));
  if (!divergence.call.empty()) text += fmt::format("    call     {}\n", escape_terminal(divergence.call));
  if (const std::string kernels = kernels_phrase(divergence); !kernels.empty())
    text += fmt::format("    shown by {}\n", escape_terminal(kernels));
  if (!divergence.also_in.empty()) text += fmt::format("    also in  {}\n", escape_terminal(divergence.also_in));
  if (divergence.times > 1) text += fmt::format("    seen in  {} calls\n", divergence.times);
  if (!divergence.program.empty()) text += indented(divergence.program);
  if (!divergence.reproducer.empty())
    text +=
        fmt::format("    {:8} {}\n", divergence.program.empty() ? "C" : "file", escape_terminal(divergence.reproducer));
  if (!divergence.source.empty()) text += fmt::format("    source   {}\n", escape_terminal(divergence.source));
  return text;
}

/// ", 2 threads, Haswell": threads and kernel of the probe, if not one thread and the kernel that the library chose.
std::string variant_of(const behaviour::ProbeOutcome& outcome) {
  return (outcome.threads == 1 ? "" : fmt::format(", {} threads", outcome.threads)) +
         (outcome.kernel.empty() ? "" : ", " + escape_terminal(outcome.kernel));
}

}  // namespace

std::string render_text(const behaviour::ProbeRun& run, const RenderOptions& options) {
  const auto bold = [&](const std::string& text) {
    return options.color ? fmt::format("\x1b[1m{}\x1b[0m", text) : text;
  };
  std::string document;
  for (const behaviour::ProbedLibrary& library : run.libraries) {
    if (!document.empty()) document += "\n";
    document += bold(escape_terminal(probe_headline(library))) + "\n";
    if (options.verbosity < 0) continue;
    document += fmt::format("  {}\n", escape_terminal(library.path));
    if (!library.found_as.empty()) document += fmt::format("  {}\n", escape_terminal(library.found_as));
    if (const std::string phrase = identity_phrase(library); !phrase.empty())
      document += fmt::format("  {}\n", escape_terminal(phrase));
    if (!library.says.empty()) document += fmt::format("  it says: {}\n", escape_terminal(library.says));
    for (const std::string& phrase : definer_phrases(library))
      document += fmt::format("  {}\n", escape_terminal(phrase));
    for (const AlikeDivergences& alike : alike_divergences(library)) {
      const Divergence& divergence = *alike.first;
      document += fmt::format("\n  {}  {}{}  [{}]\n", name(divergence.kind),
                              divergence.routine.empty() ? "" : escape_terminal(call_phrase(divergence)) + ": ",
                              escape_terminal(divergence.message), escape_terminal(divergence.probe));
      document += detail(divergence);
      if (const std::string others = others_phrase(alike); !others.empty())
        document += fmt::format("    also     {}\n", escape_terminal(others));
      if (options.verbosity > 0)
        for (const Divergence* other : alike.others)
          document += fmt::format("\n    {}: {}\n{}", escape_terminal(call_phrase(*other)),
                                  escape_terminal(other->message), detail(*other));
    }
    for (const behaviour::SideBySide& both : run.side_by_side)
      if (both.path == library.path) {
        document += fmt::format("\n  {}\n", escape_terminal(beside_phrase(both)));
        for (const auto& difference : both.differences)
          document += fmt::format("    {}\n", escape_terminal(difference_phrase(difference)));
      }
    std::string known;
    for (const behaviour::AdvisedDefect& defect : library.advisories)
      if (options.verbosity > 0 || defect.state == behaviour::AdvisedDefect::State::confirmed)
        known += fmt::format("  {}\n", escape_terminal(advisory_phrase(defect)));
    if (!library.advisories.empty()) document += fmt::format("\n  {}\n{}", advisories_phrase(library), known);
    std::string probes;
    for (const behaviour::ProbeOutcome& outcome : library.probes) {
      if (options.verbosity > 0 || !outcome.why.empty())
        probes += fmt::format("  {:8} {:24} {:6.1f} s  {} calls{}{}\n", name(outcome.status),
                              outcome.id + variant_of(outcome), outcome.seconds, outcome.calls,
                              outcome.why.empty() ? "" : "; ", escape_terminal(outcome.why));
      if (options.verbosity > 0)
        for (const std::string& note : outcome.notes) probes += fmt::format("           {}\n", escape_terminal(note));
    }
    if (!probes.empty()) document += "\n" + probes;
  }
  for (const signatures::Damage& damage : run.unreadable)
    document +=
        fmt::format("\nunreadable: {}{}{}: {}\n", escape_terminal(damage.file), damage.place.empty() ? "" : ", ",
                    escape_terminal(damage.place), escape_terminal(damage.reason));
  if (!run.not_checked.empty()) document += "\nnot checked\n";
  for (const NotChecked& item : run.not_checked)
    document += fmt::format("  {}: {}\n", escape_terminal(item.what), escape_terminal(item.why));
  return document;
}

}  // namespace fairplay::auditor::report
