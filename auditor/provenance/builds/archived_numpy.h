#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/records/distributions.h"
#include "signatures/damage.h"
#include "signatures/fingerprint/fingerprint.h"

/// Where the NumPys of a stream of files are: an archive's, or an import folder's own.
namespace fairplay::auditor::provenance {

/// Whether `key` is one of the small files whose text says what a NumPy is: metadata, version.py, __config__.py, a
/// package's control files.
bool describes_archived_numpy(std::string_view key);

/// Keys of folders named numpy that hold a NumPy: core/ or _core/ with its __init__.py, or beside the folder's own.
/// Either is enough: a wheel that lost numpy/__init__.py is a damaged NumPy, not none.
std::vector<std::string> numpy_packages(const signatures::fingerprint::Fingerprint& files);

/// Keys of folders named numpy that hold the compiled core of a NumPy and not its Python modules: a bundler's.
std::vector<std::string> frozen_numpy_packages(const signatures::fingerprint::Fingerprint& files);

/// Every dist-info and egg-info folder, by path. Reads the texts that describes_archived_numpy() wants.
std::vector<Distribution> distributions_in(const signatures::fingerprint::Fingerprint& files,
                                           std::vector<signatures::Damage>& damage);

/// Keys of NAME.libs folders beside a package folder.
std::vector<std::string> bundled_library_folders(const signatures::fingerprint::Fingerprint& files,
                                                 std::string_view package);

/// Keys of the folders that are compared for the NumPy in `package`: "" where the whole archive is this NumPy.
std::vector<std::string> territory_in_archive(const signatures::fingerprint::Fingerprint& files,
                                              const std::string& package, const std::vector<std::string>& libraries,
                                              const std::vector<Distribution>& distributions);

}  // namespace fairplay::auditor::provenance
