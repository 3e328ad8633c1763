#pragma once

#include <cstdint>
#include <string>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/routine.h"
#include "blas/hunting/random.h"

namespace fairplay::auditor::behaviour {

/// How large calls are that are drawn at random.
struct CallScale {
  double products;       ///< the most that a call may take: the oracle takes some 3 ns for each
  std::int64_t longest;  ///< of a vector; an order of LAPACK's matrices
};

/// A call of a routine with these options: sizes around the edges of blocks, unrollings and threads, with strides,
/// gaps, scalars, data and placements that vary.
CallCase random_call(const Routine& routine, const std::string& flags, const CallScale& scale,
                     blas::hunting::Random& random);

}  // namespace fairplay::auditor::behaviour
