// The oracle's gemm against OpenBLAS's, both in every iteration so that the machine treats them alike: `ratio` is the
// best time of the one over the best of the other. FAIRPLAY_OPENBLAS names the library (libopenblas.so.0 of Debian's
// libopenblas0-pthread); OPENBLAS_CORETYPE and OPENBLAS_NUM_THREADS are OpenBLAS's own. blas_speed.py sets them.

#include <benchmark/benchmark.h>
#include <dlfcn.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "blas/hunting/dots.h"
#include "blas/hunting/matrices.h"
#include "blas/oracle/level1.h"
#include "blas/oracle/matrices.h"

namespace {

using namespace fairplay::blas;
using hunting::MatrixFamily;

template <class T>
using Gemm = void (*)(const char*, const char*, const int*, const int*, const int*, const T*, const T*, const int*,
                      const T*, const int*, const T*, T*, const int*, std::size_t, std::size_t);

template <class T>
constexpr const char* gemm_name = "";
template <>
constexpr const char* gemm_name<float> = "sgemm_";
template <>
constexpr const char* gemm_name<double> = "dgemm_";
template <>
constexpr const char* gemm_name<Complex<float>> = "cgemm_";
template <>
constexpr const char* gemm_name<Complex<double>> = "zgemm_";

void* openblas() {
  static void* library = [] {
    ::setenv("OPENBLAS_NUM_THREADS", "1", 0);
    const char* path = std::getenv("FAIRPLAY_OPENBLAS");
    return path != nullptr ? ::dlopen(path, RTLD_NOW | RTLD_LOCAL) : nullptr;
  }();
  return library;
}

// Processor time: both run on this thread alone, and other programs' load doesn't count.
double now() {
  timespec time;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

template <class T>
void gemm(benchmark::State& state, MatrixFamily family) {
  if (openblas() == nullptr) {
    state.SkipWithError("FAIRPLAY_OPENBLAS names no library");
    return;
  }
  Gemm<T> rival = reinterpret_cast<Gemm<T>>(::dlsym(openblas(), gemm_name<T>));
  int n = static_cast<int>(state.range(0));
  hunting::Random random(1);
  auto pair = hunting::make_pair_of<T>(family, n, n, n, random);
  std::vector<T> c(static_cast<std::size_t>(n) * static_cast<std::size_t>(n)), d(c);
  T one = make<T>(1), zero{};
  double ours = 1e9, theirs = 1e9;
  oracle::Statistics statistics;
  for (auto _ : state) {
    double start = now();
    rival("N", "N", &n, &n, &n, &one, pair.a.data(), &n, pair.b.data(), &n, &zero, c.data(), &n, 1, 1);
    double middle = now();
    statistics = {};
    oracle::gemm<T>(Trans::none, Trans::none, n, n, n, one, pair.a.data(), n, pair.b.data(), n, zero, d.data(), n,
                    &statistics);
    double end = now();
    theirs = std::min(theirs, middle - start);
    ours = std::min(ours, end - middle);
    state.SetIterationTime(end - middle);
  }
  state.counters["ratio"] = ours / theirs;
  state.counters["openblas_ms"] = 1e3 * theirs;
  double all = static_cast<double>(statistics.certified + statistics.sliced + statistics.exact);
  state.counters["certified"] = static_cast<double>(statistics.certified) / all;
}

void dot(benchmark::State& state, hunting::DotFamily family) {
  hunting::Random random(1);
  auto d = hunting::make_dot<double>(family, state.range(0), random);
  for (auto _ : state) benchmark::DoNotOptimize(oracle::dot(state.range(0), d.x.data(), 1, d.y.data(), 1));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

auto* of_type(const char* name, void (*run)(benchmark::State&, MatrixFamily), MatrixFamily family) {
  return benchmark::RegisterBenchmark((std::string(name) + "/" + hunting::name_of(family)).c_str(), run, family)
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond);
}
const bool registered = [] {
  of_type("dgemm", gemm<double>, MatrixFamily::uniform)->Arg(100)->Arg(300)->Arg(1000)->Iterations(7);
  of_type("dgemm", gemm<double>, MatrixFamily::graded)->Arg(1000)->Iterations(5);
  for (MatrixFamily family : {MatrixFamily::cancelling, MatrixFamily::annihilated, MatrixFamily::subnormal})
    of_type("dgemm", gemm<double>, family)->Arg(1000)->Iterations(2);
  of_type("sgemm", gemm<float>, MatrixFamily::uniform)->Arg(1000)->Iterations(5);
  of_type("zgemm", gemm<Complex<double>>, MatrixFamily::uniform)->Arg(1000)->Iterations(3);
  return true;
}();

BENCHMARK_CAPTURE(dot, uniform, hunting::DotFamily::uniform)->Arg(1000)->Arg(100000);
BENCHMARK_CAPTURE(dot, any, hunting::DotFamily::any)->Arg(1000);
BENCHMARK_CAPTURE(dot, cancelling, hunting::DotFamily::cancelling)->Arg(1000);

}  // namespace
