#include <algorithm>
#include <optional>
#include <set>

#include "auditor/checks/check.h"
#include "auditor/wording/listing.h"
#include "signatures/installers/metadata.h"

// Two dist-infos that claim one package folder, files that are another release's, and what an interrupted pip left
// beside the package (pip renames a package's folders to begin with "~" before it removes them).
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view intact_2_cases[] = {"two-distributions", "files-of-another-release",
                                               "metadata-of-another-release", "leftovers"};

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
  hit.values = {{"files", counted(names.size(), "file", "files")},
                {"releases", first_few({releases.begin(), releases.end()})},
                {"version", subject.version},
                {"names", first_few(names)}};
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
  hit.values = {{"metadata", only.path}, {"stated", only.version}, {"version", subject.version}};
  hit.evidence.push_back({only.path, 0, "Version: " + only.version});
  hit.identity = only.version + "\n";
  return hit;
}

std::vector<Hit> run_intact_2(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    const auto both = claimants(subject);
    if (both.size() == 1) {
      if (auto stale = stale_metadata_of(subject, *both.front())) hits.push_back(std::move(*stale));
    }
    if (both.size() > 1) {
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = "two-distributions";
      std::vector<std::string> names;
      std::set<std::string> versions;
      for (const DistributionMetadata* metadata : both) {
        names.push_back(metadata->path);
        versions.insert(metadata->version);
        hit.evidence.push_back({metadata->path, 0, "Name: " + metadata->name + ", Version: " + metadata->version});
      }
      hit.values = {{"count", std::to_string(both.size())}, {"names", first_few(names)}};
      for (const std::string& version : versions) hit.identity += version + "\n";
      hits.push_back(std::move(hit));
    }
    if (auto strays = strays_of(subject)) hits.push_back(std::move(*strays));
    if (!subject.leftovers.empty()) {
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = "leftovers";
      hit.remedy = "leftovers";
      hit.values = {{"names", first_few(subject.leftovers)}};
      for (const std::string& leftover : subject.leftovers) {
        hit.evidence.push_back({leftover, 0, "left by an interrupted pip run"});
        hit.identity += leftover + "\n";
      }
      hits.push_back(std::move(hit));
    }
  }
  return hits;
}

}  // namespace

extern const Check intact_2;
const Check intact_2{"INTACT-2", intact_2_cases, {}, run_intact_2};

}  // namespace fairplay::auditor::checks
