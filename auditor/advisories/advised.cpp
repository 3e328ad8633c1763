#include "auditor/advisories/advised.h"

#include <fmt/format.h>

#include <algorithm>

#include "auditor/paths/glob.h"
#include "signatures/advisories/match.h"
#include "signatures/advisories/this_cpu.h"

namespace fairplay::auditor::behaviour {
namespace {

using signatures::advisories::Advisory;

DivergenceClass class_of(signatures::advisories::Class kind) {
  switch (kind) {
    case signatures::advisories::Class::expected: return DivergenceClass::expected;
    case signatures::advisories::Class::property: return DivergenceClass::property;
    case signatures::advisories::Class::policy: return DivergenceClass::policy;
    case signatures::advisories::Class::defect: return DivergenceClass::defect;
  }
  return DivergenceClass::defect;
}

bool is_one_of(const std::vector<std::string>& patterns, std::string_view routine) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return glob_matches(pattern, routine); });
}

/// The same probe may show several defects of one routine: what happened, or the call, must fit, too.
bool confirms(const Divergence& divergence, const Advisory& advisory) {
  if (divergence.kind != class_of(advisory.kind)) return false;
  // What is known of a release names its advisory; several probes may come across it, in several functions.
  if (divergence.source == advisory.id) return true;
  if (divergence.probe != advisory.probe || !is_one_of(advisory.routines, divergence.routine)) return false;
  // A probe of NumPy asks too much of one function for a finding without a name to be this one.
  if (of_package(advisory) && advisory.signs.empty()) return false;
  const auto shows = [&](const std::string& sign) {
    const std::optional<Symptom> symptom = symptom_named(sign);
    return symptom ? divergence.symptom == *symptom : divergence.call.contains(sign);
  };
  return advisory.signs.empty() || std::ranges::any_of(advisory.signs, shows);
}

std::vector<std::string> kernels_of(const ProbedLibrary& library, const signatures::blas::Identity& identity,
                                    const std::vector<std::string>& here) {
  const signatures::blas::VendorFacts* const vendor = signatures::blas::facts_of(identity.vendor);
  if (library.kernel.empty() || vendor == nullptr || !vendor->kernels_in_advisories) return here;
  return {library.kernel};
}

/// Whether the probe called one of the advisory's routines, and did all that it set out to do.
bool looked(const ProbedLibrary& library, const Advisory& advisory) {
  return std::ranges::any_of(library.probes, [&](const ProbeOutcome& outcome) {
    return outcome.id == advisory.probe &&
           (outcome.status == ProbeStatus::pass || outcome.status == ProbeStatus::finding) && outcome.why.empty() &&
           std::ranges::any_of(outcome.routines,
                               [&](const std::string& called) { return is_one_of(advisory.routines, called); });
  });
}

AdvisedDefect::State state_of(const ProbedLibrary& library, const Advisory& advisory) {
  if (std::ranges::any_of(library.divergences,
                          [&](const Divergence& divergence) { return confirms(divergence, advisory); }))
    return AdvisedDefect::State::confirmed;
  return looked(library, advisory) ? AdvisedDefect::State::not_reproduced : AdvisedDefect::State::not_probed;
}

}  // namespace

void look_up_advisories(ProbeRun& run, const signatures::advisories::Book& book) {
  const std::vector<std::string> here = signatures::advisories::kernels_of_this_cpu();
  for (ProbedLibrary& library : run.libraries) {
    // What couldn't be loaded here would be cleared by this CPU's kernels without a call.
    if (library.verdict == SoundVerdict::failed) continue;
    const auto add = [&](const signatures::advisories::Matches& matches, const std::string& path) {
      for (const Advisory& advisory : matches.affected)
        if (std::ranges::find(library.advisories, advisory.id, &AdvisedDefect::id) == library.advisories.end())
          library.advisories.push_back({advisory.id, advisory.title, advisory.probe.value_or(""),
                                        advisory.fixed.value_or(""), state_of(library, advisory)});
      if (!matches.unknown.empty())
        run.not_checked.push_back({fmt::format("known defects of {}", path), matches.unknown});
    };
    const auto look_up = [&](const signatures::blas::Identity& identity, const std::string& path) {
      add(match(book, identity, kernels_of(library, identity, here)), path);
    };
    if (library.numpy) {
      const std::string& release = library.numpy->release;
      add(match(book, {release.empty() ? library.numpy->version : release, signatures::advisories::this_platform(),
                       signatures::advisories::features_of_this_cpu()}),
          library.path);
    }
    if (library.identity) look_up(*library.identity, library.path);
    // A library of stubs, or a LAPACK on its own, has the defects of what it calls.
    for (const DefinedElsewhere& other : library.elsewhere)
      if (other.identity) look_up(*other.identity, other.path);
  }
}

}  // namespace fairplay::auditor::behaviour
