#pragma once

#include <map>
#include <string>

namespace fairplay::cli {

/// The environment variables that discovery reads, where they are set and not empty. It reads no others.
std::map<std::string, std::string> discovery_environment();

}  // namespace fairplay::cli
