#pragma once

#include "auditor/facts/probe_result.h"
#include "signatures/advisories/advisory.h"

namespace fairplay::auditor::behaviour {

/// Looks up what is known of each probed library's version, and whether it showed in this run: fills
/// `ProbedLibrary::advisories` in the book's order. Kernels count by the one that the library says it runs, else by
/// this CPU. NumPys count by the release that they were found to be made from, else by their version. A library whose
/// version is unknown is listed in `not_checked`.
void look_up_advisories(ProbeRun& run, const signatures::advisories::Book& book);

}  // namespace fairplay::auditor::behaviour
