#pragma once

#include <cstddef>
#include <vector>

#include "auditor/behaviour/numpy/battery/maker.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/facts/probe_description.h"

namespace fairplay::auditor::behaviour::numpy {

/// A family of operations that a NumPy is asked. One file each; CMake finds it by its name.
struct ArrayProbe {
  ProbeDescription description;
  std::size_t operations = 0;  ///< in the quick profile; `full` makes ten times as many
  /// Appends about `count` operations to `operations`. The maker's release says what the subject has.
  void (*make)(Maker& maker, std::size_t count, std::vector<Operation>& operations) = nullptr;
};

}  // namespace fairplay::auditor::behaviour::numpy
