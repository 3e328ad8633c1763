#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/damage.h"
#include "signatures/installers/record.h"

namespace fairplay::auditor::provenance {

/// Reads one file of a dist-info by name ("METADATA"); nullopt where it isn't there or can't be read. An egg-info that
/// is a plain file answers to "PKG-INFO".
using ReadMember = std::function<std::optional<std::string>(std::string_view name)>;

/// One dist-info or egg-info as found, with the parsed RECORD.
struct Distribution {
  DistributionMetadata metadata;
  std::string path;  ///< full path or archive member, for messages
  std::vector<signatures::installers::RecordRow> record;
  RecordFit fit{};             ///< of its RECORD, where the caller compared it with the files
  bool names_version = false;  ///< after find_stale(): its version is the one that numpy/version.py has
};

/// `folder_name` is the metadata folder's own name ("numpy-2.3.5.dist-info"), `path` what messages call it.
Distribution read_distribution(const std::string& folder_name, const std::string& path, const ReadMember& read,
                               std::vector<signatures::Damage>& damage);

/// Whether a RECORD row is a top-level numpy's __init__.py, as installed or still inside a wheel's .data folder.
bool is_top_level_numpy(std::string_view row_path);

/// INSTALLER names that keep RECORD true to what they installed: pip, uv, poetry, pdm.
bool keeps_record(std::string_view installer);

/// Several distributions may claim one package, where an installer left old metadata behind. If one's record fits the
/// files completely, the others that don't are stale. `version` is what numpy/version.py says; empty: unknown.
void find_stale(std::vector<Distribution>& distributions, std::string_view version);

/// The distribution whose files the package folder holds, of those that install numpy: one with a hashed RECORD rather
/// than one without, then the one that fits best, then the first.
const Distribution* owner_among(const std::vector<Distribution>& distributions);

}  // namespace fairplay::auditor::provenance
