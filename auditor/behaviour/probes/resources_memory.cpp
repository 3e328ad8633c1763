// Scratch memory that is allocated again for each call, or for each short-lived thread, and never freed.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/memory_in_use.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

/// Bytes that one of `count` repetitions leaves behind: the least of three rounds, since caches fill but once. A leak
/// of less than a cache line each isn't reported.
template <class Work>
double growth(int count, Work work) {
  for (int i = 0; i < count; ++i) work();
  double least = 1e300;
  for (int round = 0; round < 3; ++round) {
    const MemoryInUse before = MemoryInUse::now();
    for (int i = 0; i < count; ++i) work();
    least = std::min(least, MemoryInUse::now().grown_since(before) / count);
  }
  return least;
}

void report(Context& context, const CallCase& call, const std::string& text, double bytes, const char* whose) {
  if (bytes < context.threshold("bytes")) return;
  context.report(divergence_of(call, {.got = fmt::format("{:.0f} bytes more", bytes),
                                      .expected = "no more than before",
                                      .message = fmt::format("every {} leaves {:.0f} bytes behind", whose, bytes),
                                      .call = text}));
}

void run_resources_memory(Context& context) {
  for (const char* text : {"dgemm NN m=64 n=64 k=64", "dgemv N m=100 n=100", "dgetrf m=60 n=60", "ddot n=20000"}) {
    const CallCase given = context.call(text);
    if (!context.wants(given.routine)) continue;
    const int times = context.full() ? 1000 : 200;
    if (context.step(fmt::format("{} rounds={} measure=memory", text_of(given), times),
                     {.cpu_seconds = 20, .wall_seconds = 60})) {
      if (auto call = PlainCall::make(context.library(), given)) {
        report(context, given, fmt::format("{} rounds={} measure=memory", text_of(given), times),
               growth(times,
                      [&] {
                        call->run();
                        context.count_call();
                      }),
               "call");
      }
    }
    // One thread after another, each of which calls once: what the library keeps for a thread has to go with it.
    const int threads = context.full() ? 300 : 60;
    const std::string by_threads = fmt::format("{} rounds={} measure=thread-memory", text_of(given), threads);
    if (context.step(by_threads, {.cpu_seconds = 20, .wall_seconds = 60})) {
      if (auto call = PlainCall::make(context.library(), given)) {
        report(context, given, by_threads,
               growth(threads,
                      [&] {
                        std::thread([&] { call->run(); }).join();
                        context.count_call();
                      }),
               "thread that calls and ends");
      }
    }
  }
}

}  // namespace

extern const Probe resources_memory;
const Probe resources_memory{
    .description =
        {
            .id = "resources/memory",
            .shows = "whether memory grows with every call, or with every thread that calls and ends",
            .source = "OpenMathLib/OpenBLAS#1720, #1954, #3564",
            .seconds = 8,
            .alone = true,
            .threads = {2},
            .grade = Grade::resources,
        },
    .run = run_resources_memory,
};

}  // namespace fairplay::auditor::behaviour::probes
