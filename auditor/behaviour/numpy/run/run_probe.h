#pragma once

#include <string>
#include <vector>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/process/interpreter_process.h"
#include "auditor/behaviour/numpy/run/findings.h"
#include "auditor/behaviour/numpy/run/probe_numpy.h"
#include "auditor/behaviour/numpy/run/simd_levels.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::numpy {

inline constexpr std::size_t most_printed = 4;  ///< texts on processes' outputs that a report tells of

/// What every probe of a subject is run with.
struct ProbedSubject {
  const NumpyTarget& target;
  const NumpyProbeRequest& request;
  InterpreterStart start;
  Release release;       ///< that it is held against
  bool flushed = false;  ///< it is known to flush subnormals to zero: what comes of that isn't said again
};

/// How it is started to be kept to a level.
InterpreterStart start_at(const ProbedSubject& subject, const SimdLevel& level);

/// What came of one probe at one level.
struct RanProbe {
  ProbeOutcome outcome;
  Findings findings;                    ///< to be confirmed
  std::vector<Divergence> divergences;  ///< that are true as they are
  std::vector<Divergence> printed;      ///< of what NumPy wrote on the process's output: one for each text
  std::vector<NotChecked> not_checked;
};

/// Runs a probe in processes of its own, which end before it returns. Several may run at once.
RanProbe run_probe(const ArrayProbe& probe, const ProbedSubject& subject, const SimdLevel& level);

}  // namespace fairplay::auditor::behaviour::numpy
