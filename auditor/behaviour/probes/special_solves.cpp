#include <limits>

#include "auditor/behaviour/child/special_calls.h"
#include "auditor/behaviour/probes/probe.h"

namespace auditor::behaviour::probes {

namespace {
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
}  // namespace

/// A diagonal so small that its reciprocal overflows, and right-hand sides as small: the quotients are ordinary numbers.
static void tiny_diagonal(Context& context, const Routine& routine, const std::string& flags) {
  const double tiny = routine.letter == 's' || routine.letter == 'c' ? 1e-40 : 1e-310;
  for (const std::int64_t size : {1, 2, 5, 9}) {
    CallCase call = plain_call(routine, flags, size, context.seed());
    if (routine.level == 3) call.m = call.n = size;
    for (std::int64_t i = 0; i < size; ++i) call.plants.push_back({"a", i + i * size, tiny, 0});
    // Everything off the diagonal is far larger; it meets zeros.
    call.plants.push_back({routine.level == 3 ? "b" : "x", -1, 0, 0});
    const bool from_the_right = routine.level == 3 && flags[0] == 'R';
    const bool upper = flags[routine.level == 3 ? 1 : 0] == 'U', turned = flags[routine.level == 3 ? 2 : 1] != 'N';
    // The unknown that is found last: nothing else follows from it.
    const bool last_found_first = (upper != turned) != from_the_right;
    const std::int64_t unknown = last_found_first ? 0 : size - 1;
    call.plants.push_back({routine.level == 3 ? "b" : "x", from_the_right ? unknown * size : unknown, 3 * tiny, 0});
    context.check(call);
  }
}

static void run(Context& context) {
  for (const Routine& routine : routines()) {
    if (!is_solve(routine) || is_band(routine) || routine.level > 3 || routine.name.find("tp") != std::string::npos || !context.wants(routine.name)) continue;
    for (const std::string& flags : flags_of(routine))
      if (flags.back() == 'N' && !context.out_of_time()) tiny_diagonal(context, routine, flags);
  }
  // B = 0 and a NaN off the diagonal: Netlib skips zeros of B, others multiply.
  const Judgement open{.kind = DivergenceClass::policy, .source = "the reference BLAS skips zeros of B, optimised ones multiply them; documents leave it open"};
  for (const char letter : std::string_view("sdcz")) {
    CallCase call;
    call.routine = std::string(1, letter) + "trsm";
    if (!context.wants(call.routine)) continue;
    call.flags = "LLNN";
    call.m = 10;
    call.n = 3;
    call.seed = context.seed();
    call.plants = {{"b", -1, 0, 0}, {"a", 4, nan, 0}};
    context.check(call, open);
  }
}

extern const Probe special_solves;
const Probe special_solves{
    .id = "special/solves",
    .shows = "whether triangular solves divide where a reciprocal would overflow, and (policy) whether zeros of B meet a NaN of A",
    .source = "N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 8.1; reference BLAS dtrsm.f",
    .seconds = 2,
    .alone = false,
    .run = run,
};

}  // namespace auditor::behaviour::probes
