#pragma once

#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"

namespace fairplay::auditor::discovery {

/// True for a folder that holds a NumPy, complete or not: by its __init__.py, version.py, or that of its core. A
/// namespace, a folder of stubs, or one that holds extension modules alone is none.
bool is_numpy_package(const System& system, const std::string& path);

/// Whether the files of NumPy's core lie in the package folder `package`: a folder that is merely called numpy
/// (jax/numpy) has none.
bool holds_numpy_core(const System& system, const std::string& package);

/// Adds to `found` every NumPy that the import folder holds or leads to: the package with whichever distributions'
/// metadata install it, eggs, editable installs, folders that .pth files add, and what an unpacked wheel keeps in its
/// .data folder. `names` is the folder's listing. What can't be looked into goes to `found.not_checked`, broken
/// pointers to `found.damage`.
void find_numpys(const System& system, const ImportFolder& folder, const std::vector<std::string>& names,
                 Discovered& found);

/// Each package folder once, by its resolved path: metadata of all the ways to it joined.
void merge_numpys(const System& system, std::vector<InstalledNumpy>& numpys);

}  // namespace fairplay::auditor::discovery
