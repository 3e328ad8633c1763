#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fairplay::auditor::behaviour {

/// What belongs to the program and not to a library that it loads: how this thread rounds, what the process does on
/// signals, where it may run, what it may take.
struct ProcessState {
  std::map<std::string, std::string> settings;  ///< by name: "rounding", "flush to zero", "action on SIGINT", ...

  static ProcessState now();
  /// "rounding: to nearest, now upward"; exception flags are no settings.
  std::vector<std::string> changes_since(const ProcessState& before) const;
};

/// Taken before the library was loaded: by remember_process_state(), once.
void remember_process_state();
const ProcessState& process_state_before_load();

}  // namespace fairplay::auditor::behaviour
