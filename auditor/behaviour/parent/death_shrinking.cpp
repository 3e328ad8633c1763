#include "auditor/behaviour/parent/death_shrinking.h"

#include <algorithm>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/calls/shrink.h"
#include "auditor/behaviour/parent/child_words.h"

namespace fairplay::auditor::behaviour {

void shrink_death(Divergence& divergence, ChildJob job, const ChildEnd& death, int& tries) {
  const auto call = parse_call(divergence.call);
  if (!call || text_of(*call) != divergence.call) return;
  // Each child that hangs takes its watchdog's whole time; one that takes all memory isn't cheap either.
  const bool expensive = death.how == ChildEnd::How::hung || death.how == ChildEnd::How::took_too_much;
  int left = expensive ? std::min(tries, 2) : tries;
  const int before = left;
  std::string got = divergence.got;
  const auto fails = [&](const CallCase& candidate) {
    if (left-- <= 0) return false;
    job.call = text_of(candidate);
    const ChildEnd end = run(job);
    const bool same = end.how == death.how && end.code == death.code && end.doing == job.call;
    if (same) got = end_phrase(end);
    return same;
  };
  const CallCase smallest = shrink(*call, fails, left);
  tries -= before - std::max(left, 0);
  set_call(divergence, smallest);
  divergence.got = std::move(got);
}

}  // namespace fairplay::auditor::behaviour
