#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::provenance {

/// Where `os.path.join(FOLDER, *steps)` leads, counted from the import folder: "numpy/.libs", "numpy.libs". Nothing if
/// that is outside NumPy's own folders, or isn't certain from the text alone: a step that is absolute or has another
/// system's separators, or one that goes up after it went down (a link could lead elsewhere).
std::optional<std::string> folder_inside(std::string_view folder, const std::vector<std::string>& steps);

}  // namespace fairplay::auditor::provenance
