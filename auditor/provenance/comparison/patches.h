#pragma once

#include <vector>

#include "auditor/facts/comparison.h"
#include "auditor/provenance/comparison/build.h"
#include "signatures/unified_diffs/series.h"

namespace fairplay::auditor::provenance {

/// Says of every difference which of the patches make it, and of every patch whether any difference needs it. Proof is
/// the text: a difference is explained where the old file with all patches applied has the new file's lines. Fills
/// Comparison::patches and ComparedDifference::patches.
void explain_by_patches(const std::vector<signatures::unified_diffs::SeriesPatch>& patches, Build& old, Build& now,
                        Comparison& comparison);

}  // namespace fairplay::auditor::provenance
