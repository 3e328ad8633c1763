#pragma once

#include <cstdint>

#include "auditor/provenance/patching/environment.h"
#include "signatures/patching/module_facts.h"

namespace auditor::provenance::patching {

enum class GuardVerdict : std::uint8_t { holds, fails, unknown };

/// Whether a condition holds for the NumPy (and Python) at hand. `ask_names`: whether names may be looked up, which costs.
GuardVerdict verdict_of(const signatures::patching::Guard& guard, const MetNumpy& numpy, bool ask_names);

}  // namespace auditor::provenance::patching
