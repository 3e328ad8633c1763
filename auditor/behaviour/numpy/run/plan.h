#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/run/probe_numpy.h"

namespace fairplay::auditor::behaviour::numpy {

/// Of one probe: then a subject has said what it has to say.
inline constexpr int most_deaths = 30, most_hangs = 2;

/// The first two numbers of a version.
std::optional<Release> release_of(std::string_view version);
/// What the target was found to be, else what it calls itself.
std::string release_named_by(const NumpyTarget& target);
bool is_wanted(const ArrayProbe& probe, const NumpyProbeRequest& request);
/// What a probe asks for this request. The same seed gives the same operations whichever probes run.
std::vector<Operation> operations_of(const ArrayProbe& probe, const NumpyProbeRequest& request, Release release);

}  // namespace fairplay::auditor::behaviour::numpy
