#pragma once

#include <string>
#include <string_view>

namespace fairplay::auditor::provenance {

/// Whether a file of NumPy's metadata makes others install or run something: METADATA, PKG-INFO, a whole egg-info in
/// one file, requires.txt, entry_points.txt.
bool is_acting_metadata(std::string_view path);

/// Why such a file's text isn't only text, as a clause; empty if it is. No release of NumPy needs another package, and
/// its entry points are few: whatever else a tool would act on isn't upstream's.
std::string what_metadata_adds(std::string_view path, std::string_view text);

}  // namespace fairplay::auditor::provenance
