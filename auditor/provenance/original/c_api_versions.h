#pragma once

#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/known_release.h"

namespace fairplay::auditor::provenance {

/// Reads the C-API versions beside the core that Python imports into `subject.c_api.headers`.
void read_header_versions(const SubjectFiles& files, Subject& subject);

/// Finds out which versions that core returns, for `subject.c_api.binary`: an official one returns the release's.
void read_binary_version(const SubjectFiles& files, const KnownRelease& known, const OriginInput& input,
                         Subject& subject);

}  // namespace fairplay::auditor::provenance
