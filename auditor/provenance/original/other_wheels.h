#pragma once

#include <string>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/provenance/original/accidents.h"
#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/known_release.h"

/// Wheels of one release, for several Pythons or platforms, that were unpacked into one folder: pip --target twice, a
/// Windows wheel over a Linux environment. Each has modules of its own, and they share the rest.
namespace fairplay::auditor::provenance {

/// Finds them by the names and headers of the extension modules (PEP 3149). Binaries for another platform, which no
/// Python imports that takes the others, are marked in `files`. Several Pythons' modules of one platform count only
/// where a record speaks for some of them and not for all: distributions publish packages for several.
std::vector<OtherWheel> find_other_wheels(const OriginInput& input, const KnownRelease& known,
                                          const KnownRelease::Match& reference, const OwnersWord& owner,
                                          SubjectFiles& files);

/// Whether no Python imports both files, going by their names.
bool are_for_different_pythons(std::string_view path, std::string_view other);

}  // namespace fairplay::auditor::provenance
