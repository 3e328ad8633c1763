#include "auditor/provenance/records/record_of_files.h"

#include <fmt/format.h>

#include <algorithm>

namespace fairplay::auditor::provenance {
namespace {

Territory territory_of(std::string_view key, const std::vector<std::string>& folders) {
  const bool inside =
      std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) { return lies_in(key, folder); });
  return inside ? Territory::package : Territory::outside;
}

/// Whether a path is as keys are: parts joined by single slashes, none of them "." or "..".
bool is_tidy(std::string_view path) {
  std::size_t part = 0;  // where it begins
  for (std::size_t at = 0; at <= path.size(); ++at) {
    if (at < path.size() && path[at] != '/') continue;
    const std::string_view one = path.substr(part, at - part);
    if (one.empty() || one == "." || one == "..") return false;
    part = at + 1;
  }
  return true;
}

}  // namespace

bool FileRecord::has_digests() const {
  return std::any_of(files.begin(), files.end(), [](const auto& item) { return !item.second.digests.empty(); });
}

RecordFit fit_of(const FileRecord& record, const signatures::fingerprint::Fingerprint& files,
                 const std::vector<std::string>& folders) {
  RecordFit fit;
  for (const auto& [key, expectation] : record.files) {
    if (expectation.digests.empty() || key.ends_with(".pyc") || territory_of(key, folders) != Territory::package)
      continue;
    ++fit.rows;
    const auto* facts = files.find(key);
    const bool equal = facts != nullptr && std::ranges::any_of(expectation.digests, [&](const auto& digest) {
                         const auto* found = signatures::find(facts->digests, digest.algorithm);
                         return found != nullptr && *found == digest;
                       });
    fit.equal += equal ? 1 : 0;
  }
  return fit;
}

std::optional<std::string> joined_key(std::string_view folder_key, std::string_view relative) {
  // Nearly all of a RECORD's thousands of rows.
  if (is_tidy(folder_key) && is_tidy(relative)) {
    std::string key(folder_key);
    key += '/';
    return key += relative;
  }
  std::vector<std::string_view> parts;
  const auto add = [&](std::string_view path) {
    while (!path.empty()) {
      const std::size_t end = path.find('/');
      const std::string_view part = path.substr(0, end);
      if (part == "..") {
        if (parts.empty()) return false;
        parts.pop_back();
      } else if (!part.empty() && part != ".") {
        parts.push_back(part);
      }
      if (end == std::string_view::npos) break;
      path.remove_prefix(end + 1);
    }
    return true;
  };
  if (!relative.starts_with('/') && !add(folder_key)) return std::nullopt;
  if (!add(relative)) return std::nullopt;
  return fmt::format("{}", fmt::join(parts, "/"));
}

bool lies_in(std::string_view key, std::string_view folder) {
  return folder.empty() || key == folder ||
         (key.size() > folder.size() && key.starts_with(folder) && key[folder.size()] == '/');
}

void add_rows(FileRecord& record, const std::vector<signatures::installers::RecordRow>& rows,
              std::string_view import_folder, const std::vector<std::string>& territory, const std::string& file,
              std::vector<signatures::Damage>& damage) {
  for (const auto& row : rows) {
    const std::optional<std::string> key = joined_key(import_folder, row.path);
    if (!key || key->empty()) {
      damage.push_back({file, fmt::format("row {}", row.row),
                        fmt::format("the path '{}' leads outside everything that was read", row.path), false});
      continue;
    }
    Expectation& expectation = record.files[*key];
    if (expectation.shown.empty()) {
      expectation.shown = row.path;
      expectation.territory = territory_of(*key, territory);
    }
    if (row.digest) {
      expectation.digests.push_back(*row.digest);
    } else {
      expectation.without_digest = true;
    }
  }
}

void add_dpkg_files(FileRecord& record, const std::vector<signatures::installers::DpkgFile>& files,
                    const std::vector<std::string>& territory) {
  for (const auto& file : files) {
    const std::optional<std::string> key = joined_key("", file.path);
    if (!key || key->empty()) continue;
    Expectation& expectation = record.files[*key];
    expectation.shown = file.path;
    expectation.territory = territory_of(*key, territory);
    expectation.digests.push_back(file.md5);
  }
}

}  // namespace fairplay::auditor::provenance
