#include "auditor/behaviour/numpy/judgement/known_differences.h"

#include <algorithm>
#include <initializer_list>
#include <span>

#include "auditor/behaviour/numpy/judgement/known/known_row.h"

namespace fairplay::auditor::behaviour::numpy {

const KnownDifference* known_difference(const Operation& operation, Release release, Difference difference,
                                        double units) {
  using namespace known;  // NOLINT(google-build-using-namespace): its families
  for (const std::span<const KnownRow> family :
       {ufuncs(), moves(), sorting(), statistics(), products(), texts(), random(), spaces()}) {
    for (const KnownRow& row : family) {
      if (release < row.known.first || release > row.known.last || units > row.most_units) continue;
      if (std::ranges::find(row.differences, difference) == row.differences.end()) continue;
      if (row.applies(operation)) return &row.known;
    }
  }
  return nullptr;
}

std::string_view name(Difference difference) {
  using enum Difference;
  switch (difference) {
    case values: return "other values";
    case overflow: return "not finite";
    case flags: return "other floating-point flags";
    case dtype: return "another dtype";
    case shape: return "another shape";
    case text: return "another text";
    case subject_refuses: return "refuses";
    case reference_refuses: return "doesn't refuse";
    case invariant: return "impossible values";
    case dies: return "kills the process";
    default: return "never returns";
  }
}

}  // namespace fairplay::auditor::behaviour::numpy
