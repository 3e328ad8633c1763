#include "tests/blas/calls/calls.h"

#include <dlfcn.h>

#include <stdexcept>

#include "tests/blas/calls/typed_call.h"

namespace fairplay::blas {

Library::Library(const std::string& path) : handle_(::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) throw std::runtime_error(::dlerror());
}
Library::~Library() { ::dlclose(handle_); }
void* Library::symbol(const std::string& name) const {
  void* found = ::dlsym(handle_, name.c_str());
  if (found == nullptr) throw std::runtime_error("no " + name);
  return found;
}

namespace {

template <class T>
void add_calls(const Library& library, int n, std::vector<std::unique_ptr<Call>>& made) {
  using R = typename Letter<T>::Real;
  constexpr bool complex = sizeof(T) != sizeof(R);
  const std::string letter(1, Letter<T>::letter);
  const int ld = n + 3;
  const std::size_t area = static_cast<std::size_t>(ld) * n;
  const T alpha = T(R(0.75)), beta = T(R(-0.5));
  const R real_alpha = R(0.75), real_beta = R(-0.5);
  const int two_back = -2, one = 1;
  const std::size_t strided = 2 * static_cast<std::size_t>(n);

  auto add = [&](const std::string& routine, const std::string& options, std::vector<T> a, std::vector<T> b,
                 std::vector<T> c, std::function<void(TypedCall<T>&)> body) {
    auto call = std::make_unique<TypedCall<T>>();
    call->name = routine + " " + options + " " + std::to_string(n);
    call->a = std::move(a);
    call->b = std::move(b);
    call->before = std::move(c);
    call->body = std::move(body);
    made.push_back(std::move(call));
  };
  auto any = [&](unsigned seed) { return operand<T>(area, seed); };
  auto vector = [&](unsigned seed) { return operand<T>(strided, seed); };

  auto gemm =
      reinterpret_cast<void (*)(Text, Text, Int, Int, Int, const T*, const T*, Int, const T*, Int, const T*, T*, Int)>(
          library.symbol(letter + "gemm_"));
  for (Text options : {"NN", "NT", "TN", "TT", "CC"})
    add(letter + "gemm", options, any(1), any(2), any(3), [=](TypedCall<T>& o) {
      gemm(options, options + 1, &n, &n, &n, &alpha, o.a.data(), &ld, o.b.data(), &ld, &beta, o.c.data(), &ld);
    });

  auto symm =
      reinterpret_cast<void (*)(Text, Text, Int, Int, const T*, const T*, Int, const T*, Int, const T*, T*, Int)>(
          library.symbol(letter + (complex ? "hemm_" : "symm_")));
  for (Text options : {"LU", "RL"})
    add(letter + "symm", options, any(4), any(5), any(6), [=](TypedCall<T>& o) {
      symm(options, options + 1, &n, &n, &alpha, o.a.data(), &ld, o.b.data(), &ld, &beta, o.c.data(), &ld);
    });

  auto syrk = reinterpret_cast<void (*)(Text, Text, Int, Int, const R*, const T*, Int, const R*, T*, Int)>(
      library.symbol(letter + (complex ? "herk_" : "syrk_")));
  auto syr2k =
      reinterpret_cast<void (*)(Text, Text, Int, Int, const T*, const T*, Int, const T*, Int, const R*, T*, Int)>(
          library.symbol(letter + (complex ? "her2k_" : "syr2k_")));
  for (Text options : {"UN", complex ? "LC" : "LT"}) {
    add(letter + "syrk", options, any(7), {}, any(8), [=](TypedCall<T>& o) {
      syrk(options, options + 1, &n, &n, &real_alpha, o.a.data(), &ld, &real_beta, o.c.data(), &ld);
    });
    add(letter + "syr2k", options, any(9), any(10), any(11), [=](TypedCall<T>& o) {
      syr2k(options, options + 1, &n, &n, &alpha, o.a.data(), &ld, o.b.data(), &ld, &real_beta, o.c.data(), &ld);
    });
  }

  for (std::string routine : {"trmm", "trsm"}) {
    auto call = reinterpret_cast<void (*)(Text, Text, Text, Text, Int, Int, const T*, const T*, Int, T*, Int)>(
        library.symbol(letter + routine + "_"));
    for (Text options : {"LUNN", "LLTU", "RUTN", "RLNU"})
      add(letter + routine, options, triangle<T>(n, ld, 12), {}, any(13), [=](TypedCall<T>& o) {
        call(options, options + 1, options + 2, options + 3, &n, &n, &alpha, o.a.data(), &ld, o.c.data(), &ld);
      });
  }

  auto gemv = reinterpret_cast<void (*)(Text, Int, Int, const T*, const T*, Int, const T*, Int, const T*, T*, Int)>(
      library.symbol(letter + "gemv_"));
  for (Text options : {"N", "T"})
    for (int increment : {1, -2})
      add(letter + "gemv", std::string(options) + " inc " + std::to_string(increment), any(14), vector(15), vector(16),
          [=](TypedCall<T>& o) {
            gemv(options, &n, &n, &alpha, o.a.data(), &ld, o.b.data(), &increment, &beta, o.c.data(), &increment);
          });

  auto ger = reinterpret_cast<void (*)(Int, Int, const T*, const T*, Int, const T*, Int, T*, Int)>(
      library.symbol(letter + (complex ? "gerc_" : "ger_")));
  add(letter + "ger", "inc -2", vector(17), vector(18), any(19),
      [=](TypedCall<T>& o) { ger(&n, &n, &alpha, o.a.data(), &two_back, o.b.data(), &two_back, o.c.data(), &ld); });

  auto symv = reinterpret_cast<void (*)(Text, Int, const T*, const T*, Int, const T*, Int, const T*, T*, Int)>(
      library.symbol(letter + (complex ? "hemv_" : "symv_")));
  for (Text options : {"U", "L"})
    add(letter + "symv", options, any(20), vector(21), vector(22), [=](TypedCall<T>& o) {
      symv(options, &n, &alpha, o.a.data(), &ld, o.b.data(), &two_back, &beta, o.c.data(), &two_back);
    });

  for (std::string routine : {"trmv", "trsv"}) {
    auto call = reinterpret_cast<void (*)(Text, Text, Text, Int, const T*, Int, T*, Int)>(
        library.symbol(letter + routine + "_"));
    for (Text options : {"UNN", "LTU"})
      add(letter + routine, options, triangle<T>(n, ld, 23), {}, vector(24), [=](TypedCall<T>& o) {
        call(options, options + 1, options + 2, &n, o.a.data(), &ld, o.c.data(), &two_back);
      });
  }

  auto axpy = reinterpret_cast<void (*)(Int, const T*, const T*, Int, T*, Int)>(library.symbol(letter + "axpy_"));
  add(letter + "axpy", "inc -2", vector(25), {}, vector(26),
      [=](TypedCall<T>& o) { axpy(&n, &alpha, o.a.data(), &two_back, o.c.data(), &two_back); });

  const std::string real_letter = complex ? std::string(sizeof(R) == 4 ? "sc" : "dz") : letter;
  auto nrm2 = reinterpret_cast<R (*)(Int, const T*, Int)>(library.symbol(real_letter + "nrm2_"));
  auto asum = reinterpret_cast<R (*)(Int, const T*, Int)>(library.symbol(real_letter + "asum_"));
  auto iamax = reinterpret_cast<int (*)(Int, const T*, Int)>(library.symbol("i" + letter + "amax_"));
  add(letter + "nrm2", "", vector(27), {}, {}, [=](TypedCall<T>& o) { o.result = nrm2(&n, o.a.data(), &one); });
  add(letter + "asum", "", vector(28), {}, {}, [=](TypedCall<T>& o) { o.result = asum(&n, o.a.data(), &one); });
  add("i" + letter + "amax", "", vector(29), {}, {}, [=](TypedCall<T>& o) { o.result = iamax(&n, o.a.data(), &one); });
  if constexpr (!complex) {
    auto dot = reinterpret_cast<R (*)(Int, const T*, Int, const T*, Int)>(library.symbol(letter + "dot_"));
    add(letter + "dot", "", vector(30), vector(31), {},
        [=](TypedCall<T>& o) { o.result = dot(&n, o.a.data(), &one, o.b.data(), &one); });
  }
}

}  // namespace

std::vector<std::unique_ptr<Call>> calls(const Library& library, int size) {
  std::vector<std::unique_ptr<Call>> made;
  add_calls<float>(library, size, made);
  add_calls<double>(library, size, made);
  add_calls<std::complex<float>>(library, size, made);
  add_calls<std::complex<double>>(library, size, made);
  return made;
}

}  // namespace fairplay::blas
