#pragma once

#include <span>
#include <string>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/loads.h"
#include "auditor/loading/conventions.h"
#include "auditor/loading/linkages.h"
#include "auditor/loading/module_set.h"
#include "auditor/loading/target.h"

namespace fairplay::auditor::loading {

/// What a NumPy says of itself, and what its metadata asks for.
struct MetadataDemand {
  std::string requires_python{};  ///< ">=3.11"; empty: nothing
  std::string by{};               ///< the metadata's path relative to the import folder
  std::string version{};          ///< the NumPy's own, as numpy/version.py says; may be empty
};

/// Whether the interpreters of the NumPy's environment can import it, or those that the user asks about. Nothing is
/// run. `unknown` where there is none; `no` only where none of them can.
Loads numpy_loads(Linkages& linkages, const discovery::InstalledNumpy& numpy, std::span<const ExtensionModule> modules,
                  const MetadataDemand& demand, const Target& target);

/// The same for a NumPy in an archive. `import_folder`: the folder around it, "/" for the archive's root. Without a
/// target only a folder's name or a layout says something: `yes` is never an answer then.
Loads archived_loads(std::span<const ExtensionModule> modules, const std::string& import_folder,
                     const NamesIn& names_in, const MetadataDemand& demand, const Target& target);

}  // namespace fairplay::auditor::loading
