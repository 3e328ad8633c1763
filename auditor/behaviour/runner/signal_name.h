#pragma once

#include <string>

namespace auditor::behaviour {

/// "SIGSEGV"; "signal 40" where it has no name.
std::string signal_name(int number);

}  // namespace auditor::behaviour
