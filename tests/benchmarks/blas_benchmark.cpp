// The BLAS against other libraries, all loaded alike and called through the Fortran interface.
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
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "blas/scalar.h"

namespace {

using namespace fairplay::blas;

struct Library {
  std::string name;
  void* handle;
};

const std::vector<Library>& libraries() {
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
double now() {
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

// What one library is asked to do, again and again; `work` counts operations of reals in one call.
using Call = std::function<void()>;

void race(benchmark::State& state, double work, double peak_gflops, const std::function<Call(void* library)>& call_of) {
  if (libraries().empty() || libraries()[0].name != "ours") {
    state.SkipWithError("FAIRPLAY_BLAS names no library");
    return;
  }
  std::vector<Call> calls;
  for (const Library& library : libraries()) calls.push_back(call_of(library.handle));
  std::vector<double> best(calls.size(), 1e9);
  int repeats = static_cast<int>(std::clamp(1e7 / work, 1.0, 1e5));
  for (auto _ : state) {
    double first = now();
    for (std::size_t i = 0; i < calls.size(); ++i) {
      double start = now();
      for (int r = 0; r < repeats; ++r) calls[i]();
      best[i] = std::min(best[i], (now() - start) / repeats);
    }
    state.SetIterationTime(now() - first);
  }
  state.counters["gflops"] = work / best[0] * 1e-9;
  if (peak_gflops > 0) state.counters["of_peak"] = work / best[0] * 1e-9 / peak_gflops;
  for (std::size_t i = 1; i < calls.size(); ++i) state.counters["vs_" + libraries()[i].name] = best[i] / best[0];
}

template <class F>
F* symbol(void* library, const std::string& name) {
  return reinterpret_cast<F*>(::dlsym(library, name.c_str()));
}

template <class T>
constexpr char letter = std::is_same_v<T, float> ? 's' : std::is_same_v<T, double> ? 'd' : std::is_same_v<T, Complex<float>> ? 'c' : 'z';

template <class T>
void gemm(benchmark::State& state, char transa, char transb) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<T>>(static_cast<std::size_t>(n) * n);
  race(state, 2.0 * n * n * n * (is_complex<T> ? 4 : 1), peak<Real<T>>(), [=](void* library) -> Call {
    auto f = symbol<void(const char*, const char*, const int*, const int*, const int*, const T*, const T*, const int*, const T*, const int*, const T*, T*, const int*, std::size_t, std::size_t)>(
        library, std::string{letter<T>} + "gemm_");
    return [=] {
      T one = make<T>(1), zero{};
      f(&transa, &transb, &n, &n, &n, &one, arrays->a.data(), &n, arrays->b.data(), &n, &zero, arrays->c.data(), &n, 1, 1);
    };
  });
}

template <class T>
void syrk(benchmark::State& state, char uplo, char trans) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<T>>(static_cast<std::size_t>(n) * n);
  race(state, 1.0 * n * n * n * (is_complex<T> ? 4 : 1), peak<Real<T>>(), [=](void* library) -> Call {
    auto f = symbol<void(const char*, const char*, const int*, const int*, const T*, const T*, const int*, const T*, T*, const int*, std::size_t, std::size_t)>(library, std::string{letter<T>} + "syrk_");
    return [=] {
      T one = make<T>(1), zero{};
      f(&uplo, &trans, &n, &n, &one, arrays->a.data(), &n, &zero, arrays->c.data(), &n, 1, 1);
    };
  });
}

template <class T>
void triangular(benchmark::State& state, const char* routine, char side, char uplo, char trans) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<T>>(static_cast<std::size_t>(n) * n);
  // Near the identity: neither a product nor a solution that is repeated for ever grows.
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) arrays->a[i + static_cast<std::size_t>(j) * n] = make<T>(i == j ? Real<T>(1) : real(arrays->a[i + static_cast<std::size_t>(j) * n]) / Real<T>(n * n));
  race(state, 1.0 * n * n * n * (is_complex<T> ? 4 : 1), peak<Real<T>>(), [=](void* library) -> Call {
    auto f = symbol<void(const char*, const char*, const char*, const char*, const int*, const int*, const T*, const T*, const int*, T*, const int*, std::size_t, std::size_t, std::size_t, std::size_t)>(
        library, std::string{letter<T>} + routine);
    auto b = std::make_shared<std::vector<T>>(arrays->b);
    return [=] {
      char diag = 'N';
      T one = make<T>(1);
      f(&side, &uplo, &trans, &diag, &n, &n, &one, arrays->a.data(), &n, b->data(), &n, 1, 1, 1, 1);
    };
  });
}

template <class T>
void gemv(benchmark::State& state, char trans) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<T>>(static_cast<std::size_t>(n) * n);
  race(state, 2.0 * n * n * (is_complex<T> ? 4 : 1), peak<Real<T>>(), [=](void* library) -> Call {
    auto f = symbol<void(const char*, const int*, const int*, const T*, const T*, const int*, const T*, const int*, const T*, T*, const int*, std::size_t)>(library, std::string{letter<T>} + "gemv_");
    return [=] {
      T one = make<T>(1), zero{};
      int step = 1;
      f(&trans, &n, &n, &one, arrays->a.data(), &n, arrays->b.data(), &step, &zero, arrays->c.data(), &step, 1);
    };
  });
}

void ddot(benchmark::State& state) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<double>>(n);
  race(state, 2.0 * n, peak<double>(), [=](void* library) -> Call {
    auto f = symbol<double(const int*, const double*, const int*, const double*, const int*)>(library, "ddot_");
    return [=] {
      int step = 1;
      benchmark::DoNotOptimize(f(&n, arrays->a.data(), &step, arrays->b.data(), &step));
    };
  });
}

void daxpy(benchmark::State& state) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<double>>(n);
  race(state, 2.0 * n, peak<double>(), [=](void* library) -> Call {
    auto f = symbol<void(const int*, const double*, const double*, const int*, double*, const int*)>(library, "daxpy_");
    return [=] {
      int step = 1;
      double alpha = 1e-9;
      f(&n, &alpha, arrays->a.data(), &step, arrays->c.data(), &step);
    };
  });
}

// --- what is measured ---

template <class Run>
void over(const std::string& name, std::initializer_list<int> sizes, Run run) {
  for (int n : sizes) {
    benchmark::internal::Benchmark* b = benchmark::RegisterBenchmark(name.c_str(), run)->Arg(n)->UseManualTime()->Unit(benchmark::kMicrosecond);
    if (n >= 2000) b->Iterations(5);
    else if (n >= 1000) b->Iterations(11);
    else b->MinTime(0.3);
  }
}

const bool registered = [] {
  for (const char* t : {"NN", "NT", "TN"}) over(std::string("dgemm/") + t, {8, 16, 32, 64, 100, 256, 1000, 2000}, [t](benchmark::State& s) { gemm<double>(s, t[0], t[1]); });
  over("sgemm/NN", {8, 16, 32, 64, 100, 256, 1000, 2000}, [](benchmark::State& s) { gemm<float>(s, 'N', 'N'); });
  over("zgemm/NN", {8, 16, 32, 64, 100, 256, 1000, 2000}, [](benchmark::State& s) { gemm<Complex<double>>(s, 'N', 'N'); });
  over("cgemm/NN", {64, 1000}, [](benchmark::State& s) { gemm<Complex<float>>(s, 'N', 'N'); });
  over("dsyrk/LN", {100, 1000, 2000}, [](benchmark::State& s) { syrk<double>(s, 'L', 'N'); });
  over("dsyrk/UT", {100, 1000, 2000}, [](benchmark::State& s) { syrk<double>(s, 'U', 'T'); });
  for (const char* o : {"LLN", "LUT", "RUN", "RLT"}) over(std::string("dtrsm/") + o, {100, 1000, 2000}, [o](benchmark::State& s) { triangular<double>(s, "trsm_", o[0], o[1], o[2]); });
  over("dtrmm/LLN", {100, 1000}, [](benchmark::State& s) { triangular<double>(s, "trmm_", 'L', 'L', 'N'); });
  over("dgemv/N", {100, 1000, 4000}, [](benchmark::State& s) { gemv<double>(s, 'N'); });
  over("dgemv/T", {100, 1000, 4000}, [](benchmark::State& s) { gemv<double>(s, 'T'); });
  for (int n : {100, 1000, 10'000, 100'000, 1'000'000}) {
    benchmark::RegisterBenchmark("ddot", ddot)->Arg(n)->UseManualTime()->Unit(benchmark::kMicrosecond)->MinTime(0.2);
    benchmark::RegisterBenchmark("daxpy", daxpy)->Arg(n)->UseManualTime()->Unit(benchmark::kMicrosecond)->MinTime(0.2);
  }
  return true;
}();

}  // namespace
