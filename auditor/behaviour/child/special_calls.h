#pragma once

#include <limits>
#include <string>
#include <vector>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/routine.h"

namespace fairplay::auditor::behaviour {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN(),
                        infinity = std::numeric_limits<double>::infinity();

/// An array of a call, and the places in it that the routine refers to.
struct CallOperand {
  std::string name;
  bool written = false;
  std::vector<std::int64_t> places;
};
/// Empty where the call can't be.
std::vector<CallOperand> operands_of(const CallCase& call);

/// A call of `size` in every dimension with operands that hold no zeros.
CallCase plain_call(const Routine& routine, const std::string& flags, std::int64_t size, std::uint64_t seed);

/// Whether a matrix of the routine is a band or a triangle solved with: zeros that aren't stored, and results without a
/// formula of their own.
bool is_band(const Routine& routine);
bool is_solve(const Routine& routine);

}  // namespace fairplay::auditor::behaviour
