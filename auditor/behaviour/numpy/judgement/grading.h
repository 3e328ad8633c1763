#pragma once

#include "auditor/behaviour/numpy/judgement/known_differences.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/facts/grade.h"

namespace fairplay::auditor::behaviour::numpy {

/// How far from everyday use this call is, by its operands: an array counts as its gravest element does.
Grade grade_of(const Operation& operation, Difference difference);

}  // namespace fairplay::auditor::behaviour::numpy
