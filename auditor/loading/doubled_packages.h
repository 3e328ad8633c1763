#pragma once

#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/loading/import_path.h"
#include "auditor/loading/linkages.h"
#include "auditor/loading/module_search.h"

namespace fairplay::auditor::loading {

/// A package that lies on an import path twice, in different versions.
struct DoubledPackage {
  std::string name;
  FoundModule first, second;  ///< the first is imported
  std::string first_version, second_version;
};

/// Packages that link or bundle a BLAS, NumPy apart. Those whose version isn't known from metadata are left out.
std::vector<DoubledPackage> doubled_packages(Linkages& linkages, ModuleSearch& search, const ImportPath& path);

/// The version of the distribution `name` in an import folder, by its metadata's name; empty where there is none, or
/// several.
std::string version_beside(ModuleSearch& search, const std::string& folder, const std::string& name);

}  // namespace fairplay::auditor::loading
