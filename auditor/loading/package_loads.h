#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/loads.h"
#include "auditor/loading/interpreters.h"
#include "auditor/loading/linkages.h"

namespace fairplay::auditor::loading {

/// Another package's extension modules, and what of its surroundings matters.
struct PackageModules {
  std::string import_folder;         ///< paths below it are shown from there
  std::vector<std::string> modules;  ///< paths inside the root
  /// Whether the environment holds a library of this name somewhere. A package may load such a one by itself before
  /// its modules (ctypes, os.add_dll_directory, torch's CUDA libraries), so that it isn't missing for sure.
  std::function<bool(std::string_view name)> is_somewhere;
};

struct PackageLoads {
  std::vector<LoadProblem> problems;     ///< each cause once; none is on NumPy's import chain
  std::vector<std::string> self_loaded;  ///< libraries that the loader doesn't find, but the environment holds
};

/// What the dynamic loader would say to the modules of one package, in a process of their own.
PackageLoads package_loads(Linkages& linkages, const Interpreter& interpreter, const PackageModules& package);

}  // namespace fairplay::auditor::loading
