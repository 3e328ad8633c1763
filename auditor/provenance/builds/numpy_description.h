#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/records/distributions.h"
#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::auditor::provenance {

/// Whether `key` is one of the files whose text says what a NumPy in the package folder `package` (both keys) is:
/// describe_numpy()'s, and the header with the C-API versions.
bool describes_numpy(std::string_view key, std::string_view package);

/// The version that numpy/version.py (or versioneer's _version.py) says; empty where none can be read.
std::string version_of_files(const signatures::fingerprint::Fingerprint& fingerprint, const std::string& package);

/// Names the subject and says what it claims: name, version and configured BLAS from metadata, version.py and
/// __config__.py.
void describe_numpy(Subject& subject, const std::vector<Distribution>& distributions,
                    const signatures::fingerprint::Fingerprint& fingerprint, const std::string& package);

/// The binaries in `territory` (keys of folders) that were hashed but not examined.
void report_unread_binaries(const signatures::fingerprint::Fingerprint& fingerprint,
                            const std::vector<std::string>& territory, std::vector<NotChecked>& not_checked);

}  // namespace fairplay::auditor::provenance
