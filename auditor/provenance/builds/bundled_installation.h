#pragma once

#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/records/distributions.h"
#include "signatures/fingerprint/fingerprint.h"

/// What an installer put into an import folder that was packed later: a deployment archive, a zipapp, an environment in
/// a tar. Each import folder is judged for itself, as on a disk.
namespace fairplay::auditor::provenance {

/// A NumPy in an import folder of an archive, with what is beside it.
struct BundledInstallation {
  std::vector<Distribution> distributions;  ///< those that install this NumPy, and namesakes beside it
  std::vector<std::string> libraries;       ///< keys of the folders with its bundled libraries
  std::vector<std::string> territory;       ///< keys: package, libraries, metadata that isn't stale
  Intact intact;
};

/// The one around the package folder `package`, of all distributions of the archive.
BundledInstallation bundled_installation(const signatures::fingerprint::Fingerprint& files, const std::string& package,
                                         const std::vector<Distribution>& distributions,
                                         std::vector<NotChecked>& not_checked);

/// What a bundled library's own distribution recorded of it.
struct BundledLibrary {
  std::string package;  ///< "scipy 1.16.3"; empty where no RECORD lists it
  Intact intact;
};
BundledLibrary bundled_library(const signatures::fingerprint::Fingerprint& files, const std::string& key,
                               const std::vector<Distribution>& distributions, std::vector<NotChecked>& not_checked);

}  // namespace fairplay::auditor::provenance
