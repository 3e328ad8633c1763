#include <limits>

#include "auditor/behaviour/child/special_calls.h"
#include "auditor/behaviour/probes/probe.h"

namespace auditor::behaviour::probes {

namespace {
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
}  // namespace

/// x = alpha x has no exception for alpha = 0: zero times NaN or infinity is NaN; and a complex product follows its formula.
static void run(Context& context) {
  for (const Routine& routine : routines()) {
    if (!routine.name.ends_with("scal") || !context.wants(routine.name)) continue;
    const bool by_complex = (routine.letter == 'c' || routine.letter == 'z') && routine.name.size() == 5;
    for (const std::int64_t size : {1, 2, 3, 8, 17, 64, 129})
      for (const std::int64_t increment : {1, 2})
        for (const double value : {infinity, nan})
          for (const std::int64_t place : {std::int64_t{0}, size / 2, size - 1}) {
            CallCase call = plain_call(routine, "", size, context.seed());
            call.incx = increment;
            call.alpha = 0;
            if (by_complex) {
              call.alpha_im = 1;
              call.plants = {{"x", place * increment, value, 1}};
              context.check(call);
              call.alpha_im = 0;
            }
            call.plants = {{"x", place * increment, value, 0}};
            context.check(call);
          }
  }
}

extern const Probe special_scaling;
const Probe special_scaling{
    .id = "special/scaling",
    .shows = "whether scal multiplies by IEEE 754's rules: zero times NaN or infinity is NaN, i times an infinite number follows the formula",
    .source = "IEEE 754-2019, sections 6.1, 6.2 and 7.2; OpenMathLib/OpenBLAS#4728, OpenMathLib/OpenBLAS#4413",
    .seconds = 1,
    .alone = false,
    .run = run,
};

}  // namespace auditor::behaviour::probes
