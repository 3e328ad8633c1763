#pragma once

#include <string>
#include <vector>

#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::numpy {

/// Findings out of a child's list of public names and what isn't NumPy's of them, as numpy_answers.py has it. Anything
/// else in it is left out.
void read_foreign_answers(const Json& answer, std::vector<Divergence>& divergences);

}  // namespace fairplay::auditor::behaviour::numpy
