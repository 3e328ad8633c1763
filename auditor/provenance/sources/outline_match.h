#pragma once

#include <vector>

#include "signatures/footprint/outline.h"

namespace fairplay::auditor::provenance {

struct ItemPair {
  const signatures::footprint::OutlineItem* old = nullptr;
  const signatures::footprint::OutlineItem* now = nullptr;
};

/// Two outlines of one file, part by part. Equal statements are not in it.
struct OutlineMatch {
  std::vector<ItemPair> definitions;  ///< functions and classes that both have, by name; equal ones too
  std::vector<const signatures::footprint::OutlineItem*> added;  ///< functions and classes
  std::vector<const signatures::footprint::OutlineItem*> removed;
  std::vector<ItemPair> statements;  ///< they bind the same names, and differ
  std::vector<const signatures::footprint::OutlineItem*> added_statements;
  std::vector<const signatures::footprint::OutlineItem*> removed_statements;
};

/// Definitions are matched by (name, conditions), then by name alone, in the file's order; statements by their longest
/// common subsequence (above a million pairs: by how often each occurs), the rest by the names they bind.
OutlineMatch match_outlines(const signatures::footprint::Outline& old, const signatures::footprint::Outline& now);

}  // namespace fairplay::auditor::provenance
