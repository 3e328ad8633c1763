#include <fmt/format.h>

#include <algorithm>

#include "auditor/discovery/contents.h"
#include "auditor/discovery/discovery.h"
#include "auditor/discovery/distribution_names.h"
#include "auditor/discovery/import_folders.h"
#include "auditor/discovery/library_collection.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/nested_folders.h"
#include "auditor/discovery/numpy_packages.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;

bool looks_like_import_folder(const System& system, const std::string& path, const std::vector<std::string>& names) {
  const std::string_view last = paths::last(path);
  if (last == "site-packages" || last == "dist-packages" || path.ends_with(".egg")) return true;
  if (is_numpy_package(system, paths::join(path, "numpy"))) return true;
  return std::ranges::any_of(names, [](const std::string& name) {
    return distribution_name(name).kind != DistributionName::Kind::none || name.ends_with(".libs") ||
           name.starts_with("scipy_openblas");
  });
}

/// A NumPy package folder itself: its import folder is the one above.
void add_package(const System& system, const std::string& package, LibraryCollection& libraries, Discovered& found) {
  const ImportFolder folder = import_folder_at(system, std::string(paths::parent(package)), found.damage);
  if (paths::last(package) == "numpy") {
    Discovered around;
    const std::vector<std::string> names = names_in(system.files, folder.path, found.damage);
    find_numpys(system, folder, names, around);
    for (InstalledNumpy& numpy : around.numpys) {
      if (numpy.package == package) found.numpys.push_back(std::move(numpy));
    }
    std::ranges::move(around.damage, std::back_inserter(found.damage));
    if (std::ranges::find(names, "numpy.libs") != names.end())
      libraries.add_folder(paths::join(folder.path, "numpy.libs"), folder.environment, "numpy.libs", found.damage);
  }
  // Under another name nobody imports it as numpy, but it can be looked at.
  if (found.numpys.empty()) found.numpys.push_back({folder, package, {}, false, "", {}});
  libraries.add_folder(package + "/.libs", folder.environment, "numpy/.libs", found.damage);
}

void put_below(const std::string& folder, std::string& path) {
  if (path.starts_with('/')) path = folder + path;
}

/// Paths of a System rooted at `folder`, as the outer System sees them.
void put_below(const std::string& folder, Discovered& found) {
  for (InstalledNumpy& numpy : found.numpys) {
    put_below(folder, numpy.folder.path);
    put_below(folder, numpy.folder.prefix);
    put_below(folder, numpy.package);
    put_below(folder, numpy.editable_via);
    for (std::string& path : numpy.metadata) put_below(folder, path);
  }
  for (FoundLibrary& library : found.libraries) {
    put_below(folder, library.path);
    for (auto& chain : library.chains) {
      for (std::string& link : chain) put_below(folder, link);
    }
  }
  for (NotChecked& item : found.not_checked) put_below(folder, item.what);
}

}  // namespace

std::string files_of_program(const System& system, const std::string& path) {
  const std::string folder(paths::parent(path));
  for (const std::string& candidate : {folder + "/_internal", folder}) {
    if (system.files.is_regular(candidate + "/base_library.zip")) return candidate;
  }
  return {};
}

bool is_unpacked_root(const System& system, const std::string& path) {
  if (is_environment(system, path)) return false;
  const auto has = [&](const char* name) { return system.files.is_directory(paths::join(path, name)); };
  if (has("usr/lib") || has("var/lib/dpkg") || has("usr/lib64") || has("usr/bin") || has("usr/local/lib")) return true;
  // Without /usr: /usr/local has etc and lib too, but not these.
  const auto file = [&](const char* name) { return system.files.is_regular(paths::join(path, name)); };
  return (has("lib") || has("lib64")) &&
         (file("etc/passwd") || file("etc/os-release") || file("etc/ld.so.cache") || file("etc/ld.so.conf"));
}

Discovered discover_folder(const System& system, const std::string& path) {
  Discovered found;
  const auto resolved = system.files.resolve(path);
  if (!resolved) {
    found.damage.push_back(resolved.error());
    return found;
  }
  if (!system.files.is_directory(*resolved)) {
    found.damage.push_back({system.files.display(path), "", "is not a folder", true});
    return found;
  }
  // The user's own spelling, where it is absolute and has no "..": that is how they would open it.
  std::string folder = paths::tidy(path);
  if (!path.starts_with('/') || folder.find("/..") != std::string::npos) folder = *resolved;

  if (is_unpacked_root(system, folder)) {
    const auto host = system.files.host_path(folder);
    if (!host) {
      found.damage.push_back(host.error());
      return found;
    }
    found = discover_machine(System{signatures::artifact::RootedFiles(*host), {}});
    if (folder != "/") put_below(folder, found);
    return found;
  }

  LibraryCollection libraries(system);
  const std::vector<std::string> names = names_in(system.files, folder, found.damage);
  const bool is_core = system.files.is_regular(folder + "/core/multiarray.py") ||
                       system.files.is_regular(folder + "/_core/multiarray.py");
  if ((paths::last(folder) == "numpy" && is_numpy_package(system, folder) &&
       !is_numpy_package(system, folder + "/numpy")) ||
      (is_core && is_numpy_package(system, folder))) {
    add_package(system, folder, libraries, found);
    finish(system, libraries, Order::by_path, found);
    return found;
  }

  ImportFolders folders(system);
  if (looks_like_import_folder(system, folder, names)) folders.add(import_folder_at(system, folder, found.damage));
  const std::string_view last = paths::last(folder);
  if (version_in_name(last)) {  // lib/python3.11
    for (const char* packages : {"site-packages", "dist-packages"}) {
      if (std::ranges::find(names, packages) != names.end())
        folders.add(import_folder_at(system, paths::join(folder, packages), found.damage));
    }
  }
  folders.add_prefix(folder, "", found.damage);
  // Debian's pip puts `--prefix DIR` below DIR/local.
  if (system.files.is_directory(paths::join(folder, "local/lib")))
    folders.add_prefix(paths::join(folder, "local"), "", found.damage);
  // lib, or a folder of environments: a project's .venv, a conda's envs, a pyenv's versions, tox's and nox's.
  if (last == "lib" || last == "lib64") folders.add_prefix(std::string(paths::parent(folder)), "", found.damage);
  folders.add_environments_below(folder, found.damage);
  for (const char* name : {".tox", ".nox", "envs", "versions"}) {
    if (std::ranges::find(names, name) != names.end())
      folders.add_environments_below(paths::join(folder, name), found.damage);
  }
  if (!is_environment(system, folder) && !looks_like_import_folder(system, folder, names))
    find_nested_folders(system, folder, {}, folders, found);
  find_contents(system, folders.folders(), libraries, found);
  libraries.add_names(folder, names, {Environment::Kind::folder}, "", found.damage);
  if (std::ranges::find(names, "lib") != names.end())
    libraries.add_folder(paths::join(folder, "lib"), {Environment::Kind::folder}, "", found.damage);
  finish(system, libraries, Order::by_path, found);
  return found;
}

}  // namespace fairplay::auditor::discovery
