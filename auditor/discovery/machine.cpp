#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "auditor/discovery/contents.h"
#include "auditor/discovery/discovery.h"
#include "auditor/discovery/import_folders.h"
#include "auditor/discovery/library_collection.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/nested_folders.h"
#include "auditor/discovery/system_libraries.h"

namespace fairplay::auditor::discovery {

namespace {

/// Below an unpacked root, the folders in which builders of images put applications, and homes: /app/.venv,
/// /opt/venvs/app, /home/app/.local, /var/task.
void find_applications(const System& system, ImportFolders& folders, Discovered& found) {
  constexpr std::array<std::string_view, 19> systems_own = {
      "bin",  "boot", "dev",  "etc",  "lib", "lib32", "lib64", "libx32", "media",     "mnt",
      "proc", "run",  "sbin", "snap", "sys", "tmp",   "usr",   "var",    "lost+found"};
  NestedLimits limits;
  limits.itself = true;  // pip install --target /app
  for (const std::string& name : folders_in(system.files, "/")) {
    if (std::ranges::find(systems_own, name) == systems_own.end())
      find_nested_folders(system, "/" + name, limits, folders, found);
  }
  for (const char* path : {"/usr/src", "/var/task", "/var/www"}) {
    if (system.files.is_directory(path)) find_nested_folders(system, path, limits, folders, found);
  }
  for (const std::string& name : folders_in(system.files, "/home"))
    folders.add_environments_below("/home/" + name + "/.cache/pypoetry/virtualenvs", found.damage);
  folders.add_environments_below("/root/.cache/pypoetry/virtualenvs", found.damage);
}

}  // namespace

Discovered discover_machine(const System& system) {
  Discovered found;
  ImportFolders folders(system);
  find_import_folders(system, folders, found.damage);
  if (system.environment.empty()) find_applications(system, folders, found);
  LibraryCollection libraries(system);
  find_system_libraries(system, libraries, found.damage);
  find_contents(system, folders.folders(), libraries, found);
  finish(system, libraries, Order::by_path, found);
  return found;
}

}  // namespace fairplay::auditor::discovery
