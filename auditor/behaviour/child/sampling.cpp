#include "auditor/behaviour/child/sampling.h"

#include <algorithm>

#include "auditor/behaviour/calls/random_call.h"

namespace fairplay::auditor::behaviour {
namespace {

using fairplay::blas::hunting::Random;

struct Scale : CallScale {
  int rounds;  // calls for each combination of options
};

/// Calls of a routine with each of these options. False where the probe's time is over.
bool sample(Context& context, const Routine& routine, const std::vector<std::string>& options, const Scale& scale,
            Random& random) {
  for (const std::string& flags : options)
    for (int round = 0; round < scale.rounds; ++round) {
      const CallCase call = random_call(routine, flags, scale, random);
      if (context.out_of_time()) return false;
      context.check(call);
    }
  return true;
}

}  // namespace

void sample_calls(Context& context, int level) {
  Random random(context.seed() * 1000003 + static_cast<std::uint64_t>(level));
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
    for (const Routine& routine : routines())
      if (routine.level == level && context.wants(routine.name) &&
          !sample(context, routine, flags_of(routine), scale, random))
        return;
}

void sample_doors(Context& context, const std::vector<Routine>& routines) {
  Random random(context.seed() * 1000003 + 100);
  // The kernels behind CBLAS are Fortran's. What it adds is the order of arguments and operands, which every
  // combination of options shows in a small call; large ones take other ways, with some of the options.
  constexpr std::size_t options_of_large_calls = 2, least_small_calls = 24;
  const int more = context.full() ? 4 : 1;
  for (const Routine& routine : routines) {
    if (!context.wants(routine.name)) continue;
    std::vector<std::string> options = flags_of(routine);
    const int rounds = static_cast<int>((least_small_calls + options.size() - 1) / options.size());
    const bool vectors = routine.level == 1;
    if (!sample(context, routine, options, {{.products = 1e4, .longest = vectors ? 300 : 24}, more * rounds}, random))
      return;
    for (std::size_t i = options.size(); i > 1; --i)
      std::swap(options[i - 1], options[static_cast<std::size_t>(random.below(static_cast<blas::Index>(i)))]);
    options.resize(std::min(options.size(), options_of_large_calls));
    if (!sample(context, routine, options, {{.products = 1e6, .longest = vectors ? 100003 : 100}, more}, random))
      return;
  }
}

}  // namespace fairplay::auditor::behaviour
