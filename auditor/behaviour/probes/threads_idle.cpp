// Threads that wait for work by looking for it take a processor from everybody else, and a laptop's battery.
#include <fmt/format.h>

#include <algorithm>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

/// Processors that the process uses while nothing is asked of it.
double busy_for(double length) {
  const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);
  pause_for(length);
  return (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (seconds(CLOCK_MONOTONIC) - wall);
}

void run_threads_idle(Context& context) {
  CallCase given = context.call("dgemm NN m=300 n=300 k=300");
  given.measures = "idle";
  if (!context.wants(given.routine) ||
      !context.step(text_of(given), {.cpu_seconds = 60, .wall_seconds = 120, .idle_seconds = 60}))
    return;
  auto call = PlainCall::make(context.library(), given);
  if (!call) return;
  for (int i = 0; i < 5; ++i) call->run();
  context.count_calls(5);
  // Runtimes look on for up to 0.2 s before they sleep (KMP_BLOCKTIME, OpenBLAS's THREAD_TIMEOUT): that is the price of
  // a fast next call.
  pause_for(0.4);
  double busy = busy_for(0.3);
  // Most libraries are idle, and the probe ends. A busy machine may have kept the others from going to sleep.
  const double limit = context.threshold("processors");
  for (int again = 0; again < 4 && busy > limit; ++again) busy = std::min(busy, busy_for(0.5));
  if (busy <= limit) return;
  context.report(
      divergence_of(given, {.kind = DivergenceClass::property,
                            .got = fmt::format("{:.2g} processors in use, 2 seconds after the last call", busy),
                            .expected = "none",
                            .message = "its threads go on computing when nothing is asked of them"}));
}

}  // namespace

extern const Probe threads_idle;
const Probe threads_idle{
    .description =
        {
            .id = "threads/idle",
            .shows = "whether the library's threads go to sleep soon after a call",
            .source = "OpenMathLib/OpenBLAS#900, #923 (threads that spin); OpenMP 5.2, section 21.7 (OMP_WAIT_POLICY)",
            .seconds = 6,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_idle,
};

}  // namespace fairplay::auditor::behaviour::probes
