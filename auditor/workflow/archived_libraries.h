#pragma once

#include <string>
#include <vector>

#include "signatures/artifact/file_stream.h"
#include "signatures/damage.h"

namespace fairplay::auditor {

/// A shared library of an archive, unpacked.
struct UnpackedLibrary {
  std::string path;    ///< where it is now
  std::string member;  ///< its path inside the archive
};

/// Unpacks the shared libraries of a wheel, an sdist or a .deb, and the links to them, below `folder`, each at its path
/// inside the archive. Nothing else is written, nothing outside `folder`, and no more than the limits of
/// signatures/artifact. `name`: the archive's, for messages. Damage: the archive can't be read, or a library of it
/// can't be written.
signatures::Expected<std::vector<UnpackedLibrary>> unpack_libraries(signatures::artifact::FileStream& archive,
                                                                    const std::string& name, const std::string& folder);

}  // namespace fairplay::auditor
