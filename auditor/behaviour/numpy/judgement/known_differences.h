#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::numpy {

using arraycore::Release;

/// How two answers differ.
enum class Difference : std::uint8_t {
  values,
  overflow,  ///< values, where the subject's aren't finite
  flags,
  dtype,
  shape,
  text,
  subject_refuses,
  reference_refuses,
  dies,
  hangs,
  invariant,  ///< what must hold whatever the release's rules are
};

/// A difference that official builds of some releases have.
struct KnownDifference {
  std::string_view sentence;  ///< what NumPy does: "the smallest integer // -1 is 0"
  DivergenceClass kind;       ///< defect, policy or property
  /// The advisory, thread or document that says so: "numpy#21507"; empty: seen here. An advisory is confirmed by
  /// findings that name it.
  std::string_view reference;
  Release first, last;  ///< releases that have it; both included
};

/// The row that fits; null: nobody knows of it. `units`: of values, the error in units in the last place.
const KnownDifference* known_difference(const Operation& operation, Release release, Difference difference,
                                        double units = 0);

/// All rows.
std::vector<const KnownDifference*> known_differences();

std::string_view name(Difference difference);  ///< "other values"

}  // namespace fairplay::auditor::behaviour::numpy
