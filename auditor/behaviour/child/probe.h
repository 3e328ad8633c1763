#pragma once

#include "auditor/behaviour/child/context.h"
#include "auditor/facts/probe_description.h"

namespace fairplay::auditor::behaviour {

/// One behaviour test. Each file in behaviour/probes defines one as a constant (docs/adding-a-probe.md).
struct Probe {
  ProbeDescription description;
  void (*run)(Context& context);
};

}  // namespace fairplay::auditor::behaviour
