#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "auditor/behaviour/numpy/battery/maker.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/facts/probe_description.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::numpy {

/// A family of operations that a NumPy is asked. One file each; CMake finds it by its name.
struct ArrayProbe {
  ProbeDescription description;
  std::size_t operations = 0;  ///< in the quick profile; `full` makes ten times as many
  /// Appends about `count` operations to `operations`. The maker's release says what the subject has.
  void (*make)(Maker& maker, std::size_t count, std::vector<Operation>& operations) = nullptr;
  /// What the child is asked about itself instead, an operation of child/numpy_process.py; empty: nothing.
  std::string_view asks{};
  /// Reads its answer, appends what is wrong with it. Anything that isn't as expected is ignored.
  void (*read)(const Json& answer, std::vector<Divergence>& divergences) = nullptr;
  /// Where `read` needs more than what the child says: adds what is known of the package's folder without it.
  Json (*complete)(Json answer, const std::string& package) = nullptr;
};

}  // namespace fairplay::auditor::behaviour::numpy
