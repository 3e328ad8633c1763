#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor/provenance/original/binaries.h"
#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/known_release.h"
#include "auditor/provenance/original/strays.h"

namespace fairplay::auditor::provenance {

/// What the comparison of a tree's binaries gave.
struct BinaryJudgement {
  std::vector<Difference> differences;  ///< of class build, tests or binary
  std::size_t official = 0;             ///< extension modules with an official hash
  std::size_t rewritten = 0;  ///< official builds whose file was stripped, signed again or given another RPATH
  std::size_t altered = 0;    ///< official builds with a differing part
  std::size_t rebuilt = 0;    ///< rebuilt; `differences` lists those whose C interface isn't equal
  std::vector<std::string> uncompared;       ///< paths of extension modules that could not be compared
  std::vector<std::string> uncompared_whys;  ///< each reason once
  std::vector<std::string> suspects;  ///< "erf (numpy/_core/x.so)": names that look like ufuncs, beyond the release's
  std::vector<Stray> strays;          ///< extension modules of another release; `recorded` is left to the caller

  /// Every extension module comes from an artifact: bundled libraries and static ones must, too.
  bool tree_is_official() const {
    return official + rewritten + altered != 0 && rebuilt == 0 && uncompared.empty() && strays.empty();
  }
};

/// `beside`: releases whose other files were found in the tree.
/// Compares the extension modules and shared libraries of `subject` whose content isn't the release's with what its
/// manifests know of them. Looks into those whose hash nobody knows, all in one call. Modules and libraries of
/// `reference` that the subject lacks are reported, too.
BinaryJudgement judge_binaries(signatures::database::Database& database, const OriginInput& input,
                               const SubjectFiles& subject, const KnownRelease& release,
                               const KnownRelease::Match& reference, const Surroundings& around,
                               const std::set<std::string>& beside);

}  // namespace fairplay::auditor::provenance
