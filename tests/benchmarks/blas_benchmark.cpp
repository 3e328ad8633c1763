// The BLAS against other libraries (race.h).

#include <initializer_list>
#include <memory>
#include <string>

#include "tests/benchmarks/race.h"

namespace {

using namespace fairplay::blas;
using namespace fairplay::blas::races;

template <class T>
void gemm(benchmark::State& state, char transa, char transb) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<T>>(static_cast<std::size_t>(n) * n);
  race(state, 2.0 * n * n * n * (is_complex<T> ? 4 : 1), peak<Real<T>>(), [=](void* library) -> Call {
    auto f = symbol<void(const char*, const char*, const int*, const int*, const int*, const T*, const T*, const int*,
                         const T*, const int*, const T*, T*, const int*, std::size_t, std::size_t)>(
        library, std::string{letter<T>} + "gemm_");
    return [=] {
      T one = make<T>(1), zero{};
      f(&transa, &transb, &n, &n, &n, &one, arrays->a.data(), &n, arrays->b.data(), &n, &zero, arrays->c.data(), &n, 1,
        1);
    };
  });
}

template <class T>
void syrk(benchmark::State& state, char uplo, char trans) {
  int n = static_cast<int>(state.range(0));
  auto arrays = std::make_shared<Arrays<T>>(static_cast<std::size_t>(n) * n);
  race(state, 1.0 * n * n * n * (is_complex<T> ? 4 : 1), peak<Real<T>>(), [=](void* library) -> Call {
    auto f = symbol<void(const char*, const char*, const int*, const int*, const T*, const T*, const int*, const T*, T*,
                         const int*, std::size_t, std::size_t)>(library, std::string{letter<T>} + "syrk_");
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
    for (int i = 0; i < n; ++i)
      arrays->a[i + static_cast<std::size_t>(j) * n] =
          make<T>(i == j ? Real<T>(1) : real(arrays->a[i + static_cast<std::size_t>(j) * n]) / Real<T>(n * n));
  race(state, 1.0 * n * n * n * (is_complex<T> ? 4 : 1), peak<Real<T>>(), [=](void* library) -> Call {
    auto f = symbol<void(const char*, const char*, const char*, const char*, const int*, const int*, const T*, const T*,
                         const int*, T*, const int*, std::size_t, std::size_t, std::size_t, std::size_t)>(
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
    auto f = symbol<void(const char*, const int*, const int*, const T*, const T*, const int*, const T*, const int*,
                         const T*, T*, const int*, std::size_t)>(library, std::string{letter<T>} + "gemv_");
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

const bool registered = [] {
  for (const char* t : {"NN", "NT", "TN"})
    over(std::string("dgemm/") + t, {8, 16, 32, 64, 100, 256, 1000, 2000},
         [t](benchmark::State& s) { gemm<double>(s, t[0], t[1]); });
  over("sgemm/NN", {8, 16, 32, 64, 100, 256, 1000, 2000}, [](benchmark::State& s) { gemm<float>(s, 'N', 'N'); });
  over("zgemm/NN", {8, 16, 32, 64, 100, 256, 1000, 2000},
       [](benchmark::State& s) { gemm<Complex<double>>(s, 'N', 'N'); });
  over("cgemm/NN", {64, 1000}, [](benchmark::State& s) { gemm<Complex<float>>(s, 'N', 'N'); });
  over("dsyrk/LN", {100, 1000, 2000}, [](benchmark::State& s) { syrk<double>(s, 'L', 'N'); });
  over("dsyrk/UT", {100, 1000, 2000}, [](benchmark::State& s) { syrk<double>(s, 'U', 'T'); });
  for (const char* o : {"LLN", "LUT", "RUN", "RLT"})
    over(std::string("dtrsm/") + o, {100, 1000, 2000},
         [o](benchmark::State& s) { triangular<double>(s, "trsm_", o[0], o[1], o[2]); });
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
