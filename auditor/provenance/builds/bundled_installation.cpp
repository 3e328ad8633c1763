#include "auditor/provenance/builds/bundled_installation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "auditor/provenance/builds/numpy_description.h"
#include "auditor/provenance/records/intact.h"
#include "auditor/provenance/records/owning_record.h"
#include "signatures/installers/metadata.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::folder_of;
using signatures::fingerprint::Fingerprint;

bool is_namesake(const Distribution& distribution) {
  const std::string name = signatures::installers::normalised_name(distribution.metadata.name);
  return name != "numpy" && name.contains("numpy");
}

/// A distribution's RECORD, without the rows that lie outside of `territory` and aren't in the archive: what an
/// installer puts into an environment's bin is left out when its packages alone are packed.
FileRecord record_in_bundle(const Fingerprint& files, const Distribution& distribution,
                            const std::vector<std::string>& territory) {
  std::vector<signatures::Damage> outside;
  FileRecord record = record_of_distribution(distribution, folder_of(distribution.path), territory, outside);
  std::erase_if(record.files, [&](const auto& row) {
    return row.second.territory == Territory::outside && files.find(row.first) == nullptr;
  });
  return record;
}

/// Holds each RECORD against the files: metadata that an earlier installation left behind is no part of the build.
void set_stale_apart(const Fingerprint& files, const std::string& package, const std::vector<std::string>& folders,
                     std::vector<Distribution>& distributions) {
  for (Distribution& distribution : distributions) {
    if (distribution.metadata.installs_numpy)
      distribution.fit = fit_of(record_in_bundle(files, distribution, folders), files, folders);
  }
  find_stale(distributions, version_of_files(files, package));
}

}  // namespace

BundledInstallation bundled_installation(const Fingerprint& files, const std::string& package,
                                         const std::vector<Distribution>& distributions,
                                         std::vector<NotChecked>& not_checked) {
  BundledInstallation found;
  const std::string import_folder(folder_of(package));
  const auto in_import_folder = [&](std::string_view name) {
    return import_folder.empty() ? std::string(name) : fmt::format("{}/{}", import_folder, name);
  };
  std::set<std::string> libraries{in_import_folder("numpy.libs"), package + "/.libs"};
  for (const Distribution& distribution : distributions) {
    if (folder_of(distribution.path) != import_folder) continue;
    const DistributionMetadata& metadata = distribution.metadata;
    if (metadata.installs_numpy)
      libraries.insert(in_import_folder(metadata.path.substr(0, metadata.path.find('-')) + ".libs"));
    if (metadata.installs_numpy || is_namesake(distribution)) found.distributions.push_back(distribution);
  }
  for (const std::string& folder : libraries) {
    const std::string inside = folder + "/";
    const auto first = files.files.lower_bound(inside);
    if (first != files.files.end() && first->first.starts_with(inside)) found.libraries.push_back(folder);
  }
  // A record may speak of bundled libraries that are gone with their folder.
  std::vector<std::string> folders(libraries.begin(), libraries.end());
  folders.push_back(package);
  set_stale_apart(files, package, folders, found.distributions);
  found.territory = folders;
  for (const Distribution& distribution : found.distributions) {
    if (distribution.metadata.installs_numpy && !distribution.metadata.stale)
      found.territory.push_back(distribution.path);
  }

  FileRecord record;
  if (const Distribution* owner = owner_among(found.distributions)) {
    record = record_in_bundle(files, *owner, found.territory);
  } else {
    record.missing_why = "no dist-info beside it speaks of it";
  }
  IntactInput input;
  input.files = &files;
  input.record = &record;
  input.owned_folders = found.territory;
  input.import_folder = import_folder;
  input.times_count = false;
  found.intact = compare_with_record(input, not_checked);
  return found;
}

BundledLibrary bundled_library(const Fingerprint& files, const std::string& key,
                               const std::vector<Distribution>& distributions, std::vector<NotChecked>& not_checked) {
  BundledLibrary library;
  FileRecord record;
  record.missing_why = "no RECORD of the archive lists it";
  for (const Distribution& distribution : distributions) {
    const bool mentioned = std::ranges::any_of(
        distribution.record, [&](const auto& row) { return row.path.ends_with(signatures::base_name(key)); });
    if (!mentioned || !lies_in(key, folder_of(distribution.path))) continue;
    FileRecord of = record_in_bundle(files, distribution, {key});
    if (!of.files.contains(key)) continue;
    std::erase_if(of.files, [&](const auto& row) { return row.first != key; });
    if (!of.has_digests()) of.missing_why = fmt::format("{} has no hash of it", of.label);
    library.package = fmt::format("{} {}", distribution.metadata.name, distribution.metadata.version);
    record = std::move(of);
    break;
  }
  IntactInput input;
  input.files = &files;
  input.record = &record;
  input.times_count = false;
  library.intact = compare_with_record(input, not_checked);
  return library;
}

}  // namespace fairplay::auditor::provenance
