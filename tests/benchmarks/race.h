#pragma once
// Libraries held against each other in one run, all loaded alike and called through the Fortran interface.
//
// Every library takes its turn in every round, so that the machine treats them alike; a counter is the best round of each: `gflops`, `of_peak` (the share of what this
// core's fused multiply-adds reach in registers), and for every rival how many times as fast as it we are (1.0: the same, 0.8: it is 1.25 times as fast).
// Environment: FAIRPLAY_BLAS (the library under test), FAIRPLAY_OPENBLAS and FAIRPLAY_BLIS (rivals, either may be missing), FAIRPLAY_BLAS_ISA, OPENBLAS_CORETYPE.

#include <benchmark/benchmark.h>
#include <dlfcn.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "blas/scalar.h"

namespace fairplay::blas::races {

struct Library {
  std::string name;
  void* handle;
};

inline const std::vector<Library>& libraries() {
  static const std::vector<Library> loaded = [] {
    ::setenv("OPENBLAS_NUM_THREADS", "1", 0);
    ::setenv("BLIS_NUM_THREADS", "1", 0);
    std::vector<Library> found;
    for (auto [name, variable] : {std::pair{"ours", "FAIRPLAY_BLAS"}, {"openblas", "FAIRPLAY_OPENBLAS"}, {"blis", "FAIRPLAY_BLIS"}})
      if (const char* path = std::getenv(variable))
        if (void* handle = ::dlopen(path, RTLD_NOW | RTLD_LOCAL)) found.push_back({name, handle});
    return found;
  }();
  return loaded;
}

// Processor time of this thread: others on the machine take turns with us, and everything here runs on one thread.
inline double now() {
  timespec t;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// --- the machine's peak ---

#if defined(__x86_64__)
// As many independent chains as two units of latency 4 or 5 can take.
template <class V, class R>
[[gnu::always_inline]] inline double chains() {
  constexpr int count = 12, steps = 20'000;
  V a{}, b{}, c{}, d{}, e{}, f{}, g{}, h{}, i{}, j{}, k{}, l{};
  V factor = V{} + R(0.5);
  // x = 0.5 x + 0.5
  auto step = [&](V& x) __attribute__((always_inline)) {
    if constexpr (sizeof(R) == 8)
      asm volatile("vfmadd213pd %1, %1, %0" : "+v"(x) : "v"(factor));
    else
      asm volatile("vfmadd213ps %1, %1, %0" : "+v"(x) : "v"(factor));
  };
  double best = 1e9;
  for (int round = 0; round < 50; ++round) {
    double start = now();
    for (int n = 0; n < steps; ++n) step(a), step(b), step(c), step(d), step(e), step(f), step(g), step(h), step(i), step(j), step(k), step(l);
    best = std::min(best, now() - start);
  }
  return 2.0 * count * steps * (sizeof(V) / sizeof(R)) / best * 1e-9;
}
template <class R>
[[gnu::target("avx512f"), gnu::noinline]] double peak_avx512() {
  typedef R V __attribute__((vector_size(64)));
  return chains<V, R>();
}
template <class R>
[[gnu::target("avx2,fma"), gnu::noinline]] double peak_avx2() {
  typedef R V __attribute__((vector_size(32)));
  return chains<V, R>();
}
#endif

// GFLOP/s of one core in registers alone, for the instruction set in use; 0 where it isn't known.
template <class R>
double peak() {
#if defined(__x86_64__)
  static const double gflops = [] {
    const char* isa = std::getenv("FAIRPLAY_BLAS_ISA");
    bool wide = isa != nullptr ? std::string(isa) == "avx512" : __builtin_cpu_supports("avx512f");
    if (wide) return peak_avx512<R>();
    return __builtin_cpu_supports("fma") ? peak_avx2<R>() : 0.0;
  }();
  return gflops;
#else
  return 0;
#endif
}

// --- operands and calls ---

template <class T>
struct Arrays {
  std::vector<T> a, b, c;
  explicit Arrays(std::size_t count) : a(count), b(count), c(count) {
    std::mt19937_64 random(1);
    for (std::vector<T>* v : {&a, &b, &c})
      for (T& x : *v) x = make<T>(element(random), element(random));
  }
  static Real<T> element(std::mt19937_64& random) { return static_cast<Real<T>>(static_cast<double>(static_cast<std::int64_t>(random())) * 0x1p-63); }
};

// What one library is asked to do in a turn: `prepare(repeats)` outside of the time that counts, then `call(i)` for every i < repeats. A library without the routine has no `call`.
struct Turn {
  std::function<void(int repeats)> prepare;
  std::function<void(int i)> call;
};

// `work` counts operations of reals in one call.
inline void race(benchmark::State& state, double work, double peak_gflops, int most_repeats, const std::function<Turn(void* library)>& turn_of) {
  if (libraries().empty() || libraries()[0].name != "ours") {
    state.SkipWithError("FAIRPLAY_BLAS names no library");
    return;
  }
  std::vector<Turn> turns;
  for (const Library& library : libraries()) turns.push_back(turn_of(library.handle));
  std::vector<double> best(turns.size(), 1e9);
  int repeats = static_cast<int>(std::clamp(1e7 / work, 1.0, static_cast<double>(most_repeats)));
  for (auto _ : state) {
    double first = now();
    for (std::size_t i = 0; i < turns.size(); ++i) {
      if (!turns[i].call) continue;
      turns[i].prepare(repeats);
      double start = now();
      for (int r = 0; r < repeats; ++r) turns[i].call(r);
      best[i] = std::min(best[i], (now() - start) / repeats);
    }
    state.SetIterationTime(now() - first);
  }
  if (!turns[0].call) return state.SkipWithError("the library has no such routine");
  state.counters["gflops"] = work / best[0] * 1e-9;
  if (peak_gflops > 0) state.counters["of_peak"] = work / best[0] * 1e-9 / peak_gflops;
  for (std::size_t i = 1; i < turns.size(); ++i)
    if (turns[i].call) state.counters["vs_" + libraries()[i].name] = best[i] / best[0];
}

// The same for a call that can be repeated as it is.
using Call = std::function<void()>;
inline void race(benchmark::State& state, double work, double peak_gflops, const std::function<Call(void* library)>& call_of) {
  race(state, work, peak_gflops, 100'000, [&](void* library) -> Turn { return {[](int) {}, [call = call_of(library)](int) { call(); }}; });
}

template <class F>
F* symbol(void* library, const std::string& name) {
  return reinterpret_cast<F*>(::dlsym(library, name.c_str()));
}

template <class T>
constexpr char letter = std::is_same_v<T, float> ? 's' : std::is_same_v<T, double> ? 'd' : std::is_same_v<T, Complex<float>> ? 'c' : 'z';

template <class Run>
void over(const std::string& name, std::initializer_list<int> sizes, Run run) {
  for (int n : sizes) {
    benchmark::internal::Benchmark* b = benchmark::RegisterBenchmark(name.c_str(), run)->Arg(n)->UseManualTime()->Unit(benchmark::kMicrosecond);
    if (n >= 2000) b->Iterations(5);
    else if (n >= 1000) b->Iterations(11);
    else b->MinTime(0.3);
  }
}

}  // namespace fairplay::blas::races
