#pragma once

#include <map>
#include <string>

namespace fairplay::cli {

/// The variables that discovery looks at, where they are set and not empty; nothing else of the user's environment is
/// read.
std::map<std::string, std::string> discovery_environment();

}  // namespace fairplay::cli
