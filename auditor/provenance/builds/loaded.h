#pragma once

#include <span>
#include <string>
#include <vector>

#include "auditor/facts/subject.h"

namespace fairplay::auditor::provenance {

/// Makes the subjects of one process say what it has really loaded, instead of what the loader would pick today: the
/// BLAS of its NumPys are the mapped ones, a preloaded one included, and so are the OpenMP runtimes. `mapped` holds
/// paths as the subjects' are displayed.
void use_mapped_libraries(std::span<Subject> subjects, const std::vector<std::string>& mapped);

}  // namespace fairplay::auditor::provenance
