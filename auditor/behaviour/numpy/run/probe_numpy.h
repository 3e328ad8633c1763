#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::numpy {

/// A NumPy to probe, as it was found.
struct NumpyTarget {
  std::string package;      ///< the folder `numpy`, absolute
  std::string found_as;     ///< for people
  std::string version;      ///< as it calls itself
  std::string release;      ///< the upstream release that it was compared with; empty: its version says which
  std::string interpreter;  ///< that would import it; empty: none was found
};

struct NumpyProbeRequest {
  std::vector<std::string> probes;  ///< ids; empty: all
  std::string routine;              ///< only this public name: "numpy.sort"; empty: all
  bool full = false;
  bool kernels = false;  ///< once for each SIMD level that it can be kept to
  std::uint64_t seed = 1;
  unsigned jobs = 1;                 ///< probes at once
  std::string as;                    ///< hold it against this release instead of its own: "1.26"; empty: its own
  bool as_started = false;           ///< with the environment as the user runs it
  std::vector<std::string> imports;  ///< packages to import, each in a process of its own; "all": all there are
  std::function<void(std::string_view what)> progress = [](std::string_view) {};
};

/// Runs the battery in the target's interpreter. What can't be probed is in the result, with the reason; packages that
/// can't be imported are in `not_checked`.
ProbedLibrary probe_numpy(const NumpyTarget& target, const NumpyProbeRequest& request,
                          std::vector<NotChecked>& not_checked);

/// Asks both NumPys the same operations, those that the older one's release has, and lists what they answer
/// differently.
SideBySide numpys_side_by_side(const NumpyTarget& one, const NumpyTarget& other, const NumpyProbeRequest& request);

}  // namespace fairplay::auditor::behaviour::numpy
