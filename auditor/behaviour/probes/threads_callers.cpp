// What threads of one program do to one another in a library that keeps its scratch memory, or its own threads, in
// places they share.
#include <fmt/format.h>

#include <atomic>
#include <mutex>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/at_once.h"
#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

struct Shape {
  const char* call;  // of several, callers take one each in turn
  int rounds;        // of calls by each caller, between two looks at the time
};
// The smallest sizes race most often: copies into shared buffers are a larger part of a call. Those of 4 x 6000 and 1 x
// 128 x 300 take paths of their own. Kernels for small matrices (OpenBLAS, SkylakeX: m * n * k up to 10^6,
// interface/gemm.c) need no buffer: 128^3 is beyond them.
constexpr Shape shapes[] = {
    {"dgemm NN m=64 n=64 k=64", 20},
    {"dgemm NN m=128 n=128 k=128", 3},
    {"dgemm NN m=1 n=128 k=300", 20},
    {"dgemv N m=4 n=6000", 40},
    {"dgemv T m=6000 n=4", 40},
    {"dsyrk UN n=256 k=256", 1},
    {"sgemm NT m=40 n=48 k=70", 10},
    {"zgemm NN m=24 n=32 k=40", 10},
    {"dgetrf m=90 n=90", 4},
    {"dgemm TN m=48 n=48 k=48;dgemv N m=300 n=200;dsyrk LN n=60 k=40;dtrsm LLNN m=48 n=48;ddot n=5000;dger m=100 "
     "n=80;sgemm NN m=50 n=50 k=50;dpotrf L n=80",
     8},
};
/// A race has no number of calls that is enough: each shape and number of callers has so much CPU time, or until
/// something is wrong.
constexpr double cpu_seconds = 0.3;

double cpu_time() { return seconds(CLOCK_PROCESS_CPUTIME_ID); }

std::vector<CallCase> calls_of(const Context& context, std::string_view text) {
  std::vector<CallCase> calls;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    calls.push_back(context.call(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return calls;
}

/// What went wrong first, over all callers.
struct Witness {
  std::mutex lock;
  std::optional<PlainCall::Difference> difference;
  CallCase call;
};

/// Whether nothing was wrong.
bool callers(Context& context, const Shape& shape, int count) {
  const std::vector<CallCase> calls = calls_of(context, shape.call);
  std::vector<PlainCall> prepared;
  std::vector<std::vector<std::byte>> serial;
  for (int i = 0; i < count; ++i) {
    const CallCase& call = calls[static_cast<std::size_t>(i) % calls.size()];
    if (!context.wants(call.routine)) return true;
    auto made = PlainCall::make(context.library(), call);
    if (!made) return true;
    prepared.push_back(std::move(*made));
  }
  std::string text = text_of(calls.front());
  for (std::size_t i = 1; i < calls.size(); ++i) text += " with=" + calls[i].routine;
  text += fmt::format(" callers={}", count);
  if (!context.step(text, {.cpu_seconds = 20, .wall_seconds = 120})) return true;
  for (PlainCall& call : prepared) {
    call.run();
    context.count_call();
    serial.push_back(call.written());
  }
  Witness witness;
  std::atomic<int> wrong = 0;
  int made = 0;
  const double budget = cpu_time() + (context.full() ? 5 : 1) * cpu_seconds;
  while (wrong == 0 && cpu_time() < budget) {
    const bool ran = at_once(count, [&](int caller) {
      const auto i = static_cast<std::size_t>(caller);
      for (int round = 0; round < shape.rounds; ++round) {
        prepared[i].run();
        const std::vector<std::byte> got = prepared[i].written();
        if (got == serial[i]) continue;
        const auto difference = prepared[i].difference(got, serial[i]);
        if (!difference) continue;
        ++wrong;
        const std::lock_guard hold(witness.lock);
        if (!witness.difference) witness.difference = difference, witness.call = prepared[i].call();
      }
    });
    if (!ran) {
      context.note(
          fmt::format("{} threads can't be started here: {} isn't tried with them", count, calls.front().routine));
      return true;
    }
    made += shape.rounds * count;
  }
  context.count_calls(made);
  if (wrong == 0) return true;
  Divergence divergence = divergence_of(
      witness.call,
      {.got = fmt::format("{:a}", witness.difference->got),
       .expected = fmt::format("{:a}", witness.difference->expected),
       .message = fmt::format("{} of {} calls by {} threads at once give a wrong result", wrong.load(), made, count),
       .call = text + fmt::format(" rounds={}", made / count)});
  divergence.bound_ratio = witness.difference->ratio;
  context.report(std::move(divergence));
  return false;
}

void run_threads_callers(Context& context) {
  for (const Shape& shape : shapes)
    for (const int count : {16, 4})
      if (!callers(context, shape, count)) break;
}

}  // namespace

extern const Probe threads_callers;
const Probe threads_callers{
    .description =
        {
            .id = "threads/callers",
            .shows = "whether several threads may call at once and each gets what it would get alone",
            .source = "OpenMathLib/OpenBLAS#1844, #2126, #1851; LAPACK 3.3 release notes (thread safety)",
            .seconds = 20,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_callers,
};

}  // namespace fairplay::auditor::behaviour::probes
