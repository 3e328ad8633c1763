#pragma once

namespace auditor::behaviour {

/// The child's whole life: reads its job, loads the library, runs one probe, says what it found. The value is the process's exit code.
int run_probe_child();

}  // namespace auditor::behaviour
