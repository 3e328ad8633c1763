#pragma once

#include <functional>

namespace fairplay::auditor::behaviour {

/// Runs `body(0)` ... `body(count - 1)` on a thread each, which all start when the last of them is there. False, with
/// nothing run, where the system gives no so many threads. What `body` throws ends the process.
bool at_once(int count, const std::function<void(int)>& body);

}  // namespace fairplay::auditor::behaviour
