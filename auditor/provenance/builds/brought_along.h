#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/records/distributions.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/fingerprint/fingerprint.h"

/// What is installed together with a NumPy beside its own folders, and runs by itself or can be imported. No release
/// has any of it, so it counts as added to the build.
namespace fairplay::auditor::provenance {

/// Keys of what NumPy's own record lists outside its territory. Scripts (bin/f2py) are no such files. A distribution's
/// record (dpkg) may speak of other packages' files, too: of it only start-up code counts.
std::vector<std::string> recorded_along(const FileRecord& record, const signatures::fingerprint::Fingerprint& files);

/// The same in an archive: what the RECORD of NumPy's distribution lists; in a package manager's package (`managed`)
/// also every start-up file (.pth, sitecustomize, usercustomize) that no other distribution in it lists.
std::vector<std::string> archived_along(const signatures::fingerprint::Fingerprint& files,
                                        std::string_view import_folder, const std::vector<std::string>& territory,
                                        const std::vector<Distribution>& distributions, bool managed);

}  // namespace fairplay::auditor::provenance
