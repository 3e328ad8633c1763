// What a wrong kernel, a debug build or a machine that emulates instructions costs, measured beside the bundled reference in the same second.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <functional>

#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/probes/probe.h"
#include "blas/level2.h"
#include "blas/level3.h"

namespace auditor::behaviour::probes {
namespace {

namespace blas = fairplay::blas;

/// What the CPU gave this thread: on a busy machine the best of several is still the machine's speed.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}
double seconds_of(const std::function<void()>& work) {
  const double before = thread_seconds();
  work();
  return thread_seconds() - before;
}

template <class T>
std::function<void()> reference_gemm(std::int64_t n) {
  const auto size = static_cast<std::size_t>(n * n);
  return [n, a = std::vector<T>(size, T{1} / 3), b = std::vector<T>(size, T{1} / 7), c = std::vector<T>(size)]() mutable {
    blas::gemm<T>(blas::Trans::none, blas::Trans::none, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
  };
}
std::function<void()> reference_gemv(std::int64_t n) {
  return [n, a = std::vector<double>(static_cast<std::size_t>(n * n), 1.0 / 3), x = std::vector<double>(static_cast<std::size_t>(n), 1.0 / 7), y = std::vector<double>(static_cast<std::size_t>(n))]() mutable {
    blas::gemv<double>(blas::Trans::none, n, n, 1, a.data(), n, x.data(), 1, 0, y.data(), 1);
  };
}

/// A third is out of reach of noise: healthy tuned libraries take 0.8 to 1.2 times the reference's time, plain Fortran ten times.
constexpr double far = 3;
constexpr int rounds = 7;

void compare(Context& context, const char* text, double operations, std::function<void()> reference) {
  CallCase given = *parse_call(text);
  given.seed = context.seed();
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
  if (own <= far * other) return;
  Divergence divergence;
  divergence.kind = DivergenceClass::property;
  divergence.routine = given.routine;
  divergence.flags = given.flags;
  divergence.m = given.m;
  divergence.n = given.n;
  divergence.k = given.k;
  divergence.got = fmt::format("{:.2g} GFLOP/s", operations / own * 1e-9);
  divergence.expected = fmt::format("{:.2g} GFLOP/s, as the bundled reference has here", operations / other * 1e-9);
  divergence.message = fmt::format("{} takes {:.1f} times as long as the bundled reference on one thread", given.routine, own / other);
  divergence.call = text_of(given) + " measure=time";
  context.tell(std::move(divergence));
}

void run(Context& context) {
  compare(context, "dgemm NN m=256 n=256 k=256", 2.0 * 256 * 256 * 256, reference_gemm<double>(256));
  compare(context, "sgemm NN m=256 n=256 k=256", 2.0 * 256 * 256 * 256, reference_gemm<float>(256));
  compare(context, "dgemv N m=400 n=400", 2.0 * 400 * 400, reference_gemv(400));
}

}  // namespace

extern const Probe speed_peak;
const Probe speed_peak{
    .id = "speed/peak",
    .shows = "whether products take more than three times as long as the bundled reference's on one thread, in the same run",
    .source = "measured: tuned libraries and the reference reach 75 to 91 % of the peak of an AVX2 core, docs/blas-kernels.md",
    .seconds = 5,
    .alone = true,
    .run = run,
};

}  // namespace auditor::behaviour::probes
