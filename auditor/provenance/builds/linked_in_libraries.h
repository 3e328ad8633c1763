#pragma once

#include <set>
#include <string>
#include <vector>

#include "auditor/provenance/builds/installed_numpy.h"

namespace fairplay::auditor::provenance {

/// Those of `binaries` that have a BLAS in them (faiss's extension module: a whole OpenBLAS), by their dynamic symbols.
/// Paths in `known`, links resolved, are libraries already. Each binary costs its headers and the names of its symbols.
std::vector<discovery::FoundLibrary> linked_in_libraries(const Workbench& bench,
                                                         const std::vector<discovery::FoundBinary>& binaries,
                                                         const std::set<std::string>& known,
                                                         std::vector<NotChecked>& not_checked);

}  // namespace fairplay::auditor::provenance
