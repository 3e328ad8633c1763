#pragma once

#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// Tells which call a divergence was seen in: routine, options, dimensions, and the text that makes it again.
void set_call(Divergence& divergence, const CallCase& call);
/// What is wrong with the results of a call.
Divergence divergence_of(const CallCase& call, const Mismatch& mismatch);

}  // namespace fairplay::auditor::behaviour
