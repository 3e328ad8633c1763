#include "auditor/report/probe_phrases.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "auditor/report/alike_divergences.h"
#include "auditor/wording/listing.h"

namespace fairplay::auditor::report {

using behaviour::Divergence;
using behaviour::DivergenceClass;
using behaviour::ProbedLibrary;

std::string identity_phrase(const ProbedLibrary& library) {
  std::vector<std::string> parts;
  if (library.numpy) {
    parts.push_back(fmt::format("NumPy {}", library.numpy->version));
    if (!library.numpy->python.empty()) parts.push_back(library.numpy->python);
    if (!library.numpy->held_against.empty() && library.numpy->held_against != library.numpy->version)
      parts.push_back(fmt::format("held against {}", library.numpy->held_against));
  }
  if (library.identity) {
    parts.push_back(described(*library.identity));
    if (library.identity->threading != signatures::blas::Threading::unknown)
      parts.emplace_back(name(library.identity->threading));
  }
  if (library.convention) {
    parts.push_back(library.convention->integer_bits == 64   ? "ILP64"
                    : library.convention->integer_bits == 32 ? "LP64"
                                                             : "integers of unknown width");
    if (library.convention->complex_return == behaviour::ComplexReturn::argument)
      parts.push_back("complex results by argument");
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::vector<std::string> definer_phrases(const ProbedLibrary& library) {
  std::vector<std::string> phrases;
  for (const behaviour::DefinedElsewhere& other : library.elsewhere) {
    const std::size_t more = other.routines.size() - 1;
    std::string who = other.path;
    if (other.identity) who += fmt::format(" ({})", described(*other.identity));
    phrases.push_back(
        fmt::format("{}{} {} defined by {}", other.routines.front(),
                    more == 0 ? "" : fmt::format(" and {}", counted(more, "more routine", "more routines")),
                    more == 0 ? "is" : "are", who));
  }
  for (const std::string& other : library.beside)
    phrases.push_back(fmt::format("it also loads {}: calls may be passed on to it", other));
  return phrases;
}

std::string probe_headline(const ProbedLibrary& library) {
  const std::string file = library.numpy ? fmt::format("NumPy {}", library.numpy->version)
                                         : std::filesystem::path(library.path).filename().string();
  switch (library.verdict) {
    case behaviour::SoundVerdict::failed: return fmt::format("not probed: {}: {}", file, library.why);
    case behaviour::SoundVerdict::sound:
    case behaviour::SoundVerdict::deviates: break;
  }
  const std::vector<AlikeDivergences> groups = alike_divergences(library);
  auto count = [&](DivergenceClass kind) {
    return static_cast<std::size_t>(
        std::ranges::count(groups, kind, [](const AlikeDivergences& alike) { return alike.first->kind; }));
  };
  std::vector<std::string> parts;
  if (const std::size_t defects = count(DivergenceClass::defect)) {
    const auto others = static_cast<std::size_t>(std::ranges::count_if(groups, [](const AlikeDivergences& alike) {
      return alike.first->kind == DivergenceClass::defect && !alike.first->defined_in.empty();
    }));
    const auto of_release = static_cast<std::size_t>(std::ranges::count_if(groups, [](const AlikeDivergences& alike) {
      return alike.first->kind == DivergenceClass::defect && alike.first->of_release;
    }));
    parts.push_back(counted(defects, "defect", "defects") +
                    (of_release == 0 ? ""
                     : of_release == defects
                         ? " that every build of the release has"
                         : fmt::format(" ({} of which every build of the release has)", of_release)) +
                    (others == 0 ? "" : fmt::format(" ({} in routines that another library defines)", others)));
  }
  if (const std::size_t policies = count(DivergenceClass::policy))
    parts.push_back(counted(policies, "difference of policy", "differences of policy"));
  if (const std::size_t properties = count(DivergenceClass::property))
    parts.push_back(counted(properties, "property", "properties"));
  std::uint64_t calls = 0;
  for (const behaviour::ProbeOutcome& outcome : library.probes) calls += outcome.calls;
  const std::string found = parts.empty() ? "nothing found" : fmt::format("{}", fmt::join(parts, ", "));
  const auto failed = static_cast<std::size_t>(
      std::ranges::count(library.probes, behaviour::ProbeStatus::failed, &behaviour::ProbeOutcome::status));
  const std::string gaps = failed == 0 ? "" : fmt::format("; {} failed", counted(failed, "probe", "probes"));
  return fmt::format("{}: {}: {} in {}, {}{}", name(library.verdict), file, found,
                     counted(library.probes.size(), "probe", "probes"), counted(calls, "call", "calls"), gaps);
}

std::string kernels_phrase(const Divergence& divergence) {
  if (divergence.kernels.empty()) return "";
  return fmt::format("{}: {}", counted(divergence.kernels.size(), "kernel", "kernels"),
                     fmt::join(divergence.kernels, ", "));
}

std::string beside_phrase(const behaviour::SideBySide& both) {
  if (!both.why.empty()) return fmt::format("not compared with {}: {}", both.other, both.why);
  if (both.of_numpys) {
    std::set<std::string> functions;
    for (const behaviour::SideBySide::Difference& one : both.differences) functions.insert(one.routine);
    return fmt::format("beside {}: {} of {} answer differently", both.other, functions.size(),
                       counted(both.routines.size(), "function", "functions"));
  }
  std::vector<std::string> routines;
  for (const auto& [routine, calls, same] : both.routines)
    routines.push_back(fmt::format("{} {} of {}", routine, same, calls));
  return fmt::format("the same bits as {}: {}", std::filesystem::path(both.other).filename().string(),
                     routines.empty() ? "no routine in common" : fmt::format("{} calls", fmt::join(routines, ", ")));
}

std::string difference_phrase(const behaviour::SideBySide::Difference& difference) {
  return fmt::format("{}: {} in {}: {} here, {} there. {}", difference.routine, difference.how,
                     counted(difference.calls, "call", "calls"), difference.got, difference.there, difference.call);
}

std::string advisories_phrase(const ProbedLibrary& library) {
  using State = behaviour::AdvisedDefect::State;
  if (library.advisories.empty()) return "";
  std::vector<std::string> parts;
  for (const auto& [state, words] :
       {std::pair{State::confirmed, "confirmed"}, std::pair{State::not_reproduced, "not reproduced on this CPU"},
        std::pair{State::not_probed, "not probed"}})
    if (const auto count = std::ranges::count(library.advisories, state, &behaviour::AdvisedDefect::state))
      parts.push_back(fmt::format("{} {}", count, words));
  const std::size_t count = library.advisories.size();
  return fmt::format("{} this version: {}", counted(count, "advisory concerns", "advisories concern"),
                     fmt::join(parts, ", "));
}

std::string advisory_phrase(const behaviour::AdvisedDefect& defect) {
  std::string_view state;
  switch (defect.state) {
    case behaviour::AdvisedDefect::State::confirmed: state = "confirmed"; break;
    case behaviour::AdvisedDefect::State::not_reproduced:
      state = "affected by version, not reproduced on this CPU";
      break;
    case behaviour::AdvisedDefect::State::not_probed:
      state = defect.probe.empty() ? "affected by version, no probe shows it" : "affected by version, not probed";
      break;
  }
  return fmt::format("{}: {}: {}{}{}", defect.id, defect.title, state,
                     defect.probe.empty() ? "" : fmt::format(" ({})", defect.probe),
                     defect.fixed.empty() ? "" : fmt::format("; fixed in {}", defect.fixed));
}

std::string call_phrase(const Divergence& divergence) {
  std::string phrase = divergence.routine;
  if (!divergence.flags.empty()) phrase += " " + divergence.flags;
  std::vector<std::string> sizes;
  for (const auto& [letter, value] :
       {std::pair{"m", divergence.m}, std::pair{"n", divergence.n}, std::pair{"k", divergence.k}})
    if (value != 0) sizes.push_back(fmt::format("{}={}", letter, value));
  if (!sizes.empty()) phrase += fmt::format(" {}", fmt::join(sizes, " "));
  if (divergence.threads != 1) phrase += fmt::format(", {} threads", divergence.threads);
  if (!divergence.kernel.empty()) phrase += fmt::format(", {} kernel", divergence.kernel);
  return phrase;
}

}  // namespace fairplay::auditor::report
