#pragma once

#include "auditor/behaviour/parent/child_job.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// Makes a call that ended its process smaller: a call that still ends it in the same way, tried in children of their
/// own, one each. `death` is how the call of `divergence` ended; `tries` is lowered by the children that were started.
/// Divergences whose text isn't one call are left as they are.
void shrink_death(Divergence& divergence, ChildJob job, const ChildEnd& death, int& tries);

}  // namespace fairplay::auditor::behaviour
