#pragma once

#include <span>
#include <string_view>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {

/// The battery, in the order of its files.
std::span<const ArrayProbe* const> all_array_probes();
/// Null for an unknown id.
const ProbeDescription* description_of(std::string_view id);

}  // namespace fairplay::auditor::behaviour::numpy
