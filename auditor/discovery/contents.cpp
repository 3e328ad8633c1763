#include "auditor/discovery/contents.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "auditor/discovery/bundled_libraries.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/numpy_packages.h"

namespace fairplay::auditor::discovery {

void find_contents(const System& system, const std::vector<ImportFolder>& folders, LibraryCollection& libraries,
                   Discovered& found) {
  std::set<std::string> prefixes;
  for (const ImportFolder& folder : folders) {
    const std::vector<std::string> names = names_in(system.files, folder.path, found.damage);
    find_numpys(system, folder, names, found);
    find_bundled_libraries(system, folder, names, libraries, found.damage);
    if (prefixes.insert(folder.prefix).second)
      find_prefix_libraries(system, folder.prefix, folder.environment, libraries, found.damage);
  }
}

void finish(const System& system, const LibraryCollection& libraries, Order order, Discovered& found) {
  merge_numpys(system, found.numpys);
  if (order == Order::by_path) std::ranges::sort(found.numpys, {}, &InstalledNumpy::package);
  found.libraries = libraries.sorted();

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
