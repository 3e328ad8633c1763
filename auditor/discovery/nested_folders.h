#pragma once

#include <string>

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/import_folders.h"

namespace fairplay::auditor::discovery {

/// How far a named folder is searched for import folders and environments.
struct NestedLimits {
  int depth = 8;               ///< folders below the one that was named
  std::size_t folders = 5000;  ///< that are looked into
  bool itself = false;         ///< whether the folder may be an environment or an import folder, too
};

/// Adds the environments and import folders at any depth below `folder`: an application's lib (pip install --target), a
/// Lambda layer's python, PyInstaller's _internal, pipx's and pex's venvs, a project two levels above its venv. What is
/// found isn't searched itself. What the limits leave out is told in `not_checked`.
void find_nested_folders(const System& system, const std::string& folder, const NestedLimits& limits,
                         ImportFolders& folders, Discovered& found);

}  // namespace fairplay::auditor::discovery
