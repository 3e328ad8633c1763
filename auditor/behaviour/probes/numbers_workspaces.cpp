#include <fmt/format.h>

#include <array>

#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/subject/fortran_call.h"

namespace fairplay::auditor::behaviour::probes {

/// Above 2^24 a float holds no odd number: a length rounded down is one too small. Only a query; nothing is computed.
static void run_numbers_workspaces(Context& context) {
  void* ssyevd = context.library().routine("ssyevd");
  std::int64_t n = 2897, query = -1;
  const std::int64_t needed = 1 + 6 * n + 2 * n * n;
  if (ssyevd == nullptr || !context.wants("ssyevd") || !context.step(fmt::format("ssyevd VU n={}", n))) return;
  char vectors = 'V', upper = 'U';
  std::array<float, 4> a{}, w{}, work{};
  std::array<std::int64_t, 4> iwork{}, info{};
  const std::array<void*, 11> arguments{&vectors,    &upper, &n,           a.data(), &n,         w.data(),
                                        work.data(), &query, iwork.data(), &query,   info.data()};
  call_fortran<void>(ssyevd, arguments);
  context.count_call();
  if (static_cast<double>(work[0]) >= static_cast<double>(needed)) return;
  Divergence divergence;
  divergence.kind = DivergenceClass::property;
  divergence.routine = "ssyevd";
  divergence.flags = "VU";
  divergence.n = n;
  divergence.got = fmt::format("{:.0f} elements", work[0]);
  divergence.expected = fmt::format("at least {}", needed);
  divergence.message =
      "asked for its workspace, the routine gives less than it needs: above 2^24 elements a float isn't rounded up";
  divergence.source = "LAPACK 3.11's ssyevd.f; since 3.12 SROUNDUP_LWORK rounds up";
  divergence.call = fmt::format("ssyevd VU n={}", n);
  context.tell(std::move(divergence));
}

extern const Probe numbers_workspaces;
const Probe numbers_workspaces{
    .description =
        {
            .id = "numbers/workspaces",
            .shows =
                "whether a single-precision routine asks for enough workspace where that is more than 2^24 elements",
            .source = "LAPACK Users' Guide, 3rd ed. (1999), section 5.1.5.1; LAPACK's SROUNDUP_LWORK",
            .seconds = 1,
            .alone = false,
        },
    .run = run_numbers_workspaces,
};

}  // namespace fairplay::auditor::behaviour::probes
