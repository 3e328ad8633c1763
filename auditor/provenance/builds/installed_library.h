#pragma once

#include "auditor/discovery/discovery.h"
#include "auditor/facts/subject.h"
#include "auditor/provenance/builds/installed_numpy.h"

namespace fairplay::auditor::provenance {

/// Reads one BLAS or LAPACK library of a system or an environment: what it is, who installed it, whether it is as
/// recorded. Nullopt where the file turns out to be no BLAS (only its name is like one).
std::optional<Subject> examine_installed_library(Workbench& bench, const discovery::FoundLibrary& library);

}  // namespace fairplay::auditor::provenance
