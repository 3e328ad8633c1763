#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/parent/child_job.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// What no probe can do: a probe runs in the library's own process, where the library can write the results itself. So
/// no library passes for sound before this process has seen results of it. The calls and their operands are made here,
/// from numbers that nobody knows before; another process makes the calls of the library; what they wrote is judged
/// here.
struct SeenResults {
  std::vector<Divergence> divergences;  ///< at most one for a routine; the probe's id is that of its level
  std::string why;                      ///< not empty: too little was seen to say anything, one clause
};

inline constexpr int most_level = 5;  ///< LAPACK's are 4 and 5
/// "numbers/level1": the probe whose routines are those of a level.
std::string_view numbers_of_level(int level);

/// Calls of these routines with some of their options. Shapes follow from `seed`, the operands' values from what the
/// system draws.
std::vector<CallCase> calls_to_see(const std::set<std::string, std::less<>>& wanted, std::uint64_t seed);

/// `must_answer`: routines that the library has, by its file and not by its word.
SeenResults see_results(const ChildJob& job, const CallingConvention& convention, const std::vector<CallCase>& calls,
                        const std::set<std::string, std::less<>>& must_answer);

}  // namespace fairplay::auditor::behaviour
