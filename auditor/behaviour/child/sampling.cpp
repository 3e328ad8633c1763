#include "auditor/behaviour/child/sampling.h"

#include "auditor/behaviour/calls/random_call.h"

namespace fairplay::auditor::behaviour {
namespace {

struct Scale : CallScale {
  int rounds;  // calls for each combination of options
};

}  // namespace

void sample_calls(Context& context, int level) {
  fairplay::blas::hunting::Random random(context.seed() * 1000003 + static_cast<std::uint64_t>(level));
  // Small calls reach every edge of kernels, large ones those of blocks and threads. The smallest library takes some 3
  // ns for a product too.
  constexpr int small_rounds[] = {0, 20, 4, 4, 12, 8}, large_rounds[] = {0, 6, 1, 3, 2, 1};
  const int more = context.full() ? 5 : 1;
  const Scale small{{.products = 3e4, .longest = level == 1 ? 300 : level == 4 ? 48 : 24}, more * small_rounds[level]};
  const Scale large{{.products = context.full() ? 3e7 : 1e6,
                     .longest = level == 1   ? 100003
                                : level == 4 ? 260
                                             : 100},
                    more * large_rounds[level]};
  for (const Scale& scale : {small, large})
    for (const Routine& routine : routines()) {
      if (routine.level != level || !context.wants(routine.name)) continue;
      for (const std::string& flags : flags_of(routine))
        for (int round = 0; round < scale.rounds; ++round) {
          const CallCase call = random_call(routine, flags, scale, random);
          if (context.out_of_time()) return;
          context.check(call);
        }
    }
}

}  // namespace fairplay::auditor::behaviour
