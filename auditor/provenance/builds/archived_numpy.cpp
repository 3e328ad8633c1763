#include "auditor/provenance/builds/archived_numpy.h"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "auditor/provenance/builds/numpy_description.h"
#include "auditor/provenance/original/original.h"
#include "signatures/artifact/kind.h"
#include "signatures/installers/numpy_config.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::fingerprint::Fingerprint;

bool is_metadata_folder(std::string_view name) { return name.ends_with(".dist-info") || name.ends_with(".egg-info"); }

bool holds_below(const Fingerprint& files, std::string_view folder, std::string_view name) {
  const std::string prefix = fmt::format("{}/{}/", folder, name);
  const auto next = files.files.lower_bound(prefix);
  return next != files.files.end() && next->first.starts_with(prefix);
}

}  // namespace

bool describes_archived_numpy(std::string_view key) {
  if (signatures::artifact::in_control_folder(key)) return true;
  const std::string_view name = base_name(key);
  const std::string_view parent = base_name(folder_of(key));
  if (is_metadata_folder(parent))
    return name == "METADATA" || name == "WHEEL" || name == "PKG-INFO" || name == "INSTALLER" || name == "RECORD" ||
           name == "top_level.txt" || name == "direct_url.json";
  if (signatures::installers::is_numpy_config(key)) return true;
  return name == "PKG-INFO" || (parent == "numpy" && describes_numpy(key, folder_of(key)));
}

std::vector<std::string> numpy_packages(const Fingerprint& files) {
  std::set<std::string> packages;
  for (const auto& [key, facts] : files.files) {
    if (base_name(key) != "__init__.py") continue;
    const std::string_view folder = folder_of(key);
    if (base_name(folder) == "core" || base_name(folder) == "_core") {
      if (base_name(folder_of(folder)) == "numpy") packages.emplace(folder_of(folder));
    } else if (base_name(folder) == "numpy" &&
               (holds_below(files, folder, "core") || holds_below(files, folder, "_core"))) {
      packages.emplace(folder);
    }
  }
  return {packages.begin(), packages.end()};
}

std::vector<std::string> frozen_numpy_packages(const Fingerprint& files) {
  std::set<std::string> packages;
  for (const auto& [key, facts] : files.files) {
    const std::string_view core = folder_of(key);
    const std::string_view package = folder_of(core);
    const bool module = base_name(key).starts_with("_multiarray_umath.") || base_name(key).starts_with("multiarray.");
    if (module && (base_name(core) == "_core" || base_name(core) == "core") && base_name(package) == "numpy")
      packages.emplace(package);
  }
  for (const std::string& whole : numpy_packages(files)) packages.erase(whole);
  return {packages.begin(), packages.end()};
}

std::vector<Distribution> distributions_in(const Fingerprint& files, std::vector<signatures::Damage>& damage) {
  std::set<std::string> folders;
  for (const auto& [key, facts] : files.files) {
    const std::string_view parent = folder_of(key);
    if (is_metadata_folder(base_name(parent))) folders.insert(std::string(parent));
  }
  std::vector<Distribution> distributions;
  for (const std::string& folder : folders) {
    const auto read = [&](std::string_view name) -> std::optional<std::string> {
      const auto* facts = files.find(fmt::format("{}/{}", folder, name));
      return facts != nullptr ? facts->text : std::nullopt;
    };
    distributions.push_back(read_distribution(std::string(base_name(folder)), folder, read, damage));
  }
  return distributions;
}

std::vector<std::string> bundled_library_folders(const Fingerprint& files, std::string_view package) {
  const std::string_view parent = folder_of(package);
  std::set<std::string> folders;
  for (const auto& [key, facts] : files.files) {
    const std::string_view folder = folder_of(key);
    if (folder_of(folder) == parent && folder.ends_with(".libs")) folders.emplace(folder);
  }
  return {folders.begin(), folders.end()};
}

std::vector<std::string> territory_in_archive(const Fingerprint& files, const std::string& package,
                                              const std::vector<std::string>& libraries,
                                              const std::vector<Distribution>& distributions) {
  const std::string_view import_folder = folder_of(package);
  using Packed = signatures::artifact::Layout;
  const Packed packed = signatures::artifact::traits(files.kind).layout;
  if (packed == Packed::sources || (packed == Packed::wheel && installs_at_root(import_folder))) return {""};
  std::vector<std::string> territory{package};
  territory.insert(territory.end(), libraries.begin(), libraries.end());
  for (const Distribution& distribution : distributions) {
    if (distribution.metadata.installs_numpy && folder_of(distribution.path) == import_folder)
      territory.push_back(distribution.path);
  }
  return territory;
}

}  // namespace fairplay::auditor::provenance
