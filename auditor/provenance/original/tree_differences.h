#pragma once

#include <string>
#include <vector>

#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/known_release.h"
#include "auditor/provenance/original/ladder.h"
#include "auditor/provenance/sources/compare_sources.h"

namespace fairplay::auditor::provenance {

/// What the comparison of everything but binaries gave.
struct TreeDifferences {
  std::vector<JudgedDifference> differences;
  std::vector<std::string>
      unread_statements;  ///< generated files and edit points that differ: what they do was not looked at
  std::vector<std::string>
      changed_sources;  ///< sources that differ outside every place: what changed inside was not looked at
  NamesNotCompared names_not_compared;
  SourceChanges
      inside;  ///< sources and headers that can be examined (source_look.h): reported as whole files in `differences`
};

/// Compares the subject's sources, headers, data and metadata with the artifact `reference`. A folder that is missing
/// whole is one difference per class. `binaries_official`: every extension module has an official hash, so that static
/// libraries must have, too.
TreeDifferences compare_tree(const Places& places, const SubjectFiles& subject, const KnownRelease& release,
                             const KnownRelease::Match& reference, bool binaries_official);

}  // namespace fairplay::auditor::provenance
