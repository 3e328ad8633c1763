#pragma once
// Libraries compared with each other in one run, all loaded alike and called through the Fortran interface.
//
// Every library takes its turn in every round, so that the machine treats them alike; a counter is the best round of
// each: `gflops`, `of_peak` (the share of what this core's fused multiply-adds reach in registers), and for every rival
// how many times as fast as it we are (1.0: the same, 0.8: it is 1.25 times as fast). Environment: FAIRPLAY_BLAS (the
// library under test), FAIRPLAY_OPENBLAS and FAIRPLAY_BLIS (rivals, either may be missing), FAIRPLAY_BLAS_ISA,
// OPENBLAS_CORETYPE.

#include <benchmark/benchmark.h>
#include <dlfcn.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "blas/hunting/fma_peak.h"
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
    for (auto [name, variable] :
         {std::pair{"ours", "FAIRPLAY_BLAS"}, {"openblas", "FAIRPLAY_OPENBLAS"}, {"blis", "FAIRPLAY_BLIS"}})
      if (const char* path = std::getenv(variable))
        if (void* handle = ::dlopen(path, RTLD_NOW | RTLD_LOCAL)) found.push_back({name, handle});
    return found;
  }();
  return loaded;
}

using hunting::thread_seconds;

// --- the machine's peak ---

// GFLOP/s of one core in registers alone, for the instruction set in use; 0 where it isn't known.
template <class R>
double peak() {
  static const double gflops = [] {
    const char* isa = std::getenv("FAIRPLAY_BLAS_ISA");
    return hunting::fma_peak<R>(isa == nullptr || std::string(isa) == "avx512");
  }();
  return gflops;
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
  static Real<T> element(std::mt19937_64& random) {
    return static_cast<Real<T>>(static_cast<double>(static_cast<std::int64_t>(random())) * 0x1p-63);
  }
};

// What one library is asked to do in a turn: `prepare(repeats)` outside of the time that counts, then `call(i)` for
// every i < repeats. A library without the routine has no `call`.
struct Turn {
  std::function<void(int repeats)> prepare;
  std::function<void(int i)> call;
};

// `work` counts operations of reals in one call.
inline void race(benchmark::State& state, double work, double peak_gflops, int most_repeats,
                 const std::function<Turn(void* library)>& turn_of) {
  if (libraries().empty() || libraries()[0].name != "ours") {
    state.SkipWithError("FAIRPLAY_BLAS names no library");
    return;
  }
  std::vector<Turn> turns;
  for (const Library& library : libraries()) turns.push_back(turn_of(library.handle));
  std::vector<double> best(turns.size(), 1e9);
  int repeats = static_cast<int>(std::clamp(1e7 / work, 1.0, static_cast<double>(most_repeats)));
  for (auto _ : state) {
    double first = thread_seconds();
    for (std::size_t i = 0; i < turns.size(); ++i) {
      if (!turns[i].call) continue;
      turns[i].prepare(repeats);
      double start = thread_seconds();
      for (int r = 0; r < repeats; ++r) turns[i].call(r);
      best[i] = std::min(best[i], (thread_seconds() - start) / repeats);
    }
    state.SetIterationTime(thread_seconds() - first);
  }
  if (!turns[0].call) return state.SkipWithError("the library has no such routine");
  state.counters["gflops"] = work / best[0] * 1e-9;
  if (peak_gflops > 0) state.counters["of_peak"] = work / best[0] * 1e-9 / peak_gflops;
  for (std::size_t i = 1; i < turns.size(); ++i)
    if (turns[i].call) state.counters["vs_" + libraries()[i].name] = best[i] / best[0];
}

// The same for a call that can be repeated as it is.
using Call = std::function<void()>;
inline void race(benchmark::State& state, double work, double peak_gflops,
                 const std::function<Call(void* library)>& call_of) {
  race(state, work, peak_gflops, 100'000, [&](void* library) -> Turn {
    return {[](int) {}, [call = call_of(library)](int) { call(); }};
  });
}

template <class F>
F* symbol(void* library, const std::string& name) {
  return reinterpret_cast<F*>(::dlsym(library, name.c_str()));
}

template <class T>
constexpr char letter = std::is_same_v<T, float>            ? 's'
                        : std::is_same_v<T, double>         ? 'd'
                        : std::is_same_v<T, Complex<float>> ? 'c'
                                                            : 'z';

template <class Run>
void over(const std::string& name, std::initializer_list<int> sizes, Run run) {
  for (int n : sizes) {
    benchmark::internal::Benchmark* b =
        benchmark::RegisterBenchmark(name.c_str(), run)->Arg(n)->UseManualTime()->Unit(benchmark::kMicrosecond);
    if (n >= 2000)
      b->Iterations(5);
    else if (n >= 1000)
      b->Iterations(11);
    else
      b->MinTime(0.3);
  }
}

}  // namespace fairplay::blas::races
