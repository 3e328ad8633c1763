#pragma once

#include <optional>
#include <string>

#include "arraycore/casting/promotion.h"
#include "auditor/behaviour/numpy/process/interpreter_process.h"
#include "auditor/behaviour/numpy/process/operation.h"

namespace fairplay::auditor::behaviour::numpy {

/// What must hold of an answer whatever the release's own rules make of it.
struct BrokenInvariant {
  std::int64_t element = 0;  ///< the first that breaks it
  std::string got;
  std::string expected;  ///< "at least 1"
};

/// Numbers of a distribution lie where it has any; linspace begins and ends at its ends;
/// comparisons of 64-bit integers are exact. Nullopt: it holds, or there is
/// none for this operation.
std::optional<BrokenInvariant> broken_invariant(const Operation& operation, const SubjectAnswer& subject);

}  // namespace fairplay::auditor::behaviour::numpy
