#pragma once

#include <functional>
#include <string>

#include "signatures/artifact/rooted_files.h"

namespace fairplay::auditor::discovery {

/// What a walk looks at before it gives up: an environment with a whole scientific stack has some 100,000 files.
struct WalkLimits {
  std::size_t entries = 400'000;
  int depth = 40;  ///< folders below the one that was named
};

/// Calls `found` for each file below `folder` (inside the root, links resolved) that is named like a shared library or
/// an extension module ("x.so", "libx-1a2b.so.3"), in a fixed order. Links to files are reported too, links to folders
/// followed only directly below `folder`. Nothing is opened but folders. False where the limits, or folders that can't
/// be listed, left something out.
bool find_binaries(const signatures::artifact::RootedFiles& files, const std::string& folder, const WalkLimits& limits,
                   const std::function<void(const std::string& path)>& found);

}  // namespace fairplay::auditor::discovery
