#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/digest.h"

namespace fairplay::signatures::installers {

/// One path of a conda package as conda wrote it into the prefix.
struct CondaFile {
  std::string path;  ///< relative to the prefix
  std::optional<Digest>
      sha256;         ///< of the file as installed (`sha256_in_prefix`, else `sha256`); none for links and directories
  bool link = false;  ///< a soft link: nothing to hash
};

struct CondaPackage {
  std::string name;
  std::string version;
  std::string build;
  std::vector<CondaFile> files;
};

/// One conda-meta/*.json. Damage: not JSON, not an object, wrong types; files of `files` that `paths_data` doesn't list
/// are kept without a digest (packages older than conda-build 3).
Expected<CondaPackage> parse_conda_package(std::string_view json, const std::string& file, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::installers
