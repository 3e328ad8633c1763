#pragma once

#include <string>

#include "auditor/facts/grade.h"

namespace fairplay::auditor::behaviour {

/// How far from everyday use the call is that shows a finding of a probe with this grade: a probe of ordinary calls may
/// take numbers that aren't. `call`: in CallCase's words; other words leave the probe's grade.
Grade grade_of_call(const std::string& call, Grade of_probe);

}  // namespace fairplay::auditor::behaviour
