#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor {

/// "3 files", "1 file".
std::string counted(std::size_t count, std::string_view one, std::string_view many);

/// "numpy 2.2.6", "numpy" where the version isn't known.
std::string named_with_version(const std::string& name, const std::string& version);

/// The first three and how many more there are: "a, b, c and 12 more". Evidence holds all of them.
std::string first_few(const std::vector<std::string>& names);

}  // namespace fairplay::auditor
