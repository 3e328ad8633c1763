#pragma once

#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/original.h"
#include "auditor/provenance/original/tree_differences.h"
#include "signatures/footprint/release_footprint.h"

namespace auditor::provenance {

/// Replaces what `tree` tells of whole sources and headers by what differs inside of them (docs/differences.md), going by the release's footprint. What could
/// not be looked into stays as it is, in `changed_sources` and `unread_statements`, too. Reads and parses the differing files alone.
void look_into_sources(const OriginTools& tools, const OriginInput& input, const SubjectFiles& subject, const signatures::footprint::ReleaseFootprint& release, TreeDifferences& tree);

}  // namespace auditor::provenance
