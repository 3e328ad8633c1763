#include "auditor/discovery/contents.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "auditor/discovery/binaries_below.h"
#include "auditor/discovery/bundled_libraries.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/numpy_packages.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {
namespace {

/// The package that `path`, below the import folder, belongs to: "faiss" of "faiss/_swigfaiss.so", "cv2" of "cv2.so".
std::string package_in(std::string_view import_folder, std::string_view path) {
  std::string_view below = path;
  if (paths::is_within(path, import_folder)) below.remove_prefix(import_folder.size());
  while (below.starts_with('/')) below.remove_prefix(1);
  const std::size_t end = below.find('/');
  return std::string(end == std::string_view::npos ? below.substr(0, below.find('.')) : below.substr(0, end));
}

void find_binaries_of(const System& system, const ImportFolder& folder, Discovered& found) {
  const auto add = [&](const std::string& path) {
    found.binaries.push_back({path, package_in(folder.path, path), folder.environment});
  };
  if (!find_binaries(system.files, folder.path, {}, add))
    found.not_checked.push_back({folder.path,
                                 "it holds more than is walked through, or folders that can't be listed: a BLAS inside "
                                 "another binary there may be missed"});
}

}  // namespace

void find_contents(const System& system, const std::vector<ImportFolder>& folders, LibraryCollection& libraries,
                   Discovered& found) {
  std::set<std::string> prefixes;
  for (const ImportFolder& folder : folders) {
    const std::vector<std::string> names = names_in(system.files, folder.path, found.damage);
    find_numpys(system, folder, names, found);
    find_bundled_libraries(system, folder, names, libraries, found.damage);
    find_binaries_of(system, folder, found);
    if (prefixes.insert(folder.prefix).second)
      find_prefix_libraries(system, folder.prefix, folder.environment, libraries, found.damage);
  }
}

void finish(const System& system, const LibraryCollection& libraries, Order order, Discovered& found) {
  merge_numpys(system, found.numpys);
  if (order == Order::by_path) std::ranges::sort(found.numpys, {}, &InstalledNumpy::package);
  found.libraries = libraries.sorted();
  std::ranges::stable_sort(found.binaries, {}, &FoundBinary::path);
  const auto same_binaries = std::ranges::unique(found.binaries, {}, &FoundBinary::path);
  found.binaries.erase(same_binaries.begin(), same_binaries.end());

  const auto of_damage = [](const signatures::Damage& damage) {
    return std::tie(damage.file, damage.place, damage.reason);
  };
  std::ranges::stable_sort(found.damage, {}, of_damage);
  const auto same_damage = std::ranges::unique(found.damage, {}, of_damage);
  found.damage.erase(same_damage.begin(), same_damage.end());

  const auto of_unchecked = [](const NotChecked& item) { return std::tie(item.what, item.why); };
  std::ranges::stable_sort(found.not_checked, {}, of_unchecked);
  const auto same_unchecked = std::ranges::unique(found.not_checked, {}, of_unchecked);
  found.not_checked.erase(same_unchecked.begin(), same_unchecked.end());
}

}  // namespace fairplay::auditor::discovery
