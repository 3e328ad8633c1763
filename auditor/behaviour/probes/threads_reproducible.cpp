// The same call twice, in memory that lies otherwise: documents allow other bits, people who compare runs want to know.
#include <fmt/format.h>

#include <functional>
#include <optional>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/thread_setting.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

constexpr const char* calls[] = {"dgemm NN m=200 n=300 k=400",
                                 "sgemm TN m=300 n=300 k=300",
                                 "dgemv T m=3000 n=300",
                                 "dsyrk UN n=200 k=300",
                                 "ddot n=100003",
                                 "dtrsm LLNN m=200 n=100",
                                 "dgetrf m=250 n=250",
                                 "dpotrf L n=250"};

/// Wrong results are the business of threads/callers and the probes of numbers: here other bits are but other bits.
int other_bits(Context& context, const PlainCall& made, int rounds) {
  std::vector<std::byte> first;
  std::vector<PlainCall> kept;  // so that the next one's operands lie elsewhere
  int other = 0;
  for (int round = 0; round < rounds; ++round) {
    if (round % 4 == 0) kept.push_back(made);
    kept.back().run();
    context.count_call();
    const std::vector<std::byte> bits = kept.back().written();
    if (first.empty()) first = bits;
    other += bits != first ? 1 : 0;
  }
  return other;
}

/// Whether the number of threads decides about the bits. A library whose number can't be set by a call isn't asked.
bool depends_on_threads(Context& context, const PlainCall& made) {
  const std::function<void(int)> set_threads = threads_of(context.library());
  if (!set_threads) return false;
  PlainCall call(made);
  std::vector<std::vector<std::byte>> bits;
  for (const int threads : {1, 2}) {
    set_threads(threads);
    call.run();
    context.count_call();
    bits.push_back(call.written());
  }
  set_threads(context.threads());
  return bits[1] != bits[0];
}

/// Whether the operands' addresses decide about the bits: at the end and at the beginning of a page, and as many
/// elements off a vector register's boundary.
bool depends_on_alignment(Context& context, CallCase call) {
  std::vector<std::byte> first;
  const int element = call.routine.starts_with('s') ? 4 : 8;
  call.first = true;
  for (const int elements : {0, 1, 2, 3, 5}) {
    call.shift = elements * element;
    auto prepared = prepare(call);
    if (!prepared || !(*prepared)->run(context.library())) return false;
    context.count_call();
    const std::vector<std::byte> bits = (*prepared)->written();
    if (first.empty()) first = bits;
    if (bits != first) return true;
  }
  return false;
}

/// One sentence for all the routines that show it.
class Dependence {
 public:
  Dependence(std::string message, std::string expected)
      : message_(std::move(message)), expected_(std::move(expected)) {}
  void add(const CallCase& call) {
    if (!first_) first_ = call;
    routines_ += (routines_.empty() ? "" : ", ") + call.routine;
  }
  void report(Context& context) {
    if (!first_) return;
    context.report(divergence_of(*first_, {.kind = DivergenceClass::property,
                                           .got = "other bits: " + routines_,
                                           .expected = expected_,
                                           .message = message_}));
  }

 private:
  std::string message_, expected_, routines_;
  std::optional<CallCase> first_;
};

void run_threads_reproducible(Context& context) {
  Dependence on_threads("the number of threads decides about the last bits",
                        "the same bits with one thread and with two"),
      on_alignment("where operands lie decides about the last bits", "the same bits at every alignment");
  for (const char* text : calls) {
    const CallCase given = context.call(text);
    const int rounds = context.full() ? 100 : 12;
    const std::string step = fmt::format("{} rounds={}", text_of(given), rounds);
    if (!context.wants(given.routine) || !context.step(step, {.cpu_seconds = 30, .wall_seconds = 90})) continue;
    const auto made = PlainCall::make(context.library(), given);
    if (!made) continue;
    if (const int other = other_bits(context, *made, rounds); other > 0) {
      // What differs from run to run differs in everything else, too.
      context.report(divergence_of(given, {.kind = DivergenceClass::property,
                                           .got = fmt::format("other bits in {} of {} calls", other, rounds),
                                           .expected = "the same bits for the same operands",
                                           .message = "the same call doesn't give the same bits each time",
                                           .call = step}));
      continue;
    }
    if (depends_on_threads(context, *made)) on_threads.add(given);
    if (depends_on_alignment(context, given)) on_alignment.add(given);
  }
  on_threads.report(context);
  on_alignment.report(context);
}

}  // namespace

extern const Probe threads_reproducible;
const Probe threads_reproducible{
    .description =
        {
            .id = "threads/reproducible",
            .shows = "whether the same call gives the same bits again: run to run, with other numbers of threads, "
                     "wherever its operands lie",
            .source = "J. Demmel, H. D. Nguyen, Parallel Reproducible Summation, IEEE Trans. Computers 64 (2015)",
            .seconds = 6,
            .alone = true,
            .threads = {2},
            .grade = Grade::concurrency,
        },
    .run = run_threads_reproducible,
};

}  // namespace fairplay::auditor::behaviour::probes
