#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "auditor/behaviour/parent/child.h"

namespace fairplay::auditor::behaviour {

/// A switch in the environment that makes a library choose a kernel: OPENBLAS_CORETYPE=Haswell.
struct KernelSwitch {
  std::string variable;  ///< empty: it chooses for itself
  std::string kernel;
  bool operator==(const KernelSwitch&) const = default;
};

/// What one child is to do.
struct ChildJob {
  std::string program;  ///< this very program
  std::string library;  ///< absolute path
  std::vector<std::string> first_to_load;
  std::string probe;                  ///< id; empty: only load the library and find out how it is called
  std::string call;                   ///< instead of a probe's calls this one, once
  std::vector<std::string> answered;  ///< instead of a probe: these calls, each once, for the parent to judge
  std::string routine;                ///< only this one; empty: all
  std::uint64_t seed = 1;
  int threads = 1;
  double seconds = 5;  ///< its share of time; killed after four times that and ten seconds
  bool full = false;
  std::map<std::string, double> thresholds;  ///< the probe's, from rules.yaml
  bool report_bits = false;                  ///< a digest of what every call wrote
  KernelSwitch kernel;
  std::vector<std::string> leave_out;  ///< routines with their options that were reported already
  std::uint64_t resume_after = 0;      ///< the last step that earlier children made
};

/// Runs the child to its end. May be called from several threads at once.
ChildEnd run(const ChildJob& job);

}  // namespace fairplay::auditor::behaviour
