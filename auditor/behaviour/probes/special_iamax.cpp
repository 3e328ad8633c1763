
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// The place of a NaN among 130 numbers. Documents don't say what iamax makes of it.
static void run_special_iamax(Context& context) {
  const Judgement open{.kind = DivergenceClass::policy,
                       .source =
                           "documents leave it open: flame/blis#624; E. Riedy, J. Demmel, Augmented arithmetic "
                           "operations and exception handling in the BLAS"};
  for (const Routine& routine : routines()) {
    if (routine.name.find("amax") == std::string::npos || !context.wants(routine.name)) continue;
    for (std::int64_t place = 0; place < 130; place += 3) {
      CallCase call = plain_call(routine, "", 130, context.seed());
      call.plants = {{"x", place, nan, 0}};
      context.check(call, open);
    }
  }
}

extern const Probe special_iamax;
const Probe special_iamax{
    .description =
        {
            .id = "special/iamax",
            .shows = "what iamax makes of a NaN: its place, as the reference, or that of the largest number",
            .source = "flame/blis#624; BLAS Technical Forum Standard (2001), section 2.8.2, which doesn't say",
            .seconds = 1,
            .alone = false,
            .grade = Grade::non_finite,
        },
    .run = run_special_iamax,
};

}  // namespace fairplay::auditor::behaviour::probes
