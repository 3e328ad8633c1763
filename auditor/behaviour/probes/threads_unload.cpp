// A plugin brings a BLAS along and goes again, or a program tries several: the library's own threads must not be left
// without the code that they run.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/child/memory_in_use.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

std::ptrdiff_t threads_now() {
  std::error_code error;
  const std::filesystem::directory_iterator tasks("/proc/self/task", error);
  return error ? 0 : std::distance(begin(tasks), end(tasks));
}

/// What threads without code do, they do within some wake-ups of theirs.
void let_threads_run() {
  for (int i = 0; i < 3; ++i) pause_for(3e-3);
}

void report(Context& context, const CallCase& call, DivergenceClass kind, std::string message, std::string got,
            std::string expected) {
  context.report(divergence_of(
      call, {.kind = kind, .got = std::move(got), .expected = std::move(expected), .message = std::move(message)}));
}

void run_threads_unload(Context& context) {
  CallCase given = context.call("dgemm NN m=300 n=300 k=300");
  given.reloads = true;
  given.rounds = context.full() ? 60 : 12;
  if (!context.wants(given.routine) ||
      !context.step(text_of(given), {.cpu_seconds = 30, .wall_seconds = 90, .idle_seconds = 8}))
    return;
  std::vector<std::byte> expected;
  double least_growth = 1e300;
  std::ptrdiff_t threads_at_first = 0, threads_left = 0;
  MemoryInUse before;
  const int window = given.rounds / 3;  // of three: in the first one caches fill
  for (int round = 0; round < given.rounds; ++round) {
    auto call = PlainCall::make(context.library(), given);
    if (!call) return;
    call->run();
    context.count_call();
    const std::vector<std::byte> bytes = call->written();
    if (round == 0) expected = bytes;
    if (const auto difference = call->difference(bytes, expected)) {
      report(context, given, DivergenceClass::defect,
             "a call gives a wrong result after the library was unloaded and loaded again",
             fmt::format("{:a}", difference->got), fmt::format("{:a}", difference->expected));
      return;
    }
    const bool unloaded = context.library().unload();
    let_threads_run();
    const std::ptrdiff_t threads = threads_now();
    if (round == 0) threads_at_first = threads;
    threads_left = threads - threads_at_first;
    if (const auto loaded = context.library().load_again(); !loaded) {
      report(context, given, DivergenceClass::defect, "it can't be loaded a second time", loaded.error(),
             "it is loaded");
      return;
    }
    if (!unloaded) {
      context.note("it stays in memory when it is unloaded");
      return;
    }
    if (window > 0 && (round + 1) % window == 0) {
      const MemoryInUse now = MemoryInUse::now();
      if (round + 1 > window) least_growth = std::min(least_growth, now.grown_since(before) / window);
      before = now;
    }
  }
  if (threads_left > 0)
    report(context, given, DivergenceClass::property, "threads of the library stay behind when it is unloaded",
           fmt::format("{} more threads after {} rounds", threads_left, given.rounds), "none");
  if (least_growth > context.threshold("bytes") && least_growth < 1e300)
    report(context, given, DivergenceClass::property,
           fmt::format("{:.0f} KB stay behind each time it is unloaded", least_growth / 1024),
           fmt::format("{:.0f} KB more", least_growth / 1024), "no more than before");
}

}  // namespace

extern const Probe threads_unload;
const Probe threads_unload{
    .description =
        {
            .id = "threads/unload",
            .shows = "whether the library may be unloaded after calls and loaded again: no crash, no hang, nothing "
                     "left behind",
            .source = "OpenMathLib/OpenBLAS#1720, #1942, #1954; POSIX.1-2017, dlclose()",
            .seconds = 8,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_unload,
};

}  // namespace fairplay::auditor::behaviour::probes
