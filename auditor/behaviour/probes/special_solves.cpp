#include <algorithm>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// A diagonal so small that its reciprocal overflows, among numbers as small: the quotients are ordinary. From the
/// right the reference BLAS itself multiplies by reciprocals: that is left out.
static void tiny_diagonal(Context& context, const Routine& routine, const std::string& flags) {
  const double tiny = routine.letter == 's' || routine.letter == 'c' ? 1e-40 : 1e-310;
  for (const std::int64_t size : {1, 2, 5, 9}) {
    CallCase call = plain_call(routine, flags, size, context.seed());
    call.data = Data::subnormal;
    for (std::int64_t i = 0; i < size; ++i) call.plants.push_back({"a", i + i * size, tiny, 0});
    context.check(call);
  }
}

/// B = 0 and a NaN off the diagonal: optimised libraries multiply, the reference BLAS skips zeros of B. Documents leave
/// it open.
static void nan_and_zeros(Context& context, const std::string& routine) {
  CallCase call;
  call.routine = routine;
  call.flags = "LLNN";
  call.m = 10;
  call.n = 3;
  call.seed = context.seed();
  call.plants = {{"b", -1, 0, 0}, {"a", 4, nan, 0}};
  if (!context.wants(routine) || !context.step(text_of(call))) return;
  const auto prepared = prepare(call);
  if (!prepared || !(*prepared)->run(context.library())) return;
  context.count_call();
  // Zeros are bytes of zeros, but for their signs.
  const std::vector<std::byte> written = (*prepared)->written();
  if (std::ranges::any_of(written, [](std::byte each) { return each != std::byte{} && each != std::byte{0x80}; }))
    return;
  context.report(divergence_of(call, {.kind = DivergenceClass::policy,
                                      .got = "zeros",
                                      .expected = "NaN, as from the reference",
                                      .message = "a NaN of A doesn't reach the solution where B is zero",
                                      .source = "reference BLAS, dtrsm.f, which skips zeros of B; no document says"}));
}

static void run_special_solves(Context& context) {
  for (const Routine& routine : routines()) {
    if (!is_solve(routine) || is_band(routine) || routine.level > 3 || routine.name.find("tp") != std::string::npos ||
        !context.wants(routine.name))
      continue;
    for (const std::string& flags : flags_of(routine))
      if (flags.back() == 'N' && flags.front() != 'R' && !context.out_of_time()) tiny_diagonal(context, routine, flags);
  }
  for (const char letter : std::string_view("sdcz")) nan_and_zeros(context, std::string(1, letter) + "trsm");
}

extern const Probe special_solves;
const Probe special_solves{
    .description =
        {
            .id = "special/solves",
            .shows = "whether triangular solves divide where a reciprocal would overflow, and (policy) whether zeros "
                     "of B meet a NaN of A",
            .source = "N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 8.1; reference "
                      "BLAS dtrsm.f",
            .seconds = 2,
            .alone = false,
            .grade = Grade::extreme,
        },
    .run = run_special_solves,
};

}  // namespace fairplay::auditor::behaviour::probes
