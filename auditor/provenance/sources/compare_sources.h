#pragma once

#include <string>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/provenance/source_trees/source_tree.h"
#include "auditor/rules/places.h"

namespace fairplay::auditor::provenance {

/// What the differing files mean. `changed`, `added` and `removed` are .py, .pyi and C header paths whose bytes differ,
/// that only `now` has, that only `old` has.
struct SourceChanges {
  std::vector<std::string> changed;
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

struct SourceDifferences {
  std::vector<Difference> differences;
  std::vector<std::string> unread;  ///< files whose outline could not be had: told whole, as before
};

SourceDifferences compare_sources(const Places& places, SourceTree& old, SourceTree& now, const SourceChanges& changes);

}  // namespace fairplay::auditor::provenance
