#include "blas/isa.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include "blas/built_in_sets.h"

namespace fairplay::blas {
namespace {

constexpr int max_threads = 1024;

bool cpu_runs(const char* isa) {
#if defined(__x86_64__)
  // The compiler's runtime asks CPUID, and XGETBV whether the operating system saves the registers.
  __builtin_cpu_init();
  if (std::strcmp(isa, "avx2") == 0) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (std::strcmp(isa, "avx512") == 0)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#endif
  return std::strcmp(isa, "baseline") == 0 || std::strcmp(isa, "neon") == 0;
}

[[noreturn]] void refuse(const char* variable, const char* value, const char* reason) {
  std::fprintf(stderr, "fairplay: %s=%.64s: %s\n", variable, value, reason);
  std::abort();
}

const KernelSet& chosen_set() {
  const char* name = std::getenv("FAIRPLAY_BLAS_ISA");
  if (name == nullptr || *name == '\0') return **supported().begin();
  for (const KernelSet* set : supported())
    if (std::strcmp(set->isa, name) == 0) return *set;
  for (const KernelSet* set : built_in_sets)
    if (std::strcmp(set->isa, name) == 0)
      refuse("FAIRPLAY_BLAS_ISA", name, "this CPU doesn't have that instruction set");
  refuse("FAIRPLAY_BLAS_ISA", name,
         "unknown; known are baseline, avx2 and avx512 on x86-64, baseline and neon on AArch64");
}

int chosen_threads() {
  const char* text = std::getenv("FAIRPLAY_BLAS_THREADS");
  if (text == nullptr || *text == '\0') return 1;
  char* end = nullptr;
  long count = std::strtol(text, &end, 10);
  if (*end != '\0' || count < 1 || count > max_threads)
    refuse("FAIRPLAY_BLAS_THREADS", text, "not a number of threads from 1 to 1024");
  return static_cast<int>(count);
}

// Two threads that come first at once both choose, and choose the same: no lock is needed.
std::atomic<const KernelSet*> set_in_use = nullptr;
std::atomic<int> threads_in_use = 0;
std::atomic<void (*)()> first_action = nullptr;

}  // namespace

const KernelSet& kernels() {
  const KernelSet* set = set_in_use.load(std::memory_order_acquire);
  if (set == nullptr) {
    if (auto* action = first_action.exchange(nullptr)) action();
    set = &chosen_set();
    set_in_use.store(set, std::memory_order_release);
  }
  return *set;
}

SupportedSets supported() {
  SupportedSets found;
  static_assert(std::size(built_in_sets) <= std::size(found.sets));
  for (const KernelSet* set : built_in_sets)
    if (cpu_runs(set->isa)) found.sets[found.count++] = set;
  return found;
}

int threads() {
  int count = threads_in_use.load(std::memory_order_relaxed);
  if (count == 0) {
    count = chosen_threads();
    threads_in_use.store(count, std::memory_order_relaxed);
  }
  return count;
}

void before_first_use(void (*action)()) { first_action.store(action); }

void use(const KernelSet& set) { set_in_use.store(&set, std::memory_order_release); }
void use_threads(int count) { threads_in_use.store(count, std::memory_order_relaxed); }

}  // namespace fairplay::blas
