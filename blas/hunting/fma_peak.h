#pragma once
// What one core reaches by fused multiply-adds in registers alone: the measure for kernels.

#include <time.h>

#include <algorithm>

namespace fairplay::blas::hunting {

// Processor time of this thread, in seconds: others on the machine take turns with it.
inline double thread_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

#if defined(__x86_64__)
// x = 0.5 x + 0.5 in as many independent chains as two units of latency 4 or 5 can take, `steps` times. In one piece:
// compilers neither have to know the instructions nor can leave any out.
#define FAIRPLAY_CHAIN(precision, vector, x) "vfmadd213" precision " %%" vector "15, %%" vector "15, %%" vector x "\n\t"
#define FAIRPLAY_CHAINS(precision, broadcast, vector)                                                                  \
  asm volatile(broadcast " %[half], %%" vector                                                                         \
                         "15\n\t"                                                                                      \
                         "vxorps %%xmm0, %%xmm0, %%xmm0\n\tvxorps %%xmm1, %%xmm1, %%xmm1\n\tvxorps %%xmm2, %%xmm2, "   \
                         "%%xmm2\n\tvxorps %%xmm3, %%xmm3, %%xmm3\n\t"                                                 \
                         "vxorps %%xmm4, %%xmm4, %%xmm4\n\tvxorps %%xmm5, %%xmm5, %%xmm5\n\tvxorps %%xmm6, %%xmm6, "   \
                         "%%xmm6\n\tvxorps %%xmm7, %%xmm7, %%xmm7\n\t"                                                 \
                         "vxorps %%xmm8, %%xmm8, %%xmm8\n\tvxorps %%xmm9, %%xmm9, %%xmm9\n\tvxorps %%xmm10, %%xmm10, " \
                         "%%xmm10\n\tvxorps %%xmm11, %%xmm11, %%xmm11\n"                                               \
                         "1:\n\t" FAIRPLAY_CHAIN(precision, vector, "0") FAIRPLAY_CHAIN(precision, vector, "1")        \
                             FAIRPLAY_CHAIN(precision, vector, "2") FAIRPLAY_CHAIN(precision, vector, "3")             \
                                 FAIRPLAY_CHAIN(precision, vector, "4") FAIRPLAY_CHAIN(precision, vector, "5")         \
                                     FAIRPLAY_CHAIN(precision, vector, "6") FAIRPLAY_CHAIN(precision, vector, "7")     \
                                         FAIRPLAY_CHAIN(precision, vector, "8") FAIRPLAY_CHAIN(precision, vector, "9") \
                                             FAIRPLAY_CHAIN(precision, vector, "10") FAIRPLAY_CHAIN(                   \
                                                 precision, vector, "11") "dec %[steps]\n\tjnz 1b\n\tvzeroupper"       \
               : [steps] "+r"(steps)                                                                                   \
               : [half] "m"(half)                                                                                      \
               : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",        \
                 "xmm11", "xmm15")
template <class R>
void fma_chains(long steps, bool wide) {
  const R half = R(0.5);
  if constexpr (sizeof(R) == 8) {
    if (wide)
      FAIRPLAY_CHAINS("pd", "vbroadcastsd", "zmm");
    else
      FAIRPLAY_CHAINS("pd", "vbroadcastsd", "ymm");
  } else {
    if (wide)
      FAIRPLAY_CHAINS("ps", "vbroadcastss", "zmm");
    else
      FAIRPLAY_CHAINS("ps", "vbroadcastss", "ymm");
  }
}
#undef FAIRPLAY_CHAINS
#undef FAIRPLAY_CHAIN
#endif

// GFLOP/s of one core, some milliseconds' work, in the widest vectors that the CPU has (`wide`: of 512 bits too); 0
// where it isn't known how to measure.
template <class R>
double fma_peak(bool wide = true) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("fma")) return 0;
  wide = wide && __builtin_cpu_supports("avx512f");
  constexpr long steps = 20'000;
  const double operations = 2.0 * 12 * steps * (wide ? 64 : 32) / sizeof(R);
  double best = 1e9;
  for (int round = 0; round < 50; ++round) {
    const double start = thread_seconds();
    fma_chains<R>(steps, wide);
    best = std::min(best, thread_seconds() - start);
  }
  return operations / best * 1e-9;
#else
  static_cast<void>(wide);
  return 0;
#endif
}

}  // namespace fairplay::blas::hunting
