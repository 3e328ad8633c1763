#pragma once

#include <optional>
#include <string>

#include "signatures/advisories/advisory.h"

namespace CLI {
class App;
}

namespace fairplay::cli {

/// --advisories FILE, into `path`.
void add_advisories_option(CLI::App& command, std::string& path);

/// The advisories of --advisories FILE, or the built-in ones for an empty path. Nullopt and a message on stderr where
/// they are wrong (exit 2).
std::optional<signatures::advisories::Book> load_advisories(const std::string& path);

}  // namespace fairplay::cli
