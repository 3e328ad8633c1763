// A program with a thread for every task calls a library that has its own threads: where these wait for one another
// by spinning, or behind one lock, everything stands still.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/at_once.h"
#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

constexpr int callers_at_once = 16;
constexpr const char* call_text =
    "dsyrk UN n=256 k=256";  // large enough for a second thread, small enough that handing out work counts

/// What some work takes: of the clock, and of all processors together.
struct Cost {
  double wall = 1e300, cpu = 1e300;

  static Cost of(const std::function<void()>& work) {
    const double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    work();
    return {seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu};
  }
  void keep_least(const Cost& other) { wall = std::min(wall, other.wall), cpu = std::min(cpu, other.cpu); }
};

void run_threads_oversubscription(Context& context) {
  CallCase given = context.call(call_text);
  given.callers = callers_at_once;
  if (!context.wants(given.routine) || !context.step(text_of(given), {.cpu_seconds = 60, .wall_seconds = 120})) return;
  const auto made = PlainCall::make(context.library(), given);
  if (!made) return;
  std::vector<PlainCall> calls(callers_at_once, *made);
  // A busy machine lengthens either side's time by chance, but makes nobody compute more: so the least of several
  // rounds counts, in which both take turns, and the clock and the processors both have to show it. A library that
  // stands still takes a second for a round: then fewer have to do.
  constexpr double enough_cpu_seconds = 1.2;
  const int most_rounds = context.full() ? 30 : 8;
  Cost alone, together;  // one call, and `callers_at_once` calls at once
  double spent = 0;
  int measured = 0;
  for (int round = 0; round < most_rounds && (measured < 2 || spent < enough_cpu_seconds) && !context.out_of_time();
       ++round) {
    for (PlainCall& call : calls) {
      const Cost cost = Cost::of([&] { call.run(); });
      if (round > 0) alone.keep_least(cost);
    }
    bool ran = true;
    const Cost cost = Cost::of(
        [&] { ran = at_once(callers_at_once, [&](int caller) { calls[static_cast<std::size_t>(caller)].run(); }); });
    if (!ran) {
      context.skip(fmt::format("{} threads can't be started here", callers_at_once));
      return;
    }
    context.count_calls(2 * callers_at_once);
    spent += cost.cpu;
    if (round == 0) continue;  // in which threads are started and buffers taken
    together.keep_least(cost);
    ++measured;
  }
  if (measured == 0) return;
  const Cost one_by_one{callers_at_once * alone.wall, callers_at_once * alone.cpu};
  const double times = std::min(together.wall / one_by_one.wall, together.cpu / one_by_one.cpu);
  if (times < context.threshold("times")) return;
  context.report(divergence_of(
      given,
      {.kind = DivergenceClass::property,
       .got = fmt::format("{:.2g} s, {:.2g} s of CPU time", together.wall, together.cpu),
       .expected = fmt::format("no more than one after another: {:.2g} s, {:.2g} s of CPU time", one_by_one.wall,
                               one_by_one.cpu),
       .message = fmt::format("{} threads that call at once take {:.0f} times as long as their calls one after another",
                              callers_at_once, times)}));
}

}  // namespace

extern const Probe threads_oversubscription;
const Probe threads_oversubscription{
    .description =
        {
            .id = "threads/oversubscription",
            .shows = "whether 16 threads that call at once, each served by several of the library's, take longer than "
                     "the same calls one after another",
            .source = "OpenMathLib/OpenBLAS#900, #4496; measured: 0.3.27 to 0.3.30 take 20 times as long",
            .seconds = 10,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_oversubscription,
};

}  // namespace fairplay::auditor::behaviour::probes
