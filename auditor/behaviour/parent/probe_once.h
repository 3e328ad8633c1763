#pragma once

#include <string>
#include <vector>

#include "auditor/behaviour/parent/child_job.h"
#include "auditor/behaviour/parent/child_words.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// One probe of one library, over all the children that it took.
struct ProbedOnce {
  ProbeOutcome outcome;
  std::vector<Divergence> divergences;
  Bits bits;
  std::string kernel;    ///< what the library says it ran on
  bool illegal = false;  ///< it died of an instruction that the CPU lacks
};

/// Runs `job`, whose probe is set. What kills a child is left out by the next one, which goes on behind it, and then
/// shrunk, in children of their own.
ProbedOnce probe_once(ChildJob job);

}  // namespace fairplay::auditor::behaviour
