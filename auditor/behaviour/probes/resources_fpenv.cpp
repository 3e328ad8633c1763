// A library linked with -ffast-math switches subnormals off for the whole program when it is loaded; others change
// rounding, take signals or pin threads.
#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/process_state.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

void report(Context& context, const std::string& change, const std::string& when, const CallCase* call) {
  const std::size_t colon = change.find(": "), comma = change.rfind(", now ");
  Observation seen{.got = change.substr(comma + 6),
                   .expected = change.substr(colon + 2, comma - colon - 2),
                   .message = when + " changes what belongs to the program: " + change.substr(0, colon)};
  if (call != nullptr) return context.report(divergence_of(*call, std::move(seen)));
  seen.call = "loading the library";
  context.report(divergence_of(std::move(seen)));
}

void run_resources_fpenv(Context& context) {
  ProcessState before = ProcessState::now();
  // This thread was started by the one that loaded the library, and has its settings.
  if (context.step("loading the library"))
    for (const std::string& change : before.changes_since(process_state_before_load()))
      report(context, change, "loading the library", nullptr);
  for (const char* text :
       {"sgemm NN m=50 n=60 k=70", "dgemm NT m=120 n=130 k=140", "zgemm NN m=40 n=40 k=40", "dgemv N m=500 n=300",
        "ddot n=100003", "dsyrk UN n=100 k=50", "dtrsm LUNN m=80 n=80", "dgetrf m=150 n=150", "dpotrf L n=150",
        "dgeqrf m=80 n=80", "dsyevd VU n=60", "dgeev NN n=40", "dgesdd N m=40 n=40"}) {
    const CallCase given = context.call(text);
    if (!context.wants(given.routine) || !context.step(text_of(given))) continue;
    auto call = PlainCall::make(context.library(), given);
    if (!call) continue;
    call->run();
    context.count_call();
    const ProcessState after = ProcessState::now();
    for (const std::string& change : after.changes_since(before)) report(context, change, "the call", &given);
    before = after;
  }
}

}  // namespace

extern const Probe resources_fpenv;
const Probe resources_fpenv{
    .description =
        {
            .id = "resources/fpenv",
            .shows = "whether loading the library and calling it leaves alone how the program rounds, what it does on "
                     "signals, its limits and processors",
            .source = "System V ABI, AMD64 supplement, section 3.2.3 (control bits are preserved across calls); "
                      "numpy/numpy#20895",
            .seconds = 2,
            .alone = false,
            .threads = {2},
            .grade = Grade::resources,
        },
    .run = run_resources_fpenv,
};

}  // namespace fairplay::auditor::behaviour::probes
