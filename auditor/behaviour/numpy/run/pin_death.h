#pragma once

#include <optional>
#include <span>

#include "auditor/behaviour/numpy/process/interpreter_process.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/behaviour/numpy/run/numpy_session.h"

namespace fairplay::auditor::behaviour::numpy {

/// Which operation is to blame for the end of a process.
struct PinnedDeath {
  std::size_t place = 0;  ///< in the operations
  std::string how;        ///< "killed by SIGSEGV", "writes outside of its memory"
  bool outside = false;   ///< the latter
};

/// `operations`: what one process was asked, the last of which it didn't survive. If that one alone ends a process, it
/// is to blame; else the first that writes outside of its memory, as allocators with checks see it. Nullopt: neither
/// showed again.
std::optional<PinnedDeath> pin_death(std::span<const Operation> operations, const InterpreterStart& start,
                                     Release release);

}  // namespace fairplay::auditor::behaviour::numpy
