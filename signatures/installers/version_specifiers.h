#pragma once

#include <string_view>

namespace fairplay::signatures::installers {

/// Whether some patch version of the Python `minor` ("3.10") meets a Requires-Python (PEP 440: ">=3.9,<3.13", "~=3.10",
/// "!=3.9.0", "==3.*"). A clause that can't be read is met.
bool meets_requires_python(std::string_view specifiers, std::string_view minor);

}  // namespace fairplay::signatures::installers
