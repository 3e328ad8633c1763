#pragma once

#include <cstdint>

#include "auditor/provenance/monkeypatches/environment.h"
#include "signatures/monkeypatches/module_facts.h"

namespace fairplay::auditor::provenance::monkeypatches {

enum class GuardVerdict : std::uint8_t { holds, fails, unknown };

/// Whether a condition holds for the NumPy (and Python) at hand. `ask_names`: whether names may be looked up, which
/// costs.
GuardVerdict verdict_of(const signatures::monkeypatches::Guard& guard, const MetNumpy& numpy, bool ask_names);

}  // namespace fairplay::auditor::provenance::monkeypatches
