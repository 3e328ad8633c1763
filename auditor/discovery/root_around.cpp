#include "auditor/discovery/root_around.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::discovery {
namespace {

bool is_some_system(const System& system, const std::string& folder) {
  constexpr std::array<std::string_view, 4> releases{"etc/os-release", "usr/lib/os-release", "etc/passwd",
                                                     "etc/alpine-release"};
  constexpr std::array<std::string_view, 3> programs{"usr/lib", "usr/bin", "lib"};
  // A link of etc/os-release may be absolute, so that it leads elsewhere here: that it is there is enough.
  return std::ranges::any_of(releases,
                             [&](std::string_view name) {
                               const auto kind = system.files.lstat(paths::join(folder, name)).kind;
                               return kind == signatures::artifact::NodeKind::regular ||
                                      kind == signatures::artifact::NodeKind::symlink;
                             }) &&
         std::ranges::any_of(
             programs, [&](std::string_view name) { return system.files.is_directory(paths::join(folder, name)); }) &&
         !is_environment(system, folder);
}

}  // namespace

std::string root_around(const System& system, const std::string& path) {
  for (std::string_view folder = paths::parent(path); folder != "/"; folder = paths::parent(folder)) {
    if (is_some_system(system, std::string(folder))) return std::string(folder);
  }
  return {};
}

}  // namespace fairplay::auditor::discovery
