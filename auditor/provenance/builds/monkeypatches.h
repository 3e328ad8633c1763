#pragma once

#include <string>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/subject.h"
#include "auditor/provenance/monkeypatches/environment.h"

namespace fairplay::auditor::provenance {

/// What the environment of an installed NumPy of `version` replaces of it. `package` and `folder` are its package
/// folder and import folder, resolved. May run beside other readers.
monkeypatches::EnvironmentPatches find_environment_patches(const discovery::System& system, const std::string& package,
                                                           const discovery::ImportFolder& folder,
                                                           const std::string& version, unsigned jobs);

/// Adds them to the facts about that NumPy.
void add_patches(monkeypatches::EnvironmentPatches found, Subject& subject);

}  // namespace fairplay::auditor::provenance
