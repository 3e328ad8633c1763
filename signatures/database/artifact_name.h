#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairplay::signatures::database {

/// Whether an artifact's file name says another project or release than it is listed under: a wheel's (PEP 427), an
/// sdist's (PEP 625) or a .deb's. A sentence that says which, or nullopt; names of other kinds say neither. So a
/// manifest of one release can't smuggle in another's artifacts.
std::optional<std::string> disagreement(std::string_view artifact, std::string_view project, std::string_view release);

}  // namespace fairplay::signatures::database
