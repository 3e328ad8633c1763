#pragma once

#include <string>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/draft.h"

namespace fairplay::signatures::database {

struct DescribeOptions {
  bool deep = true;  ///< examine ELF binaries, and read a NumPy's footprint, too
  unsigned jobs = 1;
  std::string project;  ///< for a lone library, which says neither; else empty
  std::string release;
};

/// Reads one artifact (wheel, sdist, .deb, ELF library) for the database. Project and release come from its own
/// metadata and must agree with its file name. RECORD and what else installers rewrite is left out (installer_files.h).
/// Damage where it can't be read whole: a manifest is never made of a damaged artifact.
Expected<DraftArtifact> describe_artifact(const std::string& path, const DescribeOptions& options);

/// What is wrong with an artifact whose footprint shows that it wasn't followed (footprint/plausibility.h).
Damage implausible_footprint(const std::string& file, const std::string& why);

}  // namespace fairplay::signatures::database
