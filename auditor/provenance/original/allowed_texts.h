#pragma once

#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/tree_differences.h"

namespace fairplay::auditor::provenance {

/// Generated headers and metadata may differ from the release's, but not in what a compiler, an installer or a program
/// would do with them: makes a difference `private` where its text adds more than upstream's build writes.
void judge_allowed_texts(const OriginInput& input, const SubjectFiles& files, TreeDifferences& tree);

}  // namespace fairplay::auditor::provenance
