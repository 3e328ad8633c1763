#include <algorithm>
#include <optional>
#include <set>

#include "auditor/checks/check.h"
#include "auditor/wording/commands.h"
#include "auditor/wording/listing.h"
#include "signatures/installers/metadata.h"

// Two dist-infos that claim one package folder, files that are another release's, and what an interrupted pip left
// beside the package (pip renames a package's folders to begin with "~" before it removes them).
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view intact_2_cases[] = {
    "older-core",     "two-distributions",           "stale-metadata", "files-of-another-release",
    "several-wheels", "metadata-of-another-release", "copied-over",    "leftovers"};

/// The NumPy distributions that claim this folder. setuptools' editable installs have two kinds of metadata of one
/// distribution (an egg-link and the project's egg-info), so an editable one counts once a version.
std::vector<const DistributionMetadata*> claimants(const Subject& subject) {
  std::vector<const DistributionMetadata*> found;
  const bool editable = std::ranges::any_of(subject.distributions, &DistributionMetadata::editable);
  std::set<std::string> seen;
  for (const DistributionMetadata& metadata : subject.distributions) {
    if (!metadata.installs_numpy || signatures::installers::normalised_name(metadata.name) != "numpy") continue;
    if (!seen.insert(editable ? metadata.version : metadata.path).second) continue;
    found.push_back(&metadata);
  }
  return found;
}

std::string_view remedy_for(const Subject& subject) {
  if (subject.packed) return "packed";
  if (subject.environment.kind == Environment::Kind::conda) return "conda";
  if (subject.installer == Installer::dpkg) return "dpkg";
  const bool folder = subject.environment.kind == Environment::Kind::folder;
  if (subject.installer_name.starts_with("uv")) return folder ? "uv-target" : "uv";
  if (subject.environment.kind == Environment::Kind::pipx) return "pipx";
  return folder ? "target" : "";
}

/// Two distributions that claim the folder. Where one's record fits completely and nothing of the other is there, only
/// the other's metadata is left.
std::optional<Hit> claims_of(const Subject& subject) {
  const auto both = claimants(subject);
  if (both.size() < 2) return std::nullopt;
  const bool mixed = std::ranges::any_of(subject.original.strays, [](const Stray& stray) { return !stray.recorded; });
  const auto is_stale = [](const DistributionMetadata* metadata) { return metadata->stale; };
  const bool only_metadata = subject.intact.verdict == Verdict::yes && !mixed &&
                             std::ranges::count_if(both, is_stale) + 1 == std::ranges::ssize(both);
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = only_metadata ? "stale-metadata" : "two-distributions";
  hit.remedy = !only_metadata ? remedy_for(subject) : subject.packed ? "stale-metadata-packed" : "stale-metadata";
  hit.leads = true;
  std::vector<std::string> names;
  std::vector<std::string> stale;
  std::set<std::string> versions;
  std::string owner;
  for (const DistributionMetadata* metadata : both) {
    names.push_back(metadata->path);
    versions.insert(metadata->version);
    if (metadata->stale) {
      stale.push_back(metadata->path);
    } else {
      owner = metadata->path;
    }
    hit.evidence.push_back({metadata->path, 0,
                            "Name: " + metadata->name + ", Version: " + metadata->version +
                                (metadata->stale ? "; its RECORD doesn't fit the files" : "")});
  }
  std::string folders;
  for (const std::string& path : stale)
    folders += (folders.empty() ? "" : " ") + pasteable_path(folder_of_imports(subject) + "/" + path, "FOLDER");
  hit.values = {{"count", std::to_string(both.size())},
                {"names", first_few(names)},
                {"stale", first_few(stale)},
                {"owner", owner},
                {"folders", folders},
                {"version", subject.version}};
  add_command_values(subject, hit.values);
  for (const std::string& version : versions) hit.identity += version + "\n";
  return hit;
}

/// Files that equal another release's and that the owner didn't record so. What it did record is how the build was
/// published: NEP36-2's business, not a mixture.
std::optional<Hit> strays_of(const Subject& subject) {
  Hit hit;
  std::vector<std::string> names;
  std::set<std::string> releases;
  for (const Stray& stray : subject.original.strays) {
    if (stray.recorded) continue;
    names.push_back(stray.path);
    releases.insert(stray.release);
    hit.evidence.push_back({stray.path, 0, "equals NumPy " + stray.release + "'s"});
    hit.identity += stray.path + " " + stray.release + "\n";
  }
  if (names.empty()) return std::nullopt;
  hit.subject = subject.id;
  hit.case_name = "files-of-another-release";
  hit.remedy = remedy_for(subject);
  hit.leads = true;
  hit.values = {{"files", counted(names.size(), "file", "files")},
                {"releases", first_few({releases.begin(), releases.end()})},
                {"version", subject.version},
                {"names", first_few(names)}};
  add_command_values(subject, hit.values);
  return hit;
}

/// NumPy's own check finds a module of an older release: the import fails, whether or not a database knows that one.
std::optional<Hit> older_core_of(const Subject& subject) {
  const auto& problems = subject.loads.problems;
  const auto problem = std::ranges::find(problems, LoadProblem::Kind::older_core, &LoadProblem::kind);
  if (problem == problems.end()) return std::nullopt;
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = "older-core";
  hit.remedy = remedy_for(subject);
  hit.leads = true;
  hit.values = {{"module", problem->here}, {"file", problem->wanted}, {"version", subject.version}};
  hit.evidence = {{problem->here, 0, "comes before " + problem->wanted},
                  {problem->by, 0, "refuses it: \"we detected an older version of numpy\""}};
  hit.identity = problem->wanted + "\n";
  add_command_values(subject, hit.values);
  return hit;
}

/// Wheels of one release for several Pythons or platforms, unpacked into one folder.
std::optional<Hit> wheels_of(const Subject& subject) {
  const std::vector<OtherWheel>& wheels = subject.original.other_wheels;
  if (wheels.empty()) return std::nullopt;
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = "several-wheels";
  const bool platforms = std::ranges::any_of(wheels, &OtherWheel::other_platform);
  const bool folder = subject.environment.kind == Environment::Kind::folder && !subject.packed;
  hit.remedy = folder && !platforms ? "several-pythons" : remedy_for(subject);
  hit.leads = true;
  std::vector<std::string> others;
  for (const OtherWheel& wheel : wheels) {
    others.push_back(wheel.made_for);
    for (const std::string& path : wheel.modules) hit.evidence.push_back({path, 0, "is for " + wheel.made_for});
    hit.identity += wheel.made_for + "\n";
  }
  hit.values = {{"wheels", first_few(others)}, {"version", subject.version}};
  add_command_values(subject, hit.values);
  return hit;
}

/// Most of what was recorded is changed or gone.
bool record_is_of_other_files(const Intact& intact) {
  const auto deviating = static_cast<std::uint64_t>(std::ranges::count_if(intact.failed, [](const FileDeviation& file) {
    return file.territory == Territory::package && file.why != FileDeviation::Why::extra;
  }));
  return 2 * deviating > intact.checked;
}

/// One release's files over the installation of another, whose metadata stayed: numpy/version.py and the only record
/// disagree.
std::optional<Hit> copied_over(const Subject& subject) {
  const Intact& intact = subject.intact;
  const auto release_in = [](const std::string& version) { return version.substr(0, version.find('+')); };
  if (intact.record_version.empty() || subject.version.empty() || !subject.release || intact.verdict != Verdict::no ||
      !record_is_of_other_files(intact) || release_in(intact.record_version) == release_in(subject.version) ||
      subject.original.verdict > OriginVerdict::mixed)
    return std::nullopt;
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = "copied-over";
  hit.remedy = remedy_for(subject);
  hit.leads = true;
  hit.values = {{"version", subject.version}, {"recorded", intact.record_version}, {"record", intact.record}};
  hit.evidence = {{"numpy/version.py", 0, subject.version}, {intact.record, 0, intact.record_version}};
  hit.identity = subject.version + "\n" + intact.record_version + "\n";
  add_command_values(subject, hit.values);
  return hit;
}

std::optional<Hit> leftovers_of(const Subject& subject) {
  if (subject.leftovers.empty()) return std::nullopt;
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = "leftovers";
  hit.remedy = "leftovers";
  hit.values = {{"names", first_few(subject.leftovers)}};
  for (const std::string& leftover : subject.leftovers) {
    hit.evidence.push_back({leftover, 0, "left by an interrupted pip run"});
    hit.identity += leftover + "\n";
  }
  return hit;
}

/// The one dist-info is another release's: what it was written for was copied over.
std::optional<Hit> stale_metadata_of(const Subject& subject, const DistributionMetadata& only) {
  // A project under development counts its version on without installing again.
  if (only.editable || subject.version.empty() || only.version.empty() || only.version == subject.version)
    return std::nullopt;
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = "metadata-of-another-release";
  hit.remedy = remedy_for(subject);
  hit.values = {{"metadata", only.path}, {"stated", only.version}, {"version", subject.version}};
  hit.evidence.push_back({only.path, 0, "Version: " + only.version});
  hit.identity = only.version + "\n";
  add_command_values(subject, hit.values);
  return hit;
}

/// The files and the only metadata are two releases': worse where a record of the other release was there to break.
std::optional<Hit> other_metadata_of(const Subject& subject) {
  if (auto hit = copied_over(subject)) return hit;
  const auto both = claimants(subject);
  return both.size() == 1 ? stale_metadata_of(subject, *both.front()) : std::nullopt;
}

std::vector<Hit> run_intact_2(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    for (const auto& find : {older_core_of, claims_of, strays_of, wheels_of, other_metadata_of, leftovers_of}) {
      if (auto hit = find(subject)) hits.push_back(std::move(*hit));
    }
  }
  return hits;
}

}  // namespace

extern const Check intact_2;
const Check intact_2{"INTACT-2", intact_2_cases, {}, run_intact_2};

}  // namespace fairplay::auditor::checks
