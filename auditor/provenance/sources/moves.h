#pragma once

#include <string>
#include <vector>

#include "signatures/footprint/outline.h"

namespace fairplay::auditor::provenance {

/// A definition without a partner of its name in its own file.
struct Loose {
  std::string path;
  const signatures::footprint::OutlineItem* item = nullptr;
  const signatures::footprint::Outline* outline = nullptr;  ///< it stands in
};

/// A definition that now has another name or stands in another file.
struct Move {
  Loose old;
  Loose now;
  bool equal = true;  ///< false: name and place say that it is the same one, and it changed on the way
};

/// Finds them among what is gone and what is new, one to one, and takes them out of both: the same name, parameters and
/// body in another file; another name with equal parameters and body, where only one on either side has these; and,
/// changed, the same name in a file of the same name ("core/numeric.py" and "_core/numeric.py"). A class goes with what
/// it holds.
std::vector<Move> find_moves(std::vector<Loose>& removed, std::vector<Loose>& added);

}  // namespace fairplay::auditor::provenance
