#pragma once

#include <string>

#include "signatures/artifact/file_stream.h"
#include "signatures/footprint/footprint.h"
#include "signatures/footprint/outline.h"

namespace fairplay::signatures::footprint {

/// What a release's Python sources and C headers say: what a database keeps of it, so that an unchanged build needs no
/// parsing and of a changed one the changed files alone are parsed.
struct ReleaseFootprint {
  Footprint footprint;
  SourceOutlines sources;  ///< of every .py and .pyi that is below no folder "tests"
  std::string artifact;    ///< the file name of the wheel that it was read from
};

/// Reads all of it from a stream that holds a NumPy. `artifact` stays empty.
Expected<ReleaseFootprint> read_release_footprint(artifact::FileStream& stream, bool package_root, unsigned jobs);

}  // namespace fairplay::signatures::footprint
