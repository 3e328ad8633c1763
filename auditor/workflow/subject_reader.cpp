#include "auditor/workflow/subject_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "auditor/provenance/builds/archive.h"
#include "auditor/provenance/builds/dependents.h"
#include "auditor/provenance/builds/installed_library.h"
#include "auditor/provenance/builds/linked_in_libraries.h"
#include "auditor/provenance/builds/looked_at.h"
#include "auditor/workflow/told_imports.h"

namespace fairplay::auditor {
namespace {

/// Names a subject that has no id yet.
std::string key_of(const Subject& subject) { return fmt::format("{} {}", name(subject.kind), subject.path); }

}  // namespace

SubjectReader::SubjectReader(const provenance::OriginTools& tools, std::string proc, loading::Target target,
                             unsigned jobs, std::function<void(std::string_view what)> progress)
    : tools_(tools), proc_(std::move(proc)), target_(std::move(target)), jobs_(jobs), progress_(std::move(progress)) {}

void SubjectReader::read_discovered(const discovery::System& system, discovery::Discovered& found,
                                    const loading::ImportScope* scope, AuditResult& result) {
  provenance::Workbench& workbench = workbench_of(system);
  const std::size_t before = result.subjects.size();
  const loading::Imports imports =
      scope == nullptr ? loading::Imports() : loading::find_imports(workbench.linkages, found, *scope);
  std::vector<signatures::Damage> damage = found.damage;
  std::vector<std::string> owned;
  for (const auto& numpy : found.numpys) owned.push_back(numpy.package);
  for (const auto& library : found.libraries) owned.push_back(library.path);
  workbench.managers.prefetch_owners(owned, damage);

  std::vector<std::pair<std::size_t, const discovery::InstalledNumpy*>> numpys;  // with their place in `subjects`
  for (const HiddenImport& archived : imports.archived) {
    if (is_new(archived.winner.path)) result.subjects.push_back(archived_numpy(archived));
  }
  for (const auto& numpy : found.numpys) {
    if (!is_new(system.files.display(numpy.package))) continue;
    result.subjects.push_back(provenance::examine_installed_numpy(workbench, numpy));
    numpys.emplace_back(result.subjects.size() - 1, &numpy);
  }
  tell_imports(imports, std::span(result.subjects).subspan(before), result);
  const auto examine = [&](const discovery::FoundLibrary& library) {
    if (!is_new(system.files.display(library.path))) return;
    if (auto subject = provenance::examine_installed_library(workbench, library))
      result.subjects.push_back(std::move(*subject));
  };
  std::set<std::string> known;
  for (const auto& library : found.libraries) {
    examine(library);
    known.insert(library.path);
  }
  const auto looked = provenance::look_at_binaries(workbench, found.binaries, known);
  for (const auto& library : provenance::linked_in_libraries(workbench, found.binaries, looked, result.not_checked))
    examine(library);
  std::vector<provenance::DescribedNumpy> described;
  for (const auto& [place, numpy] : numpys) described.push_back({numpy, &result.subjects[place]});
  provenance::find_dependents(workbench, found, looked, imports.views, described);
  if (is_this_machine(system)) {
    for (const Subject& subject : std::span(result.subjects).subspan(before)) installed_here_.insert(key_of(subject));
  }
  result.not_checked.insert(result.not_checked.end(), found.not_checked.begin(), found.not_checked.end());
  for (const signatures::Damage& item : damage)
    result.not_checked.push_back(
        {item.place.empty() ? item.file : fmt::format("{}, {}", item.file, item.place), item.reason});
}

bool SubjectReader::read_library(const discovery::System& system, const std::string& path, AuditResult& result) {
  discovery::FoundLibrary library;
  library.path = path;
  library.chains = {{path}};
  auto subject = provenance::examine_installed_library(workbench_of(system), library);
  if (!subject) return false;
  installed_here_.insert(key_of(*subject));
  result.subjects.push_back(std::move(*subject));
  return true;
}

signatures::Expected<void> SubjectReader::read_archive(discovery::NamedArchive archive, AuditResult& result) const {
  auto subjects = provenance::examine_archive(tools_, archive.path, std::move(archive.stream), target_, jobs_);
  if (!subjects) return std::unexpected(std::move(subjects.error()));
  std::ranges::move(*subjects, std::back_inserter(result.subjects));
  return {};
}

std::set<std::string, std::less<>> SubjectReader::number(std::vector<Subject>& subjects) const {
  std::ranges::stable_sort(subjects, {}, &Subject::kind);
  std::set<std::string, std::less<>> here;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    subjects[i].id = fmt::format("s{}", i + 1);
    if (installed_here_.contains(key_of(subjects[i]))) here.insert(subjects[i].id);
  }
  return here;
}

provenance::Workbench& SubjectReader::workbench_of(const discovery::System& system) {
  auto& readers = readers_[system.files.root()];
  if (!readers) readers = std::make_unique<RootReaders>(system, tools_, target_, jobs_);
  return readers->workbench;
}

bool SubjectReader::is_new(const std::string& shown) {
  if (!seen_.insert(shown).second) return false;
  progress_(shown);
  return true;
}

bool SubjectReader::is_this_machine(const discovery::System& system) const {
  return system.files.root().empty() || system.files.root().starts_with(proc_ + "/");
}

}  // namespace fairplay::auditor
