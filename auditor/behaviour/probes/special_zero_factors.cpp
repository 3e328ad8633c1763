
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// beta = 0 doesn't read what is overwritten, alpha = 0 and k = 0 don't read the factors: NaN there changes nothing.
static void run_special_zero_factors(Context& context) {
  constexpr std::int64_t sizes[] = {1, 3, 8, 17, 70};
  for (const Routine& routine : routines()) {
    if (routine.level > 3 || routine.name.ends_with("scal") || routine.name.ends_with("rot") ||
        !context.wants(routine.name))
      continue;
    for (const std::string& flags : flags_of(routine))
      for (const std::int64_t size : sizes) {
        if (context.out_of_time()) return;
        const CallCase plain = plain_call(routine, flags, size, context.seed());
        const std::vector<CallOperand> operands = operands_of(plain);
        auto with_nan_in = [&](bool results, CallCase call) {
          for (const CallOperand& operand : operands)
            if (operand.written == results) call.plants.push_back({operand.name, -1, nan, 0});
          context.check(call);
        };
        if (routine.beta) {
          CallCase call = plain;
          call.beta = 0;
          with_nan_in(true, call);
          if (routine.sizes.ends_with('k') && routine.level == 3) {
            call.k = 0;
            with_nan_in(true, call);
          }
        }
        if (routine.alpha && !is_solve(routine)) {
          CallCase call = plain;
          call.alpha = 0;
          call.beta = routine.beta ? 0.5 : 0;
          with_nan_in(false, call);
        }
      }
  }
}

extern const Probe special_zero_factors;
const Probe special_zero_factors{
    .description =
        {
            .id = "special/zero-factors",
            .shows = "whether beta = 0 leaves alone what is overwritten, and alpha = 0 and k = 0 leave alone the "
                     "factors, NaN in them notwithstanding",
            .source = "BLAS Technical Forum Standard (2001), sections 2.8 and 2.5; J. Dongarra et al., ACM TOMS 16 "
                      "(1990): when beta is supplied as zero then C need not be set on input",
            .seconds = 4,
            .alone = false,
        },
    .run = run_special_zero_factors,
};

}  // namespace fairplay::auditor::behaviour::probes
