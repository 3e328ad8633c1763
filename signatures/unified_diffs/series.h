#pragma once

#include <string>
#include <vector>

#include "signatures/damage.h"
#include "signatures/unified_diffs/unified_diff.h"

namespace fairplay::signatures::unified_diffs {

/// A patch and how its paths are meant.
struct SeriesPatch {
  Patch patch;
  unsigned strip = 1;  ///< leading path components to take off
};

/// Reads a folder of patches in the order in which they are applied: that of its `series` file (quilt(1)), else of the
/// names *.patch and
/// *.diff. Reads nothing outside the folder. Damage: the folder can't be read, or holds no patch; `damage` has what is
/// wrong in single ones.
Expected<std::vector<SeriesPatch>> read_series(const std::string& folder, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::unified_diffs
