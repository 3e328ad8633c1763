// LAPACK's factorisations against other libraries (race.h). They overwrite their operands, which are copied anew for
// every round, outside of the time that counts.

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "tests/benchmarks/race.h"

namespace {

using namespace fairplay::blas;
using namespace fairplay::blas::races;

// Copies of a matrix for the calls of one turn: as many as stay in the second cache.
template <class T>
class Copies {
 public:
  explicit Copies(std::vector<T> original) : original_(std::move(original)) {}
  int most() const {
    return static_cast<int>(std::clamp<std::size_t>((256 << 10) / (original_.size() * sizeof(T)), 1, 1000));
  }
  void make(int count) {
    all_.clear();
    for (int i = 0; i < count; ++i) all_.insert(all_.end(), original_.begin(), original_.end());
  }
  T* at(int i) { return all_.data() + static_cast<std::size_t>(i) * original_.size(); }

 private:
  std::vector<T> original_, all_;
};

// Random; `dominant`: symmetric or Hermitian with a diagonal that makes it positive definite.
template <class T>
std::vector<T> square(int n, bool dominant) {
  Arrays<T> arrays(static_cast<std::size_t>(n) * n);
  std::vector<T> a = arrays.a;
  auto at = [&](int i, int j) -> T& { return a[static_cast<std::size_t>(i) + static_cast<std::size_t>(j) * n]; };
  for (int j = 0; dominant && j < n; ++j) {
    for (int i = 0; i < j; ++i) at(j, i) = conj(at(i, j));
    at(j, j) = make<T>(static_cast<Real<T>>(n));
  }
  return a;
}

// call(library's function, the copy, the turn's other arguments)
template <class T, class F, class Run>
void factor(benchmark::State& state, const std::string& routine, double cubed, bool dominant, Run run) {
  const int n = static_cast<int>(state.range(0));
  const double n3 = static_cast<double>(n) * n * n;
  auto copies = std::make_shared<Copies<T>>(square<T>(n, dominant));
  race(state, cubed * n3 * (is_complex<T> ? 4 : 1), peak<Real<T>>(), copies->most(), [=](void* library) -> Turn {
    auto f = symbol<F>(library, letter<T> + routine + "_");
    if (f == nullptr) return {};
    auto pivots = std::make_shared<std::vector<int>>(n);
    auto work = std::make_shared<std::vector<T>>(static_cast<std::size_t>(n) * 130);
    return {[=](int repeats) { copies->make(repeats); },
            [=](int i) { run(f, n, copies->at(i), pivots->data(), work->data(), static_cast<int>(work->size())); }};
  });
}

template <class T>
void getrf(benchmark::State& state) {
  using F = void(const int*, const int*, T*, const int*, int*, int*);
  factor<T, F>(state, "getrf", 2.0 / 3, false, [](F* f, int n, T* a, int* pivots, T*, int) {
    int info;
    f(&n, &n, a, &n, pivots, &info);
  });
}
template <class T>
void potrf(benchmark::State& state, char uplo) {
  using F = void(const char*, const int*, T*, const int*, int*, std::size_t);
  factor<T, F>(state, "potrf", 1.0 / 3, true, [uplo](F* f, int n, T* a, int*, T*, int) {
    int info;
    f(&uplo, &n, a, &n, &info, 1);
  });
}
template <class T>
void geqrf(benchmark::State& state) {
  using F = void(const int*, const int*, T*, const int*, T*, T*, const int*, int*);
  factor<T, F>(state, "geqrf", 4.0 / 3, false, [](F* f, int n, T* a, int*, T* work, int lwork) {
    int info, rest = lwork - n;
    f(&n, &n, a, &n, work, work + n, &rest, &info);
  });
}
template <class T>
void sytrf(benchmark::State& state, const char* routine, char uplo) {
  using F = void(const char*, const int*, T*, const int*, int*, T*, const int*, int*, std::size_t);
  factor<T, F>(state, routine, 1.0 / 3, false, [uplo](F* f, int n, T* a, int* pivots, T* work, int lwork) {
    int info;
    f(&uplo, &n, a, &n, pivots, work, &lwork, &info, 1);
  });
}
// One right-hand side.
template <class T>
void gesv(benchmark::State& state) {
  using F = void(const int*, const int*, T*, const int*, int*, T*, const int*, int*);
  factor<T, F>(state, "gesv", 2.0 / 3, false, [](F* f, int n, T* a, int* pivots, T* work, int) {
    int info, one = 1;
    for (int i = 0; i < n; ++i) work[i] = make<T>(1);
    f(&n, &one, a, &n, pivots, work, &n, &info);
  });
}

template <class T>
void all_of(std::initializer_list<int> sizes, std::initializer_list<int> small) {
  const std::string l(1, letter<T>);
  over(l + "getrf", sizes, getrf<T>);
  for (char uplo : {'L', 'U'}) over(l + "potrf/" + uplo, sizes, [uplo](benchmark::State& s) { potrf<T>(s, uplo); });
  over(l + "geqrf", sizes, geqrf<T>);
  over(l + "gesv", small, gesv<T>);
  over(l + "sytrf/L", sizes, [](benchmark::State& s) { sytrf<T>(s, "sytrf", 'L'); });
  if constexpr (is_complex<T>) over(l + "hetrf/U", sizes, [](benchmark::State& s) { sytrf<T>(s, "hetrf", 'U'); });
}

const bool registered = [] {
  all_of<double>({100, 500, 1000, 2000}, {4, 8, 16, 32, 64});
  all_of<float>({100, 1000}, {4, 16, 64});
  all_of<Complex<float>>({100, 1000}, {4, 16, 64});
  all_of<Complex<double>>({100, 1000}, {4, 16, 64});
  return true;
}();

}  // namespace
