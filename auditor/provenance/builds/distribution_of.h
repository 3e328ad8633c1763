#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/artifact/rooted_files.h"
#include "signatures/installers/metadata.h"

namespace fairplay::auditor::provenance {

/// Which distribution a file of an import folder belongs to, by the metadata that lies there.
class DistributionsOf {
 public:
  DistributionsOf(const signatures::artifact::RootedFiles& files, std::string folder);

  /// `below`: a file's path relative to the folder, "sklearn/_isotonic.cpython-311-x86_64-linux-gnu.so". By a
  /// distribution of the same name, then by top_level.txt, then by RECORD. Where nobody claims it, the name is the
  /// folder's and the version empty.
  signatures::installers::CoreMetadata of(std::string_view below);

 private:
  struct Metadata {
    std::string path;     ///< the dist-info or egg-info
    std::string project;  ///< normalised name, as the folder's name has it
  };
  std::optional<signatures::installers::CoreMetadata> read(const Metadata& metadata) const;
  const Metadata* by_top_level(const std::string& top);
  const Metadata* by_record(std::string_view below) const;

  const signatures::artifact::RootedFiles& files_;
  std::string folder_;
  std::vector<Metadata> all_;
  std::optional<std::map<std::string, const Metadata*, std::less<>>> top_levels_;   ///< read when first asked for
  std::map<std::string, signatures::installers::CoreMetadata, std::less<>> known_;  ///< by first component
};

}  // namespace fairplay::auditor::provenance
