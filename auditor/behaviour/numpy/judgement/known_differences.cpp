#include "auditor/behaviour/numpy/judgement/known_differences.h"

#include <algorithm>
#include <span>

#include "auditor/behaviour/numpy/judgement/known_row.h"

namespace fairplay::auditor::behaviour::numpy {

namespace {

/// In the order in which they are searched.
std::vector<std::span<const known::KnownRow>> families() {
  return {known::ufuncs(),   known::moves(), known::sorting(), known::statistics(),
          known::products(), known::texts(), known::random(),  known::spaces()};
}

}  // namespace

const KnownDifference* known_difference(const Operation& operation, Release release, Difference difference,
                                        double units) {
  for (const std::span<const known::KnownRow> family : families()) {
    for (const known::KnownRow& row : family) {
      if (release < row.known.first || release > row.known.last || units > row.most_units) continue;
      if (std::ranges::find(row.differences, difference) == row.differences.end()) continue;
      if (row.applies(operation)) return &row.known;
    }
  }
  return nullptr;
}

std::vector<const KnownDifference*> known_differences() {
  std::vector<const KnownDifference*> all;
  for (const std::span<const known::KnownRow> family : families())
    for (const known::KnownRow& row : family) all.push_back(&row.known);
  return all;
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
