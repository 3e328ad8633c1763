#pragma once

#include <string>
#include <vector>

#include "signatures/footprint/outline.h"

namespace fairplay::auditor::provenance {

/// A definition that the same file of the other side doesn't have.
struct Unmatched {
  std::string path;
  const signatures::footprint::OutlineItem* item = nullptr;
  const signatures::footprint::Outline* outline = nullptr;  ///< that holds `item`
};

/// A definition that has another name or is in another file now.
struct Move {
  Unmatched old;
  Unmatched now;
  bool equal = true;  ///< false: by name and place it is the same definition, and it changed
};

/// Finds moves among removed and added definitions, one to one, and takes them out of both lists. Three kinds count:
/// the same name, parameters and body in another file; another name with equal parameters and body, if only one
/// definition on either side has these; and a changed definition of the same name in a file of the same name
/// ("core/numeric.py" and "_core/numeric.py"). A class moves with its members.
std::vector<Move> find_moves(std::vector<Unmatched>& removed, std::vector<Unmatched>& added);

}  // namespace fairplay::auditor::provenance
