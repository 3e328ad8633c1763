#pragma once

#include <vector>

#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/child/context.h"

namespace fairplay::auditor::behaviour {

/// Checks every routine of a level with every combination of its options, on sizes around the edges of blocks,
/// unrollings and threads, with strides, gaps, scalars and placements that vary. The seed decides all of it; the number
/// of calls doesn't depend on the machine's speed.
void sample_calls(Context& context, int level);

/// These routines, of levels 1 to 3, with fewer calls: cblas_routines() or extension_routines().
void sample_doors(Context& context, const std::vector<Routine>& routines);

}  // namespace fairplay::auditor::behaviour
