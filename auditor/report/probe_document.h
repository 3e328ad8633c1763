#pragma once

#include "auditor/facts/probe_result.h"
#include "auditor/report/json_values.h"

namespace fairplay::auditor::report {

/// `fairplay-probe/1`, as `fairplay probe --format json` prints it and as an audit with --probe holds it.
Json probe_document(const behaviour::ProbeRun& run);

}  // namespace fairplay::auditor::report
