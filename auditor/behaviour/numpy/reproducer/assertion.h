#pragma once

#include <string>

#include "auditor/behaviour/numpy/judgement/judge.h"
#include "auditor/behaviour/numpy/reproducer/python_call.h"

namespace fairplay::auditor::behaviour::numpy {

/// Lines of Python that make a call and fail where it differs as found, in at most four. They fail nowhere else: what
/// can't be said so is printed, with what was found as a comment.
std::string asserting_lines(const PythonCall& call, const Disagreement& found);

}  // namespace fairplay::auditor::behaviour::numpy
