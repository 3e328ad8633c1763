#pragma once

#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/original/original.h"
#include "signatures/damage.h"

namespace fairplay::auditor::provenance {

/// Reads one artifact file (wheel, sdist, .deb) once and describes every NumPy and every BLAS in it. Damage: the file
/// can't be opened, or holds neither. Reads it a second time only for binaries that no database of `tools` knows.
signatures::Expected<std::vector<Subject>> examine_archive(const OriginTools& tools, const std::string& path,
                                                           unsigned jobs);

}  // namespace fairplay::auditor::provenance
