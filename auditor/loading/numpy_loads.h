#pragma once

#include <span>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/loads.h"
#include "auditor/loading/interpreters.h"
#include "auditor/loading/linkages.h"

namespace fairplay::auditor::loading {

/// One extension module of a NumPy.
struct ExtensionModule {
  std::string path;  ///< inside the root
  std::string
      shown;  ///< relative to the import folder: "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so"
  ModuleTraits traits;
};

/// Whether the interpreters of the NumPy's environment can import it. Nothing is run. `unknown` where there is none;
/// `no` only where none of them can.
Loads numpy_loads(Linkages& linkages, const discovery::InstalledNumpy& numpy, std::span<const ExtensionModule> modules);

/// Which Pythons and platforms the modules are for, each once, sorted: an answer also where nobody is there to import
/// them.
std::vector<std::string> platforms_of(std::span<const ExtensionModule> modules);

}  // namespace fairplay::auditor::loading
