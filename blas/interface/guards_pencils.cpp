// ?tgsna of real types: of a complex conjugate pair, the square root of the lesser eigenvalue of a 2 x 2 product is too
// small by sqrt 2 (Reference-LAPACK/lapack#103, #830), and so is DIF where it is the bound. Such DIF are computed
// again. Everything else is Netlib's.

#include <array>
#include <limits>

#include "blas/interface/guard_entries.h"

extern "C" {
void FAIRPLAY_SYMBOL(slag2_)(const float* a, const fairplay::blas::Int* lda, const float* b,
                             const fairplay::blas::Int* ldb, const float* safe, float* scale1, float* scale2,
                             float* real1, float* real2, float* imaginary);
void FAIRPLAY_SYMBOL(dlag2_)(const double* a, const fairplay::blas::Int* lda, const double* b,
                             const fairplay::blas::Int* ldb, const double* safe, double* scale1, double* scale2,
                             double* real1, double* real2, double* imaginary);
void FAIRPLAY_SYMBOL(stgexc_)();
void FAIRPLAY_SYMBOL(dtgexc_)();
void FAIRPLAY_SYMBOL(stgsyl_)();
void FAIRPLAY_SYMBOL(dtgsyl_)();
}

namespace fairplay::blas {
namespace pencils {

template <class R>
struct Routines;
template <>
struct Routines<float> {
  static constexpr auto lag2 = FAIRPLAY_SYMBOL(slag2_);
  static constexpr auto tgexc = FAIRPLAY_SYMBOL(stgexc_);
  static constexpr auto tgsyl = FAIRPLAY_SYMBOL(stgsyl_);
};
template <>
struct Routines<double> {
  static constexpr auto lag2 = FAIRPLAY_SYMBOL(dlag2_);
  static constexpr auto tgexc = FAIRPLAY_SYMBOL(dtgexc_);
  static constexpr auto tgsyl = FAIRPLAY_SYMBOL(dtgsyl_);
};

template <class R>
struct Pencil {
  Int n;
  const R* a;
  Index lda;
  const R* b;
  Index ldb;
};

// The bound of the pair whose block begins at k (0-based).
template <class R>
R bound_of_pair(const Pencil<R>& p, Index k) {
  R a[4], b[4];
  for (Index j = 0; j < 2; ++j) {
    for (Index i = 0; i < 2; ++i) {
      a[i + 2 * j] = p.a[k + i + (k + j) * p.lda];
      b[i + 2 * j] = p.b[k + i + (k + j) * p.ldb];
    }
  }
  const Int two = 2;
  const R safe = std::numeric_limits<R>::min();
  R scale1, scale2, re1, re2, im;
  Routines<R>::lag2(a, &two, b, &two, &safe, &scale1, &scale2, &re1, &re2, &im);
  const R half_sum = re1 * re1 + im * im + scale1 * scale1, product = 4 * scale1 * scale1 * im * im;
  const R greater = half_sum + square_root(half_sum * half_sum - product);
  return square_root(product / greater);
}

// The estimate for the block at k that doesn't depend on that bound: the separation of the block from the rest.
// Infinite where there is no rest, 0 where the block can't be moved. work and iwork as ?tgsna documents them.
template <class R>
R separation(const Pencil<R>& p, Index k, R* work, Int lwork, Int* iwork) {
  const Index n = p.n;
  if (n == 2) return std::numeric_limits<R>::infinity();
  R *a = work, *b = work + n * n, *rest = work + 2 * n * n;
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < n; ++i) {
      a[i + j * n] = p.a[i + j * p.lda];
      b[i + j * n] = p.b[i + j * p.ldb];
    }
  }
  Int no = 0, order = p.n, one = 1, from = static_cast<Int>(k + 1), to = 1, info = 0,
      size = static_cast<Int>(lwork - 2 * n * n);
  R none = 0;
  {
    void* const given[] = {&no,  &no,   &order, a,     &order, b,    &order, &none,
                           &one, &none, &one,   &from, &to,    rest, &size,  &info};
    guards::go_on_with<16, 0>(Routines<R>::tgexc, given);
  }
  if (info > 0) return 0;
  Int first = a[1] != 0 ? 2 : 1, other = static_cast<Int>(n - first), job = 3;
  const Index corner = first * n + first;
  char plain = 'N';
  R scale, result = 0;
  void* const given[] = {&plain,    &job,    &other,     &first, a + corner, &order, a,         &order,
                         a + first, &order,  b + corner, &order, b,          &order, b + first, &order,
                         &scale,    &result, rest,       &size,  iwork,      &info};
  guards::go_on_with<22, 1>(Routines<R>::tgsyl, given);
  return result;
}

template <class R>
void tgsna(void (*netlib)(), const std::array<void*, 20>& given) {
  guards::go_on_with<20, 2>(netlib, given.data());
  const auto number = [&](std::size_t i) { return *static_cast<const Int*>(given[i]); };
  const auto capital = [&](std::size_t i) { return *static_cast<const char*>(given[i]) & ~0x20; };
  if (number(19) != 0 || number(17) == -1 || capital(0) == 'E') return;
  const bool some = capital(1) == 'S';
  const Int* select = static_cast<const Int*>(given[2]);
  const Pencil<R> pencil{number(3), static_cast<const R*>(given[4]), number(5), static_cast<const R*>(given[6]),
                         number(7)};
  R* dif = static_cast<R*>(given[13]);
  Index place = 0;
  for (Index k = 0, size; k < pencil.n; k += size) {
    const bool pair = k + 1 < pencil.n && pencil.a[k + 1 + k * pencil.lda] != 0;
    size = pair ? 2 : 1;
    if (some && select[k] == 0 && !(pair && select[k + 1] != 0)) continue;
    if (pair) {
      const R bound = bound_of_pair(pencil, k);
      // Less than what Netlib's has for the bound: the separation is what counts.
      if (dif[place] > bound * R(0.7)) {
        const R apart = separation(pencil, k, static_cast<R*>(given[16]), number(17), static_cast<Int*>(given[18]));
        dif[place] = dif[place + 1] = apart < bound ? apart : bound;
      }
    }
    place += size;
  }
}

}  // namespace pencils

#define FAIRPLAY_TGSNA(letter)                                                                            \
  extern "C" void FAIRPLAY_SYMBOL(netlib_##letter##tgsna_)();                                             \
  namespace of_##letter {                                                                                 \
    extern "C" void FAIRPLAY_SYMBOL(mended_##letter##tgsna_)(FAIRPLAY_UP_TO_20(FAIRPLAY_PARAMETER)) {     \
      pencils::tgsna<R>(FAIRPLAY_SYMBOL(netlib_##letter##tgsna_), {FAIRPLAY_UP_TO_20(FAIRPLAY_POINTER)}); \
    }                                                                                                     \
  }
FAIRPLAY_TGSNA(s)
FAIRPLAY_TGSNA(d)

}  // namespace fairplay::blas
