#pragma once

#include <span>

#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour {

/// The child's whole life: reads its job, loads the library, runs one probe, says what it found. The value is the
/// process's exit code.
int run_probe_child(std::span<const Probe* const> probes);

}  // namespace fairplay::auditor::behaviour
