#pragma once

#include <optional>
#include <string>

#include "signatures/advisories/advisory.h"

namespace fairplay::cli {

/// The advisories of --advisories FILE, or the built-in ones for an empty path; nullopt and a message on stderr where
/// they are wrong (exit 2).
std::optional<signatures::advisories::Book> load_advisories(const std::string& path);

}  // namespace fairplay::cli
