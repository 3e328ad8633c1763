#pragma once

#include <span>
#include <string>
#include <vector>

#include "auditor/facts/subject.h"

namespace fairplay::auditor::provenance {

/// Makes the subjects of one process say what it has really loaded, instead of what the loader would pick today: the
/// BLAS of its NumPys are the mapped ones that the loader gives them, by their file, by their SONAME, or because they
/// were preloaded and have the names that NumPy calls; never what other packages brought for themselves. The OpenMP
/// runtimes are all that are mapped. `mapped` holds paths as the subjects' are displayed, `preloaded` what LD_PRELOAD
/// and /etc/ld.so.preload name.
void use_mapped_libraries(std::span<Subject> subjects, const std::vector<std::string>& mapped,
                          const std::vector<std::string>& preloaded);

}  // namespace fairplay::auditor::provenance
