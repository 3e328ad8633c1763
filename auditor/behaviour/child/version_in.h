#pragma once

#include <string>
#include <string_view>

namespace fairplay::auditor::behaviour {

/// The first word of digits and dots with what is attached to it, as the file's own version is written: "0.3.23.dev" in
/// "OpenBLAS 0.3.23.dev DYNAMIC_ARCH". Empty where there is none.
std::string version_in(std::string_view text);

}  // namespace fairplay::auditor::behaviour
