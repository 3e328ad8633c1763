// A library that serves a call by its own threads has to notice that the caller is one of many already: by an OpenMP
// team in a team, or a pool that its callers share.
#include <fmt/format.h>

#include <atomic>
#include <mutex>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/openmp_region.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

constexpr int team = 4;

void run_threads_openmp(Context& context) {
  const auto region = OpenMpRegion::make();
  if (!region) {
    context.skip(region.error());
    return;
  }
  for (const char* text : {"dgemm NN m=64 n=64 k=64", "dgemm NN m=300 n=300 k=300", "dgemv N m=400 n=400",
                           "dsyrk UN n=200 k=100", "dgetrf m=150 n=150"}) {
    CallCase given = context.call(text);
    given.callers = team;
    given.inside = "openmp";
    given.rounds = context.full() ? 40 : 5;
    if (!context.wants(given.routine) || !context.step(text_of(given), {.cpu_seconds = 20, .wall_seconds = 60}))
      continue;
    auto made = PlainCall::make(context.library(), given);
    if (!made) continue;
    made->run();
    const std::vector<std::byte> expected = made->written();
    std::vector<PlainCall> calls(team, *made);
    std::mutex lock;
    std::optional<PlainCall::Difference> witness;
    int wrong = 0, all = 0;
    for (int round = 0; round < given.rounds; ++round)
      all += region->run(team, [&](int thread) {
        if (thread >= team) return;
        PlainCall& own = calls[static_cast<std::size_t>(thread)];
        own.run();
        const auto difference = own.difference(own.written(), expected);
        if (!difference) return;
        const std::lock_guard hold(lock);
        ++wrong;
        if (!witness) witness = difference;
      });
    context.count_calls(all);
    if (wrong == 0) continue;
    Divergence divergence = divergence_of(
        given, {.got = fmt::format("{:a}", witness->got),
                .expected = fmt::format("{:a}", witness->expected),
                .message = fmt::format("{} of {} calls by threads of an OpenMP parallel region give a wrong result",
                                       wrong, all)});
    divergence.bound_ratio = witness->ratio;
    context.report(std::move(divergence));
  }
}

}  // namespace

extern const Probe threads_openmp;
const Probe threads_openmp{
    .description =
        {
            .id = "threads/openmp",
            .shows = "whether the threads of an OpenMP parallel region may call, and each gets what it would get alone",
            .source = "OpenMathLib/OpenBLAS#3057, #1193, #5947; OpenMP 5.2, section 10.1 (parallel regions nest)",
            .seconds = 6,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_openmp,
};

}  // namespace fairplay::auditor::behaviour::probes
