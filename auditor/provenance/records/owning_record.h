#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/provenance/records/distributions.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/installers/dpkg.h"

namespace fairplay::auditor::provenance {

/// Package managers' databases of one root, opened once a run.
class ManagerDatabases {
 public:
  explicit ManagerDatabases(const discovery::System& system) : system_(system) {}

  /// dpkg's record of everything that the packages owning any of `paths` installed; nullopt where dpkg owns none of
  /// them. `paths` are absolute inside the root, links resolved.
  std::optional<FileRecord> dpkg(const std::vector<std::string>& paths, const std::vector<std::string>& territory,
                                 std::vector<signatures::Damage>& damage);

  /// conda's record: every conda-meta entry of `prefix` that installed a file below `package` (absolute).
  std::optional<FileRecord> conda(const std::string& prefix, const std::string& package,
                                  const std::vector<std::string>& territory, std::vector<signatures::Damage>& damage);

  /// Looks all of these up in one pass, so that later dpkg() calls for them read no file lists again.
  void prefetch_owners(const std::vector<std::string>& paths, std::vector<signatures::Damage>& damage);

 private:
  bool open_dpkg(std::vector<signatures::Damage>& damage);

  const discovery::System& system_;
  bool dpkg_opened_ = false;
  std::optional<signatures::installers::DpkgDatabase> dpkg_;
  std::map<std::string, std::vector<std::string>> owners_;  ///< asked paths; empty: nobody
  std::map<std::string, signatures::installers::DpkgPackage> packages_;
};

/// The RECORD of a distribution as the package's record, with the authority its installer gives it.
FileRecord record_of_distribution(const Distribution& distribution, std::string_view import_folder,
                                  const std::vector<std::string>& territory, std::vector<signatures::Damage>& damage);

}  // namespace fairplay::auditor::provenance
