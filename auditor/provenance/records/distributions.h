#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/subject.h"
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
};

/// `folder_name` is the metadata folder's own name ("numpy-2.3.5.dist-info"), `path` what messages call it.
Distribution read_distribution(const std::string& folder_name, const std::string& path, const ReadMember& read,
                               std::vector<signatures::Damage>& damage);

/// Whether a RECORD row is a top-level numpy's __init__.py, as installed or still inside a wheel's .data folder.
bool is_top_level_numpy(std::string_view row_path);

/// INSTALLER names that keep RECORD true to what they installed: pip, uv, poetry, pdm.
bool keeps_record(std::string_view installer);

/// The distribution whose files the package folder holds: the one with a hashed RECORD that installs numpy, else the
/// first that does.
const Distribution* owner_among(const std::vector<Distribution>& distributions);

}  // namespace fairplay::auditor::provenance
