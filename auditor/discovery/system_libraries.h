#pragma once

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/library_collection.h"

namespace fairplay::auditor::discovery {

/// Every BLAS and LAPACK the loader would find by name (LD_LIBRARY_PATH, the loader's cache, or the folders it would be
/// built from), with the alternatives passed on the way, and those that alternatives could select.
void find_system_libraries(const System& system, LibraryCollection& libraries, std::vector<signatures::Damage>& damage);

}  // namespace fairplay::auditor::discovery
