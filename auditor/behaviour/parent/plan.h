#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/parent/probe_libraries.h"
#include "auditor/facts/probe_description.h"

namespace fairplay::auditor::behaviour {

/// One probe, to be run once of a library.
struct PlannedProbe {
  const ProbeDescription* probe = nullptr;
  int threads = 1;
  double seconds = 0;
  bool full = false;
};

/// What a request asks of each library: the probes of its profile, or those it names, in the probes' fixed order, once
/// for every number of threads.
std::vector<PlannedProbe> plan(const ProbeRequest& request);

/// Names of the profiles.
std::span<const std::string_view> profiles();

}  // namespace fairplay::auditor::behaviour
