#include "auditor/provenance/builds/brought_along.h"

#include <algorithm>
#include <set>

#include "auditor/provenance/files/file_class.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::fingerprint::BinaryFormat;
using signatures::fingerprint::FileFacts;
using signatures::fingerprint::Fingerprint;

/// What site.py runs at every start.
bool starts_by_itself(std::string_view key) {
  const std::string_view name = base_name(key);
  const std::string_view stem = name.substr(0, name.find('.'));
  return name.ends_with(".pth") || ((stem == "sitecustomize" || stem == "usercustomize") && name != stem);
}

/// Python and what the loader takes; not what a user calls by its name.
bool can_run(std::string_view key, const FileFacts& facts) {
  const std::string_view folder = base_name(folder_of(key));
  if (folder == "bin" || folder == "Scripts") return false;
  if (facts.format != BinaryFormat::none) return true;
  const FileSort sort = sort_of(key);
  return sort == FileSort::source || sort == FileSort::extension || sort == FileSort::library;
}

bool is_in(const std::vector<std::string>& territory, std::string_view key) {
  return std::ranges::any_of(territory, [&](const std::string& folder) { return lies_in(key, folder); });
}

}  // namespace

std::vector<std::string> recorded_along(const FileRecord& record, const Fingerprint& files) {
  std::vector<std::string> found;
  if (record.installer == Installer::dpkg && record.packages.size() != 1) return found;
  for (const auto& [key, expectation] : record.files) {
    const FileFacts* facts = expectation.territory == Territory::outside ? files.find(key) : nullptr;
    if (facts == nullptr || !can_run(key, *facts)) continue;
    if (record.installer != Installer::dpkg || starts_by_itself(key)) found.push_back(key);
  }
  return found;
}

std::vector<std::string> archived_along(const Fingerprint& files, std::string_view import_folder,
                                        const std::vector<std::string>& territory,
                                        const std::vector<Distribution>& distributions, bool managed) {
  std::set<std::string> found;
  std::set<std::string> others;
  for (const Distribution& distribution : distributions) {
    const std::string_view folder = folder_of(distribution.path);
    const bool own = distribution.metadata.installs_numpy && folder == import_folder;
    for (const auto& row : distribution.record) {
      auto key = joined_key(folder, row.path);
      if (!key) continue;
      if (!own) {
        others.insert(std::move(*key));
        continue;
      }
      const FileFacts* facts = files.find(*key);
      if (facts != nullptr && can_run(*key, *facts) && !is_in(territory, *key)) found.insert(std::move(*key));
    }
  }
  if (managed) {
    for (const auto& [key, facts] : files.files) {
      if (starts_by_itself(key) && !others.contains(key) && !is_in(territory, key)) found.insert(key);
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace fairplay::auditor::provenance
