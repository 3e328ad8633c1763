#include <cfenv>

#include <fmt/format.h>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// Infinity times positive numbers is infinity, and no operation of that is invalid: where the flag rises all the same,
/// a zero that isn't in the operands was multiplied.
static void run_special_flags(Context& context) {
  for (const char letter : std::string_view("ds")) {
    CallCase call;
    call.routine = std::string(1, letter) + "gemm";
    call.flags = "NN";
    call.data = Data::ones;
    call.seed = context.seed();
    call.plants = {{"b", -1, infinity, 0}};
    std::string failing;
    int failed = 0, tried = 0;
    CallCase first;
    for (std::int64_t size = 1; size <= 39; ++size) {
      call.m = call.n = call.k = size;
      if (!context.wants(call.routine) || !context.step(text_of(call))) continue;
      auto prepared = prepare(call);
      if (!prepared) return;
      std::feclearexcept(FE_ALL_EXCEPT);
      const bool made = (*prepared)->run(context.library());
      const bool invalid = std::fetestexcept(FE_INVALID) != 0;
      std::feclearexcept(FE_ALL_EXCEPT);
      if (!made) break;
      context.count_call();
      ++tried;
      if (!invalid || (*prepared)->judge()) continue;  // the judge sees that every result is infinite
      if (failed++ == 0) first = call;
      failing += (failing.empty() ? "" : ", ") + std::to_string(size);
    }
    if (failed == 0) continue;
    context.report(divergence_of(
        first,
        {.kind = DivergenceClass::property,
         .got = fmt::format("FE_INVALID at {} of {} sizes: {}", failed, tried, failing),
         .expected = "no flag but inexact",
         .message =
             "the flag of an invalid operation is raised although no result is NaN, which NumPy turns into a warning",
         .source = "numpy/numpy#28687; IEEE 754-2019, section 7.2"}));
  }
}

extern const Probe special_flags;
const Probe special_flags{
    .description =
        {
            .id = "special/flags",
            .shows = "whether gemm raises floating-point flags that none of its products and sums has cause for",
            .source = "IEEE 754-2019, section 7.2; numpy/numpy#28687",
            .seconds = 1,
            .alone = false,
            .grade = Grade::extreme,
        },
    .run = run_special_flags,
};

}  // namespace fairplay::auditor::behaviour::probes
