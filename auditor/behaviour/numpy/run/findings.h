#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auditor/behaviour/numpy/judgement/judge.h"
#include "auditor/behaviour/numpy/process/operation.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour::numpy {

/// Disagreements of one cause: the same function, in the same way, of the same sort of operands.
struct Cause {
  std::string probe;
  Operation smallest;  ///< the operation with the fewest elements that shows it
  Disagreement found;  ///< of that operation
  std::uint64_t count = 1;
  std::optional<bool> confirmed{};  ///< whether it showed again in a process of its own; nullopt: not tried
  std::vector<std::string> levels;  ///< of a sweep: the SIMD levels that show it, in the order of the sweep
};

/// Collects disagreements by cause.
class Findings {
 public:
  /// `level`: empty where none is swept.
  void add(const std::string& probe, const Operation& operation, const Disagreement& found, const std::string& level);
  /// Adds those of another one, in their order.
  void take(Findings other);
  std::vector<Cause>& causes() { return causes_; }

 private:
  void add(std::string key, Cause cause);

  std::vector<Cause> causes_;
  std::map<std::string, std::size_t> places_;
};

/// For the report. `release`: that the subject was held against; `its_own`: whether it is the subject's. What differs
/// from another release is no defect.
Divergence divergence_of(const Cause& cause, const std::string& release, bool its_own);

}  // namespace fairplay::auditor::behaviour::numpy
