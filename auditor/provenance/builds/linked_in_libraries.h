#pragma once

#include <vector>

#include "auditor/provenance/builds/installed_numpy.h"
#include "auditor/provenance/builds/looked_at.h"

namespace fairplay::auditor::provenance {

/// Those of `binaries` that have a BLAS in them (faiss's extension module: a whole OpenBLAS), by what look_at_binaries
/// found of each.
std::vector<discovery::FoundLibrary> linked_in_libraries(const Workbench& bench,
                                                         const std::vector<discovery::FoundBinary>& binaries,
                                                         const std::vector<LookedAt>& looked,
                                                         std::vector<NotChecked>& not_checked);

}  // namespace fairplay::auditor::provenance
