#include "auditor/behaviour/parent/side_by_side.h"

namespace fairplay::auditor::behaviour {
namespace {

/// What makes two findings one: shrinking may lead different libraries to different shapes.
bool same_fault(const Divergence& one, const Divergence& other) {
  return one.probe == other.probe && one.kind == other.kind && one.routine == other.routine && one.flags == other.flags;
}

}  // namespace

SideBySide side_by_side(ProbedLibrary& one, ProbedLibrary& other, const Bits& of_one, const Bits& of_other) {
  SideBySide both{one.path, other.path};
  for (Divergence& a : one.divergences)
    for (Divergence& b : other.divergences)
      if (same_fault(a, b)) {
        a.also_in = other.path;
        b.also_in = one.path;
      }
  for (const auto& [routine, calls] : of_one) {
    const auto there = of_other.find(routine);
    if (there == of_other.end()) continue;
    SideBySide::Routine counted{routine, 0, 0};
    for (const auto& [number, digest] : calls)
      if (const auto found = there->second.find(number); found != there->second.end()) {
        ++counted.calls;
        if (found->second == digest) ++counted.same;
      }
    if (counted.calls > 0) both.routines.push_back(std::move(counted));
  }
  return both;
}

}  // namespace fairplay::auditor::behaviour
