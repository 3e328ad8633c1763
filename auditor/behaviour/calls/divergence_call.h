#pragma once

#include <string>

#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// Names the call that a divergence was seen in: routine, options, dimensions, and the text that makes it again.
void set_call(Divergence& divergence, const CallCase& call);

/// What a probe saw, in its own words.
struct Observation {
  DivergenceClass kind = DivergenceClass::defect;
  std::string got{}, expected{};
  std::string message{};  ///< one sentence
  std::string call{};     ///< the text that shows it again; empty: the call's own
  std::string source{};   ///< the document or thread that says so; empty: the probe's
};

/// A divergence of the library as a whole.
Divergence divergence_of(Observation seen);
/// A divergence of one call: with its routine, options and dimensions.
Divergence divergence_of(const CallCase& call, Observation seen);
/// What is wrong with the results of a call.
Divergence divergence_of(const CallCase& call, const Mismatch& mismatch);

}  // namespace fairplay::auditor::behaviour
