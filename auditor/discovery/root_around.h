#pragma once

#include <string>

#include "auditor/discovery/discovery.h"

namespace fairplay::auditor::discovery {

/// The unpacked root that a path of this machine lies in: what is in a container's or an image's files runs on that
/// system's C library and libraries. Empty for this machine's own paths. Only a folder that says which system it is
/// (etc/os-release, etc/passwd) counts.
std::string root_around(const System& system, const std::string& path);

}  // namespace fairplay::auditor::discovery
