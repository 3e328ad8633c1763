#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auditor/behaviour/parent/child_job.h"
#include "signatures/blas/identity.h"

namespace fairplay::auditor::behaviour {

/// The kernels that a library can be made to choose by its own variable, whether this CPU has their instructions or
/// not: those that its file names, else those known of its kind. Empty where it has no such switch.
std::vector<KernelSwitch> kernels_of(const std::optional<signatures::blas::Identity>& identity,
                                     const std::string& configuration);

}  // namespace fairplay::auditor::behaviour
