#pragma once

#include <string>
#include <vector>

#include "auditor/behaviour/numpy/process/operation.h"

namespace fairplay::auditor::behaviour::numpy {

/// A set of processor features that a NumPy is kept from using.
struct SimdLevel {
  std::string name;                   ///< "all", "without AVX-512", "without AVX2", "baseline"
  std::vector<std::string> disabled;  ///< as NPY_DISABLE_CPU_FEATURES names them
};

/// The levels at which this NumPy would run different code here, from what it says of itself: "dispatch" has the
/// features that it has code for, "features" those of the processor. Names are those of its own release; another
/// release's would be ignored in silence. At least one: all.
std::vector<SimdLevel> simd_levels(const Json& about);

}  // namespace fairplay::auditor::behaviour::numpy
