#pragma once

#include <set>
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

/// What of the public names couldn't be compared; each sorted.
struct NamesNotCompared {
  std::set<std::string> modules;          ///< whose names of C code weren't all found
  std::set<std::string> names;            ///< what they are could not be followed on one side
  std::vector<std::string> signatures;    ///< one side has them, the other doesn't: so many that it wasn't followed
  std::vector<std::string> contradicted;  ///< of the new tree: by its own stubs they are functions or classes
};

struct SourceDifferences {
  std::vector<Difference> differences;
  std::vector<std::string> unread;  ///< files without an outline: the caller reports them as whole files
  NamesNotCompared not_compared;
};

SourceDifferences compare_sources(const Places& places, SourceTree& old, SourceTree& now, const SourceChanges& changes);

}  // namespace fairplay::auditor::provenance
