#pragma once

#include <string>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/provenance/source_trees/source_tree.h"
#include "auditor/rules/places.h"

namespace fairplay::auditor::provenance {

/// Paths of .py, .pyi and C header files that differ between two trees: `changed` in their bytes, `added` only in the
/// new tree, `removed` only in the old one.
struct SourceChanges {
  std::vector<std::string> changed;
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

struct SourceDifferences {
  std::vector<Difference> differences;
  std::vector<std::string> unread;  ///< files without an outline: the caller reports them as whole files
};

SourceDifferences compare_sources(const Places& places, SourceTree& old, SourceTree& now, const SourceChanges& changes);

}  // namespace fairplay::auditor::provenance
