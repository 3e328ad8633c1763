#pragma once

#include "auditor/behaviour/child/context.h"

namespace fairplay::auditor::behaviour {

/// Checks every routine of a level with every combination of its options, on sizes around the edges of blocks,
/// unrollings and threads, with strides, gaps, scalars and placements that vary. The seed decides all of it; the number
/// of calls doesn't depend on the machine's speed.
void sample_calls(Context& context, int level);

/// The same by CBLAS's door, for levels 1 to 3, by rows and by columns.
void sample_cblas(Context& context);

}  // namespace fairplay::auditor::behaviour
