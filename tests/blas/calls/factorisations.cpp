#include "tests/blas/calls/typed_call.h"

namespace fairplay::blas {
namespace {

// Symmetric or Hermitian, with a diagonal of `diagonal`: n makes it positive definite, zero asks for pivots of order 2.
template <class T>
std::vector<T> symmetric(int n, int lda, unsigned seed, bool hermitian, int diagonal) {
  std::vector<T> made = operand<T>(static_cast<std::size_t>(lda) * n, seed);
  auto at = [&](int i, int j) -> T& { return made[static_cast<std::size_t>(i) + static_cast<std::size_t>(j) * lda]; };
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < j; ++i) {
      at(j, i) = at(i, j);
      if constexpr (sizeof(T) != sizeof(typename Letter<T>::Real)) {
        if (hermitian) at(j, i) = std::conj(at(i, j));
      }
    }
    at(j, j) = T(static_cast<typename Letter<T>::Real>(diagonal));
  }
  return made;
}

template <class T>
void add_factorisations(const Library& library, int n, std::vector<std::unique_ptr<Call>>& made) {
  using R = typename Letter<T>::Real;
  constexpr bool complex = sizeof(T) != sizeof(R);
  const std::string letter(1, Letter<T>::letter);
  const int ld = n + 3, columns = 5, work_size = 64 * n + 64 * 64;
  const std::size_t area = static_cast<std::size_t>(ld) * n;

  // b: n elements for tau, and workspace.
  auto add = [&](const std::string& routine, const std::string& options, std::vector<T> a, std::vector<T> c,
                 std::function<void(TypedCall<T>&)> body) {
    auto call = std::make_unique<TypedCall<T>>();
    call->name = letter + routine + " " + options + " " + std::to_string(n);
    call->a = std::move(a);
    call->b.resize(static_cast<std::size_t>(n + work_size));
    call->before = std::move(c);
    call->pivots.resize(static_cast<std::size_t>(n));
    call->body = std::move(body);
    made.push_back(std::move(call));
  };
  auto any = [&](unsigned seed) { return operand<T>(area, seed); };
  auto positive = [&](unsigned seed) { return symmetric<T>(n, ld, seed, true, 4 * n); };
  auto record = [](TypedCall<T>& o, int info) { o.result = info; };

  auto getrf = reinterpret_cast<void (*)(Int, Int, T*, Int, int*, int*)>(library.symbol(letter + "getrf_"));
  auto getri = reinterpret_cast<void (*)(Int, T*, Int, int*, T*, Int, int*)>(library.symbol(letter + "getri_"));
  auto gesv = reinterpret_cast<void (*)(Int, Int, T*, Int, int*, T*, Int, int*)>(library.symbol(letter + "gesv_"));
  add("getrf", "", {}, any(41), [=](TypedCall<T>& o) {
    int info = 0;
    getrf(&n, &n, o.c.data(), &ld, o.pivots.data(), &info);
    record(o, info);
  });
  add("getri", "", {}, positive(42), [=](TypedCall<T>& o) {
    int info = 0;
    getrf(&n, &n, o.c.data(), &ld, o.pivots.data(), &info);
    getri(&n, o.c.data(), &ld, o.pivots.data(), o.b.data(), &work_size, &info);
    record(o, info);
  });
  for (int sides : {1, columns})
    add("gesv", std::to_string(sides), positive(43), operand<T>(static_cast<std::size_t>(ld) * columns, 44),
        [=](TypedCall<T>& o) {
          int info = 0;
          std::vector<T> a = o.a;
          gesv(&n, &sides, a.data(), &ld, o.pivots.data(), o.c.data(), &ld, &info);
          record(o, info);
        });

  auto potrf = reinterpret_cast<void (*)(Text, Int, T*, Int, int*)>(library.symbol(letter + "potrf_"));
  auto potri = reinterpret_cast<void (*)(Text, Int, T*, Int, int*)>(library.symbol(letter + "potri_"));
  for (Text uplo : {"U", "L"}) {
    add("potrf", uplo, {}, positive(45), [=](TypedCall<T>& o) {
      int info = 0;
      potrf(uplo, &n, o.c.data(), &ld, &info);
      record(o, info);
    });
    add("potri", uplo, {}, positive(46), [=](TypedCall<T>& o) {
      int info = 0;
      potrf(uplo, &n, o.c.data(), &ld, &info);
      potri(uplo, &n, o.c.data(), &ld, &info);
      record(o, info);
    });
  }

  for (std::string routine : {"sytrf", "hetrf"}) {
    const bool hermitian = routine == "hetrf";
    if (hermitian && !complex) continue;
    auto factor =
        reinterpret_cast<void (*)(Text, Int, T*, Int, int*, T*, Int, int*)>(library.symbol(letter + routine + "_"));
    for (Text uplo : {"U", "L"})
      for (int size : {1, work_size})
        add(routine, std::string(uplo) + " work " + std::to_string(size), {}, symmetric<T>(n, ld, 47, hermitian, 0),
            [=](TypedCall<T>& o) {
              int info = 0;
              factor(uplo, &n, o.c.data(), &ld, o.pivots.data(), o.b.data(), &size, &info);
              record(o, info);
            });
  }

  auto geqrf = reinterpret_cast<void (*)(Int, Int, T*, Int, T*, T*, Int, int*)>(library.symbol(letter + "geqrf_"));
  auto orgqr = reinterpret_cast<void (*)(Int, Int, Int, T*, Int, const T*, T*, Int, int*)>(
      library.symbol(letter + (complex ? "ungqr_" : "orgqr_")));
  auto ormqr = reinterpret_cast<void (*)(Text, Text, Int, Int, Int, const T*, Int, const T*, T*, Int, T*, Int, int*)>(
      library.symbol(letter + (complex ? "unmqr_" : "ormqr_")));
  add("geqrf", "", {}, any(48), [=](TypedCall<T>& o) {
    int info = 0;
    geqrf(&n, &n, o.c.data(), &ld, o.b.data(), o.b.data() + n, &work_size, &info);
    record(o, info);
  });
  add("orgqr", "", {}, any(49), [=](TypedCall<T>& o) {
    int info = 0;
    geqrf(&n, &n, o.c.data(), &ld, o.b.data(), o.b.data() + n, &work_size, &info);
    orgqr(&n, &n, &n, o.c.data(), &ld, o.b.data(), o.b.data() + n, &work_size, &info);
    record(o, info);
  });
  for (Text side : {"L", "R"})
    add("ormqr", side, any(50), any(51), [=](TypedCall<T>& o) {
      int info = 0;
      std::vector<T> a = o.a;
      geqrf(&n, &n, a.data(), &ld, o.b.data(), o.b.data() + n, &work_size, &info);
      ormqr(side, complex ? "C" : "T", &n, &n, &n, a.data(), &ld, o.b.data(), o.c.data(), &ld, o.b.data() + n,
            &work_size, &info);
      record(o, info);
    });
}

}  // namespace

std::vector<std::unique_ptr<Call>> factorisations(const Library& library, int size) {
  std::vector<std::unique_ptr<Call>> made;
  add_factorisations<float>(library, size, made);
  add_factorisations<double>(library, size, made);
  add_factorisations<std::complex<float>>(library, size, made);
  add_factorisations<std::complex<double>>(library, size, made);
  return made;
}

}  // namespace fairplay::blas
