// More callers than the table of scratch buffers has places for: OpenBLAS has twice the number of threads it was
// built for, or 50 more on demand.
#include <fmt/format.h>

#include <atomic>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/at_once.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

constexpr int many_callers = 400;

void run_threads_many_callers(Context& context) {
  // Beyond the sizes for which some kernels need no scratch buffer (threads_callers.cpp).
  const CallCase given = context.call("dgemm NN m=128 n=128 k=128");
  if (!context.wants(given.routine)) return;
  auto made = PlainCall::make(context.library(), given);
  if (!made) return;
  std::string text = text_of(given) + fmt::format(" callers={} rounds=1", many_callers);
  if (!context.step(text, {.cpu_seconds = 30, .wall_seconds = 60, .idle_seconds = 15})) return;
  made->run();
  const std::vector<std::byte> expected = made->written();
  std::atomic<int> wrong = 0, calls = 0;
  std::atomic<double> got = 0, should = 0;
  for (int again = 0; again < (context.full() ? 20 : 4) && wrong == 0; ++again) {
    if (!at_once(many_callers, [&](int) {
          PlainCall own(*made);
          own.run();
          ++calls;
          if (const auto difference = own.difference(own.written(), expected))
            ++wrong, got = difference->got, should = difference->expected;
        })) {
      context.skip(fmt::format("{} threads can't be started here", many_callers));
      return;
    }
  }
  context.count_calls(calls);
  if (wrong == 0) return;
  context.report(
      divergence_of(given, {.got = fmt::format("{:a}", got.load()),
                            .expected = fmt::format("{:a}", should.load()),
                            .message = fmt::format("{} of {} calls by {} threads at once give a wrong result",
                                                   wrong.load(), calls.load(), many_callers),
                            .call = text}));
}

}  // namespace

extern const Probe threads_many_callers;
const Probe threads_many_callers{
    .description =
        {
            .id = "threads/many-callers",
            .shows = "whether 400 threads may call at once: no abort, no crash, no wrong result",
            .source = "OpenMathLib/OpenBLAS#539, #1735, #4762",
            .seconds = 15,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_many_callers,
};

}  // namespace fairplay::auditor::behaviour::probes
