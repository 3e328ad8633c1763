#pragma once

#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// One fault by two doors is one finding: CBLAS's findings go where the Fortran routine behind them shows the same, and
/// its probe notes which those are.
void fold_doors(ProbedLibrary& library);

}  // namespace fairplay::auditor::behaviour
