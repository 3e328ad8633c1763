#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/probe_result.h"

namespace auditor::behaviour {

/// A library to probe, as it was found.
struct ProbeTarget {
  std::string path;
  std::string found_as;
};

struct ProbeRequest {
  std::vector<ProbeTarget> targets;
  std::string profile = "quick";          ///< quick, full, numbers, threads
  std::vector<std::string> probes;        ///< ids; empty: all of the profile
  std::string routine;                    ///< only this one: "dgemm"
  std::vector<int> threads = {1};
  std::uint64_t seed = 1;
  unsigned jobs = 1;                      ///< children at once, where a probe allows it
  std::string program;                    ///< what to start as a child: this very program
  std::function<void(std::string_view what)> progress = [](std::string_view) {};
};

/// Loads and runs each library in children, one probe a child. What can't be probed is in the result and says why.
ProbeRun probe(const ProbeRequest& request);

}  // namespace auditor::behaviour
