#pragma once

#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/library_collection.h"

namespace fairplay::auditor::discovery {

/// BLAS libraries that wheels bring along in an import folder whose listing is `names`: "*.libs" (auditwheel),
/// numpy/.libs and scipy/.libs of old wheels, scipy_openblas32/lib and 64's, and what an unpacked wheel or `pip install
/// --target` keeps in lib.
void find_bundled_libraries(const System& system, const ImportFolder& folder, const std::vector<std::string>& names,
                            LibraryCollection& libraries, std::vector<signatures::Damage>& damage);

/// BLAS libraries in lib of an environment's prefix: conda's, and what the mkl wheel installs there. Nothing for /usr,
/// whose libraries the loader knows.
void find_prefix_libraries(const System& system, const std::string& prefix, const Environment& environment,
                           LibraryCollection& libraries, std::vector<signatures::Damage>& damage);

}  // namespace fairplay::auditor::discovery
