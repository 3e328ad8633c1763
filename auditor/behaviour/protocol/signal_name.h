#pragma once

#include <string>

namespace fairplay::auditor::behaviour {

/// "SIGSEGV"; "signal 40" where it has no name.
std::string signal_name(int number);

}  // namespace fairplay::auditor::behaviour
