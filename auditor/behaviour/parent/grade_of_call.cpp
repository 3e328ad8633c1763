#include "auditor/behaviour/parent/grade_of_call.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/routine.h"

namespace fairplay::auditor::behaviour {
namespace {

/// Near the ends of float's range, which is every type's at least.
bool extreme(double value) {
  constexpr double room = 1024;
  const double size = std::fabs(value);
  return size != 0 &&
         (size < room * std::numeric_limits<float>::min() || size > std::numeric_limits<float>::max() / room);
}

}  // namespace

Grade grade_of_call(const std::string& call, Grade of_probe) {
  if (of_probe != Grade::ordinary) return of_probe;
  const auto parsed = parse_call(call);
  if (!parsed) return of_probe;
  const auto not_finite = [](const Plant& plant) { return !std::isfinite(plant.re) || !std::isfinite(plant.im); };
  if (parsed->after_nan || std::ranges::any_of(parsed->plants, not_finite)) return Grade::non_finite;
  if (parsed->illegal != 0) return Grade::illegal_arguments;
  const auto near_an_end = [](const Plant& plant) { return extreme(plant.re) || extreme(plant.im); };
  if (parsed->data == Data::subnormal || parsed->data == Data::huge || std::ranges::any_of(parsed->plants, near_an_end))
    return Grade::extreme;
  // Nothing is an end of a size's range.
  const Routine* routine = routine_named(parsed->routine);
  const auto has = [&](char size) { return routine != nullptr && routine->sizes.find(size) != std::string_view::npos; };
  return (has('m') && parsed->m == 0) || (has('n') && parsed->n == 0) ? Grade::extreme : of_probe;
}

}  // namespace fairplay::auditor::behaviour
