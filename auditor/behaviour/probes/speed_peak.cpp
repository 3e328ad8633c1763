// What a wrong kernel, a debug build or a machine that emulates instructions costs, measured beside the bundled
// reference in the same second.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <functional>

#include "auditor/behaviour/calls/divergence_call.h"
#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/probe.h"
#include "blas/hunting/fma_peak.h"
#include "blas/lapack/lu.h"
#include "blas/level2.h"
#include "blas/level3.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

namespace blas = fairplay::blas;

/// What the CPU gives this thread: on a busy machine the best of several is still the machine's speed.
double seconds_of(const std::function<void()>& work) {
  const double before = seconds(CLOCK_THREAD_CPUTIME_ID);
  work();
  return seconds(CLOCK_THREAD_CPUTIME_ID) - before;
}

template <class T>
std::function<void()> reference_gemm(std::int64_t n) {
  const auto size = static_cast<std::size_t>(n * n);
  return
      [n, a = std::vector<T>(size, T{1} / 3), b = std::vector<T>(size, T{1} / 7), c = std::vector<T>(size)]() mutable {
        blas::gemm<T>(blas::Trans::none, blas::Trans::none, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
      };
}
std::function<void()> reference_gemv(std::int64_t n) {
  return [n, a = std::vector<double>(static_cast<std::size_t>(n * n), 1.0 / 3),
          x = std::vector<double>(static_cast<std::size_t>(n), 1.0 / 7),
          y = std::vector<double>(static_cast<std::size_t>(n))]() mutable {
    blas::gemv<double>(blas::Trans::none, n, n, 1, a.data(), n, x.data(), 1, 0, y.data(), 1);
  };
}

/// Of the same matrix, for pivots decide how many rows are exchanged.
std::function<void()> reference_getrf(std::int64_t n, const std::vector<double>& a) {
  return [n, a, lu = a, pivots = std::vector<std::int64_t>(static_cast<std::size_t>(n))]() mutable {
    lu = a;
    blas::lapack::getrf<double>(n, n, lu.data(), n, pivots.data());
  };
}
/// The operand that the call of the subject has, without gaps.
std::vector<double> matrix_of(const CallCase& call) {
  std::vector<double> a(static_cast<std::size_t>(call.m * call.n));
  const auto prepared = prepare(call);
  if (!prepared) return a;
  for (const Argument& argument : (*prepared)->describe().arguments)
    if (argument.name == "a" && argument.content.size() == a.size() * sizeof(double))
      std::memcpy(a.data(), argument.content.data(), argument.content.size());
  return a;
}

constexpr int rounds = 7;

void compare(Context& context, const CallCase& given, double operations, double peak,
             const std::function<void()>& reference) {
  if (!context.wants(given.routine) || !context.step(text_of(given), {.cpu_seconds = 60, .wall_seconds = 120})) return;
  auto call = PlainCall::make(context.library(), given);
  if (!call) return;
  call->run();
  reference();
  double own = 1e300, other = 1e300;
  // In turn, so that a change of clock meets both.
  for (int i = 0; i < rounds; ++i) {
    own = std::min(own, seconds_of([&] { call->run(); }));
    other = std::min(other, seconds_of(reference));
    context.count_call();
  }
  const auto speed = [&](double time) { return operations / time * 1e-9; };
  const std::string whole =
      peak > 0 ? fmt::format(" of the {:.3g} that fused multiply-adds reach in registers", peak) : "";
  context.note(fmt::format("{}: {:.2g} GFLOP/s{}; the bundled reference {:.2g}", text_of(given), speed(own), whole,
                           speed(other)));
  if (own <= context.threshold("times") * other) return;
  Divergence divergence;
  divergence.kind = DivergenceClass::property;
  set_call(divergence, given);
  divergence.got = fmt::format("{:.2g} GFLOP/s", speed(own));
  divergence.expected = fmt::format("{:.2g} GFLOP/s, as the bundled reference has here", speed(other));
  divergence.message =
      fmt::format("{} takes {:.1f} times as long as the bundled reference on one thread", given.routine, own / other);
  divergence.call = text_of(given) + " measure=time";
  context.tell(std::move(divergence));
}

void run_speed_peak(Context& context) {
  const double peak = blas::hunting::fma_peak<double>(), single_peak = blas::hunting::fma_peak<float>();
  compare(context, context.call("dgemm NN m=256 n=256 k=256"), 2.0 * 256 * 256 * 256, peak,
          reference_gemm<double>(256));
  compare(context, context.call("sgemm NN m=256 n=256 k=256"), 2.0 * 256 * 256 * 256, single_peak,
          reference_gemm<float>(256));
  compare(context, context.call("dgemv N m=400 n=400"), 2.0 * 400 * 400, peak, reference_gemv(400));
  const CallCase lu = context.call("dgetrf m=256 n=256");
  compare(context, lu, 2.0 / 3 * 256 * 256 * 256, peak, reference_getrf(256, matrix_of(lu)));
}

}  // namespace

extern const Probe speed_peak;
const Probe speed_peak{
    .description =
        {
            .id = "speed/peak",
            .shows = "whether products and an LU factorisation take more than three times as long as the bundled "
                     "reference's on one thread, in the same run",
            .source = "measured: tuned libraries and the reference reach 75 to 91 % of the peak of an AVX2 core, "
                      "docs/blas-kernels.md",
            .seconds = 5,
            .alone = true,
        },
    .run = run_speed_peak,
};

}  // namespace fairplay::auditor::behaviour::probes
