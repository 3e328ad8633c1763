#include "auditor/report/probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "auditor/listing.h"
#include "auditor/report/alike_divergences.h"

namespace auditor::report {

using behaviour::Divergence;
using behaviour::DivergenceClass;
using behaviour::ProbedLibrary;

std::string identity_phrase(const ProbedLibrary& library) {
  std::vector<std::string> parts;
  if (library.identity) {
    parts.push_back(library.identity->version.empty() ? library.identity->vendor : library.identity->vendor + " " + library.identity->version);
    if (!library.identity->threading.empty() && library.identity->threading != "unknown") parts.push_back(library.identity->threading);
  }
  if (library.convention) {
    parts.push_back(library.convention->integer_bits == 64 ? "ILP64" : library.convention->integer_bits == 32 ? "LP64" : "integers of unknown width");
    if (library.convention->complex_return == "argument") parts.push_back("complex results by argument");
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string probe_headline(const ProbedLibrary& library) {
  const std::string file = std::filesystem::path(library.path).filename();
  switch (library.verdict) {
    case behaviour::SoundVerdict::failed: return fmt::format("not probed: {}: {}", file, library.why);
    case behaviour::SoundVerdict::sound:
    case behaviour::SoundVerdict::deviates: break;
  }
  const std::vector<AlikeDivergences> groups = alike_divergences(library);
  auto count = [&](DivergenceClass kind) { return static_cast<std::size_t>(std::ranges::count(groups, kind, [](const AlikeDivergences& alike) { return alike.first->kind; })); };
  std::vector<std::string> parts;
  if (const std::size_t defects = count(DivergenceClass::defect)) parts.push_back(counted(defects, "defect", "defects"));
  if (const std::size_t policies = count(DivergenceClass::policy)) parts.push_back(counted(policies, "difference of policy", "differences of policy"));
  if (const std::size_t properties = count(DivergenceClass::property)) parts.push_back(counted(properties, "property", "properties"));
  std::uint64_t calls = 0;
  for (const behaviour::ProbeOutcome& outcome : library.probes) calls += outcome.calls;
  const std::string found = parts.empty() ? "nothing found" : fmt::format("{}", fmt::join(parts, ", "));
  const auto failed = static_cast<std::size_t>(std::ranges::count(library.probes, behaviour::ProbeStatus::failed, &behaviour::ProbeOutcome::status));
  const std::string gaps = failed == 0 ? "" : fmt::format("; {} failed", counted(failed, "probe", "probes"));
  return fmt::format("{}: {}: {} in {}, {}{}", name(library.verdict), file, found, counted(library.probes.size(), "probe", "probes"), counted(calls, "call", "calls"), gaps);
}

std::string kernels_phrase(const Divergence& divergence) {
  if (divergence.kernels.empty()) return "";
  return fmt::format("{}: {}", counted(divergence.kernels.size(), "kernel", "kernels"), fmt::join(divergence.kernels, ", "));
}

std::string same_bits_phrase(const behaviour::SideBySide& both) {
  std::vector<std::string> routines;
  for (const auto& [routine, calls, same] : both.routines) routines.push_back(fmt::format("{} {} of {}", routine, same, calls));
  return fmt::format("the same bits as {}: {}", std::filesystem::path(both.other).filename().string(), routines.empty() ? "no routine in common" : fmt::format("{} calls", fmt::join(routines, ", ")));
}

std::string call_phrase(const Divergence& divergence) {
  std::string phrase = divergence.routine;
  if (!divergence.flags.empty()) phrase += " " + divergence.flags;
  std::vector<std::string> sizes;
  for (const auto& [letter, value] : {std::pair{"m", divergence.m}, std::pair{"n", divergence.n}, std::pair{"k", divergence.k}})
    if (value != 0) sizes.push_back(fmt::format("{}={}", letter, value));
  if (!sizes.empty()) phrase += fmt::format(" {}", fmt::join(sizes, " "));
  if (divergence.threads != 1) phrase += fmt::format(", {} threads", divergence.threads);
  if (!divergence.kernel.empty()) phrase += fmt::format(", {} kernel", divergence.kernel);
  return phrase;
}

}  // namespace auditor::report
