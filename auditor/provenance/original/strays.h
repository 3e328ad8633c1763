#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/provenance/original/comparable.h"
#include "signatures/database/database.h"

namespace fairplay::auditor::provenance {

/// A file of the subject that its release doesn't explain.
struct Unexplained {
  std::string path;  ///< comparable
  std::string sha256;
  std::string build_id;   ///< of a binary that was examined
  bool recorded = false;  ///< the subject's owner recorded it so
};

/// Which of `files` are files of another release of NumPy: by path and content, binaries by build-id too. A file that
/// several releases share is reported as that one's which explains most of them, the newest among equals. Loads every
/// manifest of the project: ask only where something is unexplained.
std::vector<Stray> find_strays(signatures::database::Database& database, std::string_view own_release,
                               const std::vector<Unexplained>& files);

/// The release that most of a build's files are of, at least half of them; empty where there is none. Loads every
/// manifest: for builds that tell no version.
std::string release_by_content(signatures::database::Database& database, const SubjectFiles& files, Layout layout);

}  // namespace fairplay::auditor::provenance
