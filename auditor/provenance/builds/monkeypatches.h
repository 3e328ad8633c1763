#pragma once

#include "auditor/provenance/builds/installed_numpy.h"

namespace fairplay::auditor::provenance {

/// Fills the subject's `monkeypatches` with what the environment of an installed NumPy replaces of it. `package` and
/// `folder` are its package folder and import folder, resolved. Reads `version`.
void find_environment_patches(Workbench& bench, const std::string& package, const discovery::ImportFolder& folder,
                              Subject& subject);

}  // namespace fairplay::auditor::provenance
