#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// A library to probe, as it was found.
struct ProbeTarget {
  std::string path;      ///< what is loaded: absolute, links resolved
  std::string found_as;  ///< "bundled with numpy 2.3.5 in ...", for people
  std::string shown{};   ///< what reports call it where that isn't `path`: a file inside an archive
};

struct ProbeRequest {
  std::vector<ProbeTarget> targets;    ///< each path once
  std::optional<ProbeTarget> against;  ///< gets the same calls as each target, and is compared with it
  std::string profile = "quick";       ///< one of profiles() (plan.h)
  std::vector<std::string> probes;     ///< ids; empty: all of the profile
  std::string routine;                 ///< only this one: "dgemm"
  std::vector<int> threads;            ///< numbers of threads to give a library; empty: each probe's own
  bool kernels = false;  ///< once for each kernel that the library can be made to choose, instead of its own choice
  std::uint64_t seed = 1;
  unsigned jobs = 1;                                                ///< children at once, where a probe allows it
  std::map<std::string, std::map<std::string, double>> thresholds;  ///< rules.yaml's; empty: the built-in ones
  std::string program;                                              ///< what to start as a child: this very program
  std::function<void(std::string_view what)> progress = [](std::string_view) {
  };  ///< gets what begins, from one thread at a time
};

/// Loads and runs each library in children, one probe a child: first the probes that nothing disturbs, `jobs` at once,
/// then the others one by one. The result is in the order of targets and probes, whatever ended first. A library that
/// can't be probed is in it, with the reason.
ProbeRun probe(const ProbeRequest& request);

}  // namespace fairplay::auditor::behaviour
