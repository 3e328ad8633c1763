#pragma once

#include <functional>

#include "auditor/behaviour/calls/call_case.h"

namespace fairplay::auditor::behaviour {

/// The smallest call for which `fails` still holds, found by making one thing simpler at a time: sizes halved and
/// lowered, increments, gaps, scalars and placement made plain. `fails` holds for `call`; it is asked at most `tries`
/// times.
CallCase shrink(CallCase call, const std::function<bool(const CallCase&)>& fails, int tries = 300);

}  // namespace fairplay::auditor::behaviour
