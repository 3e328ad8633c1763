
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// x = alpha x has no exception for alpha = 0: zero times NaN or infinity is NaN; and a complex product follows its
/// formula.
static void run_special_scaling(Context& context) {
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
              // The formula's other products, 0 times what isn't finite, make one part NaN.
              const Judgement rotates{
                  .source = "OpenMathLib/OpenBLAS#4413, OpenMathLib/OpenBLAS#4726; IEEE 754-2019, section 7.2",
                  .about = "i times a number that isn't finite",
                  .symptom = Symptom::imaginary_factor};
              call.alpha_im = 1;
              for (const Plant& plant :
                   {Plant{"x", place * increment, value, 1}, Plant{"x", place * increment, 1, value}}) {
                call.plants = {plant};
                context.check(call, rotates);
              }
              call.alpha_im = 0;
            }
            call.plants = {{"x", place * increment, value, 0}};
            context.check(call);
          }
  }
}

extern const Probe special_scaling;
const Probe special_scaling{
    .description =
        {
            .id = "special/scaling",
            .shows = "whether scal multiplies by IEEE 754's rules: zero times NaN or infinity is NaN, i times an "
                     "infinite number follows the formula",
            .source = "IEEE 754-2019, sections 6.1, 6.2 and 7.2; OpenMathLib/OpenBLAS#4728, OpenMathLib/OpenBLAS#4413",
            .seconds = 1,
            .alone = false,
            .grade = Grade::non_finite,
        },
    .run = run_special_scaling,
};

}  // namespace fairplay::auditor::behaviour::probes
