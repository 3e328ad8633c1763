#include "auditor/provenance/records/distributions.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>
#include "signatures/installers/metadata.h"
#include "signatures/python/platform_tag.h"

namespace fairplay::auditor::provenance {
namespace {

using nlohmann::json;

/// direct_url.json of an editable install (PEP 610): {"dir_info": {"editable": true}}.
bool is_editable(const std::string& text) {
  const json root = json::parse(text, nullptr, false);
  if (!root.is_object()) return false;
  const auto info = root.find("dir_info");
  if (info == root.end() || !info->is_object()) return false;
  const auto editable = info->find("editable");
  return editable != info->end() && editable->is_boolean() && editable->get<bool>();
}

std::string first_line(const std::string& text) {
  std::string line = text.substr(0, text.find_first_of("\r\n"));
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

bool has_digests(const Distribution& distribution) {
  return std::any_of(distribution.record.begin(), distribution.record.end(),
                     [](const auto& row) { return row.digest.has_value(); });
}

/// Whose word counts rather: a record with hashes, the one that more files fit, the one that numpy/version.py names.
bool fits_better(const Distribution& one, const Distribution& other) {
  const bool hashed = has_digests(one);
  if (hashed != has_digests(other)) return hashed;
  const std::size_t ours = one.fit.equal * other.fit.rows;
  const std::size_t theirs = other.fit.equal * one.fit.rows;
  if (ours != theirs) return ours > theirs;
  return one.names_version && !other.names_version;
}

}  // namespace

bool is_top_level_numpy(std::string_view row_path) {
  constexpr std::string_view init = "numpy/__init__.py";
  if (!row_path.ends_with(init)) return false;
  const std::string_view before = row_path.substr(0, row_path.size() - init.size());
  if (before.empty()) return true;
  // NAME.data/{purelib,platlib}/ and, as intel-numpy does, NAME.data/data/lib/pythonX.Y/site-packages/.
  const std::size_t data = before.find(".data/");
  if (data == std::string_view::npos || before.substr(0, data).find('/') != std::string_view::npos) return false;
  const std::string_view scheme = before.substr(data + 6);
  return scheme == "purelib/" || scheme == "platlib/" ||
         (scheme.starts_with("data/") && scheme.ends_with("-packages/"));
}

bool keeps_record(std::string_view installer) {
  constexpr std::array<std::string_view, 4> keepers{"pip", "uv", "poetry", "pdm"};
  return std::find(keepers.begin(), keepers.end(), installer.substr(0, installer.find(' '))) != keepers.end();
}

Distribution read_distribution(const std::string& folder_name, const std::string& path, const ReadMember& read,
                               std::vector<signatures::Damage>& damage) {
  Distribution result;
  result.path = path;
  DistributionMetadata& metadata = result.metadata;
  metadata.path = folder_name;

  std::optional<std::string> core = read("METADATA");
  if (!core) core = read("PKG-INFO");
  signatures::installers::CoreMetadata reported =
      core ? signatures::installers::parse_core_metadata(*core) : signatures::installers::CoreMetadata{};
  const signatures::installers::CoreMetadata named = signatures::installers::metadata_of_folder_name(folder_name);
  if (reported.name.empty()) {
    // A folder with neither, or an empty one, is what an uninstallation left: it says nothing, so that nothing is
    // damaged.
    if (!folder_name.ends_with(".egg-link") && (core || read("RECORD")))
      damage.push_back({path, core ? "METADATA" : "",
                        core ? "tells no name; the folder's own is used"
                             : "no METADATA or PKG-INFO can be read; the folder's name is used",
                        false});
    reported.name = named.name;
  }
  if (reported.version.empty()) reported.version = named.version;
  metadata.name = reported.name;
  metadata.version = reported.version;
  metadata.requires_python = reported.requires_python;
  if (const auto wheel = read("WHEEL")) metadata.wheel_tags = signatures::python::tags_of_wheel(*wheel);

  if (const auto installer = read("INSTALLER")) metadata.installer = first_line(*installer);
  if (const auto url = read("direct_url.json")) metadata.editable = is_editable(*url);
  if (const auto record = read("RECORD")) {
    metadata.has_record = true;
    result.record = signatures::installers::parse_record(*record, path + "/RECORD", damage);
  }
  // An emptied RECORD says nothing about whose files these are.
  if (!result.record.empty()) {
    metadata.installs_numpy = std::any_of(result.record.begin(), result.record.end(),
                                          [](const auto& row) { return is_top_level_numpy(row.path); });
  } else {
    const std::optional<std::string> top_level = read("top_level.txt");
    metadata.installs_numpy = signatures::installers::normalised_name(metadata.name) == "numpy" ||
                              (top_level && first_line(*top_level) == "numpy");
  }
  return result;
}

void find_stale(std::vector<Distribution>& distributions, std::string_view version) {
  for (Distribution& distribution : distributions)
    distribution.names_version = !version.empty() && distribution.metadata.version == version;
  const Distribution* owner = owner_among(distributions);
  if (owner == nullptr || !owner->fit.complete()) return;
  for (Distribution& distribution : distributions) {
    DistributionMetadata& metadata = distribution.metadata;
    if (&distribution == owner || !metadata.installs_numpy || metadata.editable) continue;
    const bool another = !version.empty() && metadata.version != version &&
                         signatures::installers::normalised_name(metadata.name) == "numpy";
    metadata.stale = distribution.fit.rows != 0 ? !distribution.fit.complete() : another;
  }
}

const Distribution* owner_among(const std::vector<Distribution>& distributions) {
  const Distribution* owner = nullptr;
  for (const Distribution& distribution : distributions) {
    if (!distribution.metadata.installs_numpy) continue;
    if (owner == nullptr || fits_better(distribution, *owner)) owner = &distribution;
  }
  return owner;
}

}  // namespace fairplay::auditor::provenance
