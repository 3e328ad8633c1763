// A routine that keeps its scratch memory on the caller's stack ends programs whose threads have small ones: musl's 128
// KB, a runtime's worker's 1 MB.
#include <fmt/format.h>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/painted_stack.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

/// From small to large: a routine is reported at the first size that takes too much.
constexpr const char* calls[] = {
    "sgemm NN m=100 n=100 k=100",
    "dgemm NN m=100 n=100 k=100",
    "dgemm TN m=300 n=300 k=300",
    "cgemm NN m=60 n=60 k=60",
    "zgemm NN m=200 n=200 k=200",
    "dgemv N m=300 n=300",
    "dgemv T m=2000 n=500",
    "sgemv N m=500 n=400",
    "dger m=200 n=200",
    "dsyrk UN n=300 k=100",
    "dtrsm LUNN m=200 n=200",
    "ddot n=100003",
    "daxpy n=20000",
    "sgetrf m=100 n=100",
    "sgetrf m=300 n=300",
    "dgetrf m=100 n=100",
    "dgetrf m=300 n=300",
    "dgesv n=250 k=3",
    "dpotrf L n=300",
    "dgeqrf m=200 n=200",
    "dsyevd VU n=100",
    "dgeev NN n=60",
    "dgesdd N m=60 n=60",
};

void run_resources_stack(Context& context) {
  const auto note = static_cast<std::size_t>(context.threshold("note-bytes")),
             error = static_cast<std::size_t>(context.threshold("error-bytes"));
  std::vector<std::string> reported;
  for (const char* text : calls) {
    const CallCase given = context.call(text);
    if (!context.wants(given.routine)) continue;
    const std::string step = text_of(given) + " measure=stack";
    if (!context.step(step)) continue;
    auto call = PlainCall::make(context.library(), given);
    if (!call || std::ranges::find(reported, given.routine) != reported.end()) continue;
    // The first call starts threads and allocates; both are measured.
    std::size_t most = 0;
    for (int i = 0; i < 2; ++i) {
      most = std::max(most, stack_taken_by([&] { call->run(); }));
      context.count_call();
    }
    if (most <= note) continue;
    reported.push_back(given.routine);
    context.report(divergence_of(
        given, {.kind = most > error ? DivergenceClass::defect : DivergenceClass::property,
                .got = fmt::format("{} KB", (most + 1023) / 1024),
                .expected = fmt::format("at most {} KB", note / 1024),
                .message = fmt::format("{} takes {} KB of its caller's stack", given.routine, (most + 1023) / 1024),
                .call = step}));
  }
}

}  // namespace

extern const Probe resources_stack;
const Probe resources_stack{
    .description =
        {
            .id = "resources/stack",
            .shows = "how much of its caller's stack each routine takes, by sizes and numbers of threads",
            .source = "OpenMathLib/OpenBLAS#1082, #567; pthread_attr_setstacksize(3)",
            .seconds = 12,
            .alone = true,
            .threads = {1, 2},
            .grade = Grade::resources,
        },
    .run = run_resources_stack,
};

}  // namespace fairplay::auditor::behaviour::probes
