#include "auditor/workflow/probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <span>

#include "auditor/advisories/advised.h"
#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/numpy/run/probe_numpy.h"
#include "auditor/behaviour/probes/all_probes.h"
#include "auditor/behaviour/reproducer/reproducer.h"
#include "auditor/discovery/named_subject.h"
#include "auditor/wording/listing.h"
#include "auditor/workflow/private_folder.h"
#include "auditor/workflow/probe_subjects.h"

namespace fairplay::auditor {
namespace {

using behaviour::ProbeRun;
using behaviour::ProbeTarget;
using behaviour::SoundVerdict;
using Failure = std::unexpected<ProbeWorkError>;

Failure usage(std::string message) { return Failure({ProbeWorkError::Kind::usage, std::move(message)}); }

/// The first id that isn't a probe's.
std::optional<std::string> unknown_probe(const std::vector<std::string>& ids) {
  const auto unknown = std::ranges::find_if(ids, [](const auto& id) {
    return behaviour::probes::description_of(id) == nullptr && behaviour::numpy::description_of(id) == nullptr;
  });
  return unknown == ids.end() ? std::nullopt : std::optional(*unknown);
}

std::string known_probes() {
  std::string known;
  for (const auto* probe : behaviour::probes::all_descriptions()) known += fmt::format(" {}", probe->id);
  for (const auto* probe : behaviour::numpy::all_array_probes()) known += fmt::format(" {}", probe->description.id);
  return known;
}

/// The libraries to probe, and what of the subjects can't be.
struct Targets {
  std::vector<ProbeTarget> subjects;
  std::vector<behaviour::numpy::NumpyTarget> numpys;
  std::optional<ProbeTarget> against;
  std::optional<behaviour::numpy::NumpyTarget> numpy_against;
  std::vector<signatures::Damage> unreadable;
  std::vector<NotChecked> not_checked;
};

/// `unpack_to`: empty where nothing is unpacked.
std::expected<Targets, ProbeWorkError> find_targets(const ProbeWorkRequest& request,
                                                    std::vector<discovery::ClassifiedSubject> subjects,
                                                    std::vector<discovery::ClassifiedSubject> against,
                                                    const std::string& unpack_to) {
  Targets targets;
  const auto find = [&](std::vector<discovery::ClassifiedSubject> named, std::string_view below) {
    ProbeSubjectsRequest wanted;
    wanted.environment = request.environment;
    wanted.unpack_to = unpack_to.empty() ? "" : fmt::format("{}/{}", unpack_to, below);
    wanted.rules = request.rules;
    wanted.jobs = request.how.jobs;
    wanted.progress = request.how.progress;
    ProbeSubjects found = find_probe_subjects(std::move(named), wanted);
    std::ranges::move(found.unreadable, std::back_inserter(targets.unreadable));
    std::ranges::move(found.not_checked, std::back_inserter(targets.not_checked));
    return found;
  };
  ProbeSubjects named = find(std::move(subjects), "subjects");
  targets.subjects = std::move(named.targets);
  targets.numpys = std::move(named.numpys);
  if (request.against.empty()) return targets;
  ProbeSubjects others = find(std::move(against), "against");
  if (others.targets.size() > 1 || others.numpys.size() > 1 || others.targets.size() + others.numpys.size() == 0)
    return usage(fmt::format("--against {}: needs exactly one library or NumPy, and there are {} and {}",
                             request.against, counted(others.targets.size(), "library", "libraries"),
                             counted(others.numpys.size(), "NumPy", "NumPys")));
  if (!others.targets.empty()) {
    targets.against = others.targets.front();
    std::erase_if(targets.subjects, [&](const ProbeTarget& target) { return target.path == others.targets[0].path; });
  }
  if (!others.numpys.empty()) {
    targets.numpy_against = others.numpys.front();
    std::erase_if(targets.numpys, [&](const auto& target) { return target.package == others.numpys[0].package; });
  }
  return targets;
}

bool wants(const ProbeWorkRequest& request, bool of_numpys) {
  return request.how.probes.empty() || std::ranges::any_of(request.how.probes, [&](const std::string& id) {
           return id.starts_with("array/") == of_numpys;
         });
}

void probe_numpys(const ProbeWorkRequest& request, const Targets& targets, ProbeRun& run) {
  behaviour::numpy::NumpyProbeRequest wanted;
  wanted.probes = request.how.probes;
  wanted.routine = request.how.routine;
  wanted.full = request.how.profile == "full";
  wanted.kernels = request.how.kernels;
  wanted.seed = request.how.seed;
  wanted.jobs = request.how.jobs;
  wanted.as = request.as;
  wanted.as_started = request.as_started;
  wanted.imports = request.imports;
  wanted.progress = request.how.progress;
  std::vector<behaviour::ProbedLibrary> numpys;
  for (const behaviour::numpy::NumpyTarget& target : targets.numpys) {
    numpys.push_back(behaviour::numpy::probe_numpy(target, wanted, run.not_checked));
    if (targets.numpy_against)
      run.side_by_side.push_back(behaviour::numpy::numpys_side_by_side(target, *targets.numpy_against, wanted));
  }
  run.libraries.insert(run.libraries.begin(), std::make_move_iterator(numpys.begin()),
                       std::make_move_iterator(numpys.end()));
}

/// Defects of the library that the others are compared with don't count.
ProbeConclusion conclusion_of(const ProbeRun& run, bool compared, const ProbeWorkRequest& request) {
  const auto subjects = std::span(run.libraries).first(run.libraries.size() - (compared ? 1 : 0));
  const auto fails = [&](const behaviour::ProbedLibrary& library) {
    return std::ranges::any_of(library.divergences, [&](const auto& one) { return counts(one, request); });
  };
  if (std::ranges::any_of(subjects, fails)) return ProbeConclusion::defects;
  return std::ranges::any_of(subjects, [](const auto& library) { return library.verdict != SoundVerdict::failed; })
             ? ProbeConclusion::sound
             : ProbeConclusion::nothing_probed;
}

}  // namespace

bool counts(const behaviour::Divergence& divergence, const ProbeWorkRequest& request) {
  return divergence.kind == behaviour::DivergenceClass::defect && request.fail_grades.contains(divergence.grade);
}

std::expected<ProbeWork, ProbeWorkError> probe(const ProbeWorkRequest& request) {
  if (const auto id = unknown_probe(request.how.probes))
    return usage(fmt::format("--probe {}: there is no such probe; known are{}", *id, known_probes()));

  std::vector<std::string> against_named;
  if (!request.against.empty()) against_named.push_back(request.against);
  auto subjects = discovery::classify_all(request.subjects);
  auto against = discovery::classify_all(against_named);
  std::unique_ptr<PrivateFolder> folder;  // must outlive the probes: they load what is in it
  if (unpacks(subjects) || unpacks(against)) {
    auto made = PrivateFolder::make();
    if (!made) return Failure({ProbeWorkError::Kind::machine, std::move(made.error())});
    folder = std::move(*made);
  }
  auto targets = find_targets(request, std::move(subjects), std::move(against), folder ? folder->path() : "");
  if (!targets) return Failure(std::move(targets.error()));

  behaviour::ProbeRequest how = request.how;
  how.targets = std::move(targets->subjects);
  how.against = std::move(targets->against);
  how.thresholds = request.rules->thresholds;
  if (!wants(request, false)) {
    how.targets.clear();
    how.against.reset();
  }
  std::erase_if(how.probes, [](const std::string& id) { return id.starts_with("array/"); });
  ProbeRun run = behaviour::probe(how);
  if (wants(request, true)) probe_numpys(request, *targets, run);
  behaviour::look_up_advisories(run, *request.advisories);
  run.unreadable = std::move(targets->unreadable);
  run.not_checked.insert(run.not_checked.begin(), targets->not_checked.begin(), targets->not_checked.end());
  if (!request.reproducers.empty()) {
    if (auto written = behaviour::reproducer::write_reproducers(run, request.reproducers); !written)
      return usage(fmt::format("--reproducer {}", written.error()));
  }
  const ProbeConclusion conclusion = conclusion_of(run, how.against.has_value(), request);
  return ProbeWork{std::move(run), conclusion};
}

}  // namespace fairplay::auditor
