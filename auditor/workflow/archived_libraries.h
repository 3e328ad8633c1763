#pragma once

#include <string>
#include <vector>

#include "signatures/damage.h"

namespace fairplay::auditor {

/// A shared library of an archive, unpacked.
struct UnpackedLibrary {
  std::string path;    ///< where it lies now
  std::string member;  ///< its path inside the archive
};

/// Unpacks the shared libraries of a wheel or a .deb, and the links to them, below `folder`, each at its path inside
/// the archive. Nothing else is written, nothing outside `folder`, and no more than the limits of signatures/artifact.
/// Damage: the archive can't be read, or a library of it can't be written.
signatures::Expected<std::vector<UnpackedLibrary>> unpack_libraries(const std::string& archive,
                                                                    const std::string& folder);

}  // namespace fairplay::auditor
