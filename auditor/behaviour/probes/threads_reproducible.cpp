// The same call twice, in memory that lies otherwise: documents allow other bits, people who compare runs want to know.
#include <fmt/format.h>

#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/probes/probe.h"

namespace auditor::behaviour::probes {
namespace {

void run(Context& context) {
  for (const char* text : {"dgemm NN m=200 n=300 k=400", "sgemm TN m=300 n=300 k=300", "dgemv T m=3000 n=300", "dsyrk UN n=200 k=300", "ddot n=100003", "dtrsm LLNN m=200 n=100", "dgetrf m=250 n=250", "dpotrf L n=250"}) {
    CallCase given = *parse_call(text);
    given.seed = context.seed();
    const int rounds = context.full() ? 100 : 12;
    const std::string step = fmt::format("{} rounds={}", text_of(given), rounds);
    if (!context.wants(given.routine) || !context.step(step, {.cpu_seconds = 30, .wall_seconds = 90})) continue;
    std::vector<std::byte> first;
    std::vector<PlainCall> kept;  // so that the next one's operands lie elsewhere
    int other = 0;
    for (int round = 0; round < rounds; ++round) {
      if (round % 4 == 0 || kept.empty()) {
        auto made = PlainCall::make(context.library(), given);
        if (!made) break;
        kept.push_back(std::move(*made));
      }
      kept.back().run();
      context.count_call();
      const std::vector<std::byte> bits = kept.back().written();
      if (first.empty()) first = bits;
      // Wrong results are the business of threads/callers and the probes of numbers.
      other += bits != first ? 1 : 0;
    }
    if (other == 0) continue;
    Divergence divergence;
    divergence.kind = DivergenceClass::property;
    divergence.routine = given.routine;
    divergence.flags = given.flags;
    divergence.m = given.m;
    divergence.n = given.n;
    divergence.k = given.k;
    divergence.got = fmt::format("other bits in {} of {} calls", other, rounds);
    divergence.expected = "the same bits for the same operands";
    divergence.message = "the same call doesn't give the same bits each time";
    divergence.call = step;
    context.tell(std::move(divergence));
  }
}

}  // namespace

extern const Probe threads_reproducible;
const Probe threads_reproducible{
    .id = "threads/reproducible",
    .shows = "whether the same call gives the same bits again, run to run and wherever its operands lie",
    .source = "J. Demmel, H. D. Nguyen, Parallel Reproducible Summation, IEEE Trans. Computers 64 (2015)",
    .seconds = 6,
    .alone = true,
    .threads = {2},
    .run = run,
};

}  // namespace auditor::behaviour::probes
