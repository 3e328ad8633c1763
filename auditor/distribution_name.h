#pragma once

#include <string>
#include <string_view>

namespace auditor {

/// A Python distribution's name as installers compare it (PEP 503): ASCII lower case, every run of `-`, `_` and `.`
/// one `-`. Other bytes stay as they are. "Intel_NumPy" and "intel-numpy" are one distribution.
std::string normalised_distribution_name(std::string_view raw);

}  // namespace auditor
