#pragma once

#include <span>
#include <string_view>

#include "auditor/behaviour/child/probe.h"

/// The table of probes, which CMake writes from the names of the files in this folder.
namespace fairplay::auditor::behaviour::probes {

/// All probes, sorted by file name.
std::span<const Probe* const> all_probes();
/// What each of them says of itself, in the same order.
std::span<const ProbeDescription* const> all_descriptions();
/// Null for an unknown id.
const ProbeDescription* description_of(std::string_view id);

}  // namespace fairplay::auditor::behaviour::probes
