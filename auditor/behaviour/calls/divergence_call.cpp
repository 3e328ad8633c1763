#include "auditor/behaviour/calls/divergence_call.h"

#include <utility>

namespace fairplay::auditor::behaviour {

void set_call(Divergence& divergence, const CallCase& call) {
  divergence.routine = call.routine;
  divergence.flags = call.flags;
  divergence.m = call.m;
  divergence.n = call.n;
  divergence.k = call.k;
  divergence.call = text_of(call);
}

Divergence divergence_of(Observation seen) {
  Divergence divergence;
  divergence.kind = seen.kind;
  divergence.got = std::move(seen.got);
  divergence.expected = std::move(seen.expected);
  divergence.message = std::move(seen.message);
  divergence.call = std::move(seen.call);
  divergence.source = std::move(seen.source);
  return divergence;
}

Divergence divergence_of(const CallCase& call, Observation seen) {
  const std::string shown = seen.call;
  Divergence divergence = divergence_of(std::move(seen));
  set_call(divergence, call);
  if (!shown.empty()) divergence.call = shown;
  return divergence;
}

Divergence divergence_of(const CallCase& call, const Mismatch& mismatch) {
  Divergence divergence;
  set_call(divergence, call);
  divergence.got = mismatch.got;
  divergence.expected = mismatch.expected;
  divergence.bound_ratio = mismatch.bound_ratio;
  divergence.operand = mismatch.operand;
  divergence.element = mismatch.element;
  divergence.message = mismatch.what;
  divergence.symptom = mismatch.symptom;
  return divergence;
}

}  // namespace fairplay::auditor::behaviour
