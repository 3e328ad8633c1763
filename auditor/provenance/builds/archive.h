#pragma once

#include <memory>
#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/loading/target.h"
#include "auditor/provenance/original/original.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/damage.h"

namespace fairplay::auditor::provenance {

/// Reads one artifact file (wheel, sdist, .deb) and describes every NumPy and every BLAS in it. `stream`: the file at
/// `path`, opened and not read yet. Damage: it holds neither. Opens the file a second time only for digests that its
/// RECORDs use besides SHA-256, and for binaries that no database of `tools` knows.
/// `target`: whom the NumPys are judged for.
signatures::Expected<std::vector<Subject>> examine_archive(const OriginTools& tools, const std::string& path,
                                                           std::unique_ptr<signatures::artifact::FileStream> stream,
                                                           const loading::Target& target, unsigned jobs);

}  // namespace fairplay::auditor::provenance
