
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// One NaN or infinity in one operand, which holds no zeros: it reaches exactly the results that it is a term of.
static void run_special_propagation(Context& context) {
  const Judgement structural{.kind = DivergenceClass::policy,
                             .source =
                                 "whether a triangle's structural zeros meet a NaN or an infinity is left open: "
                                 "libraries that pack them multiply"};
  const std::vector<std::int64_t> vectors{1, 3, 7, 33, 130}, matrices{1, 3, 8, 21};
  for (const Routine& routine : routines()) {
    // Of what isn't stored a band's judge knows no more than that it is zero; generating a rotation has its own rules.
    if (routine.level > 3 || is_band(routine) || is_solve(routine) || routine.name.find("rot") != std::string::npos ||
        routine.name.ends_with("scal") || routine.name.find("amax") != std::string::npos ||
        !context.wants(routine.name))
      continue;
    for (const std::string& flags : flags_of(routine))
      for (const std::int64_t size : routine.level == 1 ? vectors : matrices) {
        if (context.out_of_time()) return;
        CallCase call = plain_call(routine, flags, size, context.seed());
        if (routine.beta) call.beta = 0.5;
        for (const CallOperand& operand : operands_of(call))
          for (const double value : {nan, infinity}) {
            if (operand.places.empty()) continue;
            const std::size_t place = (context.seed() * 7919 + static_cast<std::size_t>(size)) % operand.places.size();
            call.plants = {{operand.name, operand.places[place], value, 0}};
            context.check(call, routine.name.ends_with("trmm") ? structural : Judgement());
          }
      }
  }
}

extern const Probe special_propagation;
const Probe special_propagation{
    .description =
        {
            .id = "special/propagation",
            .shows = "whether a NaN or an infinity among the operands reaches the results that it is a term of, and no "
                     "others",
            .source = "IEEE 754-2019, sections 6.1 and 6.2; J. Demmel et al., Proposed consistent exception handling "
                      "for the BLAS and LAPACK (2022); OpenMathLib/OpenBLAS#4551",
            .seconds = 4,
            .alone = false,
            .grade = Grade::non_finite,
        },
    .run = run_special_propagation,
};

}  // namespace fairplay::auditor::behaviour::probes
