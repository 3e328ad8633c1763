#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/records/distributions.h"
#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::auditor::provenance {

/// Whether an archive's member could be another package's extension module, which may ask for NumPy's C API.
bool may_use_numpy(std::string_view member);

/// Fills `dependents` of the NumPy whose package folder is `package`: what the modules beside it in the archive want of
/// its C API. A module counts only where a Python and a processor that import NumPy's own modules would import it.
void find_archived_dependents(const signatures::fingerprint::Fingerprint& files, const std::string& package,
                              const std::vector<Distribution>& distributions, Subject& numpy);

}  // namespace fairplay::auditor::provenance
