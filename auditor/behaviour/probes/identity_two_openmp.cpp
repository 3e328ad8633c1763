// Each OpenMP runtime starts as many threads as there are processors, and none knows of the other's: slow, and with
// Intel's beside LLVM's an abort.
#include <fmt/format.h>

#include "auditor/behaviour/child/openmp_region.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

void run_identity_two_openmp(Context& context) {
  const std::vector<std::string> runtimes = openmp_runtimes();
  if (runtimes.size() < 2) return;
  std::string names;
  for (const std::string& path : runtimes) names += (names.empty() ? "" : ", ") + path.substr(path.rfind('/') + 1);
  Divergence divergence;
  divergence.kind = DivergenceClass::property;
  divergence.got = fmt::format("{} runtimes: {}", runtimes.size(), names);
  divergence.expected = "one at most";
  divergence.message = "loading the library brings more than one OpenMP runtime into the process";
  divergence.call = "loading the library";
  context.tell(std::move(divergence));
}

}  // namespace

extern const Probe identity_two_openmp;
const Probe identity_two_openmp{
    .description =
        {
            .id = "identity/two-openmp",
            .shows = "whether the library brings more than one OpenMP runtime along, by itself or by what it needs",
            .source = "threadpoolctl, multiple_openmp.md; LLVM OpenMP runtime, KMP_DUPLICATE_LIB_OK",
            .seconds = 1,
            .alone = false,
        },
    .run = run_identity_two_openmp,
};

}  // namespace fairplay::auditor::behaviour::probes
