#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// A call with NaN leaves NaN in a library's packing buffers; the next one of finite numbers, whose blocks fill them in
/// part, must not meet it.
static void run_special_stale_scratch(Context& context) {
  for (const Routine& routine : routines()) {
    if (routine.level < 2 || routine.level > 3 || !context.wants(routine.name)) continue;
    for (const std::string& flags : flags_of(routine))
      for (const std::int64_t size : {3, 13, 37}) {
        if (context.out_of_time()) return;
        CallCase call = plain_call(routine, flags, size, context.seed());
        call.beta = 0.5;
        call.after_nan = true;
        context.check(call);
      }
  }
}

extern const Probe special_stale_scratch;
const Probe special_stale_scratch{
    .description =
        {
            .id = "special/stale-scratch",
            .shows = "whether NaN of one call stays in a library's buffers and gets into the results of the next",
            .source = "IEEE 754-2019, section 6.2; OpenMathLib/OpenBLAS#2998",
            .seconds = 3,
            .alone = false,
        },
    .run = run_special_stale_scratch,
};

}  // namespace fairplay::auditor::behaviour::probes
