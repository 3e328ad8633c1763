#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "auditor/behaviour/numpy/judgement/known_differences.h"
#include "auditor/behaviour/numpy/process/interpreter_process.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {

/// Where two answers to an operation part.
struct Disagreement {
  Difference difference = Difference::values;
  const KnownDifference* known = nullptr;  ///< null: nobody knows of it
  std::int64_t element = -1;               ///< the first that differs, in row-major order; -1: it's about none
  std::string got, expected;               ///< of that element, or all of it where it's about none
  double bound_ratio = 0;                  ///< error in units of what is allowed; 0 where every bit counts
  double units = 0;                        ///< the error in units in the last place; 0 where there is none
  /// It writes outside of its memory, as the child saw it behind an output, or allocators with checks, alone in a
  /// process.
  bool outside = false;
  bool subnormal = false;  ///< a subnormal number takes part: the element's, or among the operands
};

/// Where two answers part, whatever is known of the release. Null: they agree within what the operation allows.
std::optional<Disagreement> disagreement(const Operation& operation, Release release, const Answer& reference,
                                         const SubjectAnswer& subject);

/// Null: they agree, or neither is specified. Two refusals agree, whatever their messages are.
std::optional<Disagreement> judge(const Operation& operation, Release release, const Answer& reference,
                                  const SubjectAnswer& subject);

}  // namespace fairplay::auditor::behaviour::numpy
