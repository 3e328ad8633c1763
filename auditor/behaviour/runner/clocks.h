#pragma once

#include <time.h>

namespace auditor::behaviour {

/// Seconds that a clock shows; 0 where it can't be read (that of a process that is gone). Async-signal-safe.
double seconds(clockid_t clock);

}  // namespace auditor::behaviour
