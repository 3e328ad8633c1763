// Scratch memory that is taken anew for each call, or for each thread that comes and goes, and never given back.
#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/probes/probe.h"

namespace auditor::behaviour::probes {
namespace {

/// Bytes in use: what malloc has given out, and what is resident. Either shows leaks that the other hides.
struct InUse {
  double allocated = 0, resident = 0;
};
InUse in_use() {
  InUse now;
  const struct mallinfo2 info = mallinfo2();
  now.allocated = static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
  unsigned long size = 0, resident = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%lu %lu", &size, &resident) == 2) now.resident = static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
    std::fclose(file);
  }
  return now;
}

/// Bytes that one of `count` repetitions leaves behind: the least of three rounds, since caches fill but once. A leak of less than 64 bytes each isn't seen.
template <class Work>
double growth(int count, Work work) {
  for (int i = 0; i < count; ++i) work();
  double least = 1e300;
  for (int round = 0; round < 3; ++round) {
    const InUse before = in_use();
    for (int i = 0; i < count; ++i) work();
    const InUse after = in_use();
    least = std::min(least, std::max(after.allocated - before.allocated, after.resident - before.resident) / count);
  }
  return least;
}

void tell(Context& context, const CallCase& call, const std::string& text, double bytes, const char* whose) {
  if (bytes < 64) return;
  Divergence divergence;
  divergence.routine = call.routine;
  divergence.flags = call.flags;
  divergence.m = call.m;
  divergence.n = call.n;
  divergence.k = call.k;
  divergence.got = fmt::format("{:.0f} bytes more", bytes);
  divergence.expected = "no more than before";
  divergence.message = fmt::format("every {} leaves {:.0f} bytes behind", whose, bytes);
  divergence.call = text;
  context.tell(std::move(divergence));
}

void run(Context& context) {
  for (const char* text : {"dgemm NN m=64 n=64 k=64", "dgemv N m=100 n=100", "dgetrf m=60 n=60", "ddot n=20000"}) {
    CallCase given = *parse_call(text);
    given.seed = context.seed();
    if (!context.wants(given.routine)) continue;
    const int times = context.full() ? 1000 : 200;
    if (context.step(fmt::format("{} rounds={} measure=memory", text_of(given), times), {.cpu_seconds = 20, .wall_seconds = 60})) {
      if (auto call = PlainCall::make(context.library(), given)) {
        tell(context, given, fmt::format("{} rounds={} measure=memory", text_of(given), times), growth(times, [&] { call->run(); context.count_call(); }), "call");
      }
    }
    // One thread after another, each of which calls once: what the library keeps for a thread has to go with it.
    const int threads = context.full() ? 300 : 60;
    const std::string by_threads = fmt::format("{} callers=1 rounds={} measure=memory", text_of(given), threads);
    if (context.step(by_threads, {.cpu_seconds = 20, .wall_seconds = 60})) {
      if (auto call = PlainCall::make(context.library(), given)) {
        tell(context, given, by_threads, growth(threads, [&] { std::thread([&] { call->run(); }).join(); context.count_call(); }), "thread that calls and ends");
      }
    }
  }
}

}  // namespace

extern const Probe resources_memory;
const Probe resources_memory{
    .id = "resources/memory",
    .shows = "whether memory grows with every call, or with every thread that calls and ends",
    .source = "OpenMathLib/OpenBLAS#1720, #1954, #3564",
    .seconds = 8,
    .alone = true,
    .threads = {2},
    .run = run,
};

}  // namespace auditor::behaviour::probes
