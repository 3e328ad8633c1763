#include "auditor/discovery/nested_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <set>

#include "auditor/discovery/distribution_names.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/numpy_packages.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::discovery {
namespace {

/// Folders in which no environment is, and whose names say so.
bool is_passed_over(std::string_view name) {
  // Installers keep unpacked wheels in .cache.
  constexpr std::array<std::string_view, 9> names = {"__pycache__", "node_modules", ".git",       ".hg",   ".svn",
                                                     "proc",        "lost+found",   "dosdevices", ".cache"};
  return std::ranges::find(names, name) != names.end();
}

bool is_import_folder(const System& system, const std::string& path, const std::vector<std::string>& names) {
  const std::string_view last = paths::last(path);
  if (last == "site-packages" || last == "dist-packages") return true;
  const bool numpy =
      std::ranges::binary_search(names, std::string("numpy")) && holds_numpy_core(system, paths::join(path, "numpy"));
  return numpy || std::ranges::any_of(names, [](const std::string& name) {
           return distribution_name(name).kind == DistributionName::Kind::dist_info || name == "numpy.libs" ||
                  name == "scipy.libs";
         });
}

}  // namespace

void find_nested_folders(const System& system, const std::string& folder, const NestedLimits& limits,
                         ImportFolders& folders, Discovered& found) {
  struct Waiting {
    std::string path;
    int depth;
  };
  std::deque<Waiting> waiting = {{folder, 0}};
  std::set<std::string> seen;  // resolved
  bool complete = true;
  while (!waiting.empty()) {
    const auto [path, depth] = waiting.front();
    waiting.pop_front();
    const auto real = system.files.resolve(path);
    if (!real || !seen.insert(*real).second) continue;
    if (seen.size() > limits.folders) {
      complete = false;
      break;
    }
    const std::vector<std::string> names = names_in(system.files, path, found.damage);
    if (depth != 0 || limits.itself) {
      if (is_environment(system, path)) {
        folders.add_prefix(path, "", found.damage);
        continue;
      }
      if (is_import_folder(system, path, names)) {
        folders.add(import_folder_at(system, path, found.damage));
        continue;
      }
    }
    // Links may lead anywhere: what they lead to has a place of its own.
    for (const std::string& name : folders_in(system.files, path)) {
      if (is_passed_over(name)) continue;
      if (depth == limits.depth) {
        complete = false;
        break;
      }
      waiting.push_back({paths::join(path, name), depth + 1});
    }
  }
  if (!complete)
    found.not_checked.push_back(
        {folder, fmt::format("only the first {} folders, up to {} levels below it, are searched for environments",
                             limits.folders, limits.depth)});
}

}  // namespace fairplay::auditor::discovery
