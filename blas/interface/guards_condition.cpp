// NaN in estimates of condition numbers. Netlib 3.11's compare estimates with what they found before, and such a
// comparison drops a NaN: a matrix of NaN gets rcond = 0, or another number, and info = 0
// (Reference-LAPACK/lapack#763).
//
// Where a factor has a NaN, rcond is NaN; ?gecon says info = 1 then, as since LAPACK 3.12, which also refuses a norm
// that is NaN (info = -5, rcond NaN) or infinite (info = -5, rcond 0) and says info = 1 of any rcond that isn't finite.
// The others document no positive info: theirs stays 0. Not here are ?gtcon, ?ptcon, ?sycon..., ?hecon..., ?spcon and
// ?hpcon, whose sums carry a NaN on. What the documentation makes illegal is Netlib's to refuse.

#include <cstddef>
#include <limits>

#include "blas/interface/errors.h"

namespace fairplay::blas {
namespace conditions {

template <class R>
constexpr R nan = std::numeric_limits<R>::quiet_NaN();

template <class T>
bool any_nan(const T* x, Index count) {
  bool found = false;
  for (Index i = 0; i < count; ++i) found |= real(x[i]) != real(x[i]) || imag(x[i]) != imag(x[i]);
  return found;
}

// Whether a matrix has a NaN in columns 0 ... n - 1: their elements from `up` above the diagonal to `down` below it, as
// far as there are so many. diagonal(j): where element (j, j) is stored; columns are contiguous. A unit diagonal isn't
// stored.
template <class Diagonal>
bool has_nan(Index n, Index up, Index down, bool unit, Diagonal diagonal) {
  for (Index j = 0; j < n; ++j) {
    const auto* at = diagonal(j);
    const Index above = j < up ? j : up, below = n - 1 - j < down ? n - 1 - j : down;
    if (any_nan(at - above, above) || (!unit && any_nan(at, 1)) || any_nan(at + 1, below)) return true;
  }
  return false;
}

// The triangle `upper` or not, in the three ways that LAPACK stores one.
template <class T>
bool full(bool upper, bool unit, Index n, const T* a, Index lda) {
  return has_nan(n, upper ? n : 0, upper ? 0 : n, unit, [&](Index j) { return a + j + j * lda; });
}
template <class T>
bool packed(bool upper, bool unit, Index n, const T* a) {
  return has_nan(n, upper ? n : 0, upper ? 0 : n, unit,
                 [&](Index j) { return a + (upper ? j * (j + 3) / 2 : j * (2 * n - j + 1) / 2); });
}
template <class T>
bool band(bool upper, bool unit, Index n, Index kd, const T* a, Index lda) {
  return has_nan(n, upper ? kd : 0, upper ? 0 : kd, unit, [&](Index j) { return a + (upper ? kd : 0) + j * lda; });
}

template <class R>
void say_nan(R* rcond, Int* info, Int says) {
  *rcond = nan<R>;
  *info = says;
}

template <class T, class Netlib>
void gecon(Netlib netlib, const char* option, const Int* n, const T* a, const Int* lda, const Real<T>* norm,
           Real<T>* rcond, void* work, void* more, Int* info) {
  using R = Real<T>;
  FortranOptions options;
  options.one_of(option, "1OI");
  if (options.bad == 0 && *n > 0 && *lda >= *n && !(*norm <= 0)) {
    if (*norm != *norm) return say_nan(rcond, info, -5);
    if (*norm > std::numeric_limits<R>::max()) {
      *rcond = 0;
      *info = -5;
      return;
    }
    if (has_nan(*n, *n, *n, false, [&](Index j) { return a + j + j * *lda; })) return say_nan(rcond, info, 1);
  }
  netlib(option, n, a, lda, norm, rcond, work, more, info, 1);
  if (*info == 0 && *n > 0 && !(*rcond <= std::numeric_limits<R>::max())) *info = 1;
}

template <class T, class Netlib>
void gbcon(Netlib netlib, const char* option, const Int* n, const Int* kl, const Int* ku, const T* a, const Int* lda,
           const Int* pivots, const Real<T>* norm, Real<T>* rcond, void* work, void* more, Int* info) {
  FortranOptions options;
  options.one_of(option, "1OI");
  // Row exchanges have widened the upper triangle by kl.
  const Index up = static_cast<Index>(*kl) + *ku;
  if (options.bad == 0 && *n > 0 && *kl >= 0 && *ku >= 0 && *lda > up + *kl && *norm > 0 &&
      has_nan(*n, up, *kl, false, [&](Index j) { return a + up + j * *lda; }))
    return say_nan(rcond, info, 0);
  netlib(option, n, kl, ku, a, lda, pivots, norm, rcond, work, more, info, 1);
}

// A Cholesky factor: full, packed, of a band.
template <class T, class Netlib>
void pocon(Netlib netlib, const char* uplo, const Int* n, const T* a, const Int* lda, const Real<T>* norm,
           Real<T>* rcond, void* work, void* more, Int* info) {
  FortranOptions options;
  const bool upper = options.uplo(uplo) == Uplo::upper;
  if (options.bad == 0 && *n > 0 && *lda >= *n && *norm > 0 && full(upper, false, *n, a, *lda))
    return say_nan(rcond, info, 0);
  netlib(uplo, n, a, lda, norm, rcond, work, more, info, 1);
}
template <class T, class Netlib>
void ppcon(Netlib netlib, const char* uplo, const Int* n, const T* a, const Real<T>* norm, Real<T>* rcond, void* work,
           void* more, Int* info) {
  FortranOptions options;
  const bool upper = options.uplo(uplo) == Uplo::upper;
  if (options.bad == 0 && *n > 0 && *norm > 0 && packed(upper, false, *n, a)) return say_nan(rcond, info, 0);
  netlib(uplo, n, a, norm, rcond, work, more, info, 1);
}
template <class T, class Netlib>
void pbcon(Netlib netlib, const char* uplo, const Int* n, const Int* kd, const T* a, const Int* lda,
           const Real<T>* norm, Real<T>* rcond, void* work, void* more, Int* info) {
  FortranOptions options;
  const bool upper = options.uplo(uplo) == Uplo::upper;
  if (options.bad == 0 && *n > 0 && *kd >= 0 && *lda > *kd && *norm > 0 && band(upper, false, *n, *kd, a, *lda))
    return say_nan(rcond, info, 0);
  netlib(uplo, n, kd, a, lda, norm, rcond, work, more, info, 1);
}

// A triangle, in the same three ways.
struct Triangle {
  bool legal, upper, unit;
};
inline Triangle triangle(const char* norm, const char* uplo, const char* diag) {
  FortranOptions options;
  options.one_of(norm, "1OI");
  const bool upper = options.uplo(uplo) == Uplo::upper, unit = options.diag(diag) == Diag::unit;
  return {options.bad == 0, upper, unit};
}
template <class T, class Netlib>
void trcon(Netlib netlib, const char* norm, const char* uplo, const char* diag, const Int* n, const T* a,
           const Int* lda, Real<T>* rcond, void* work, void* more, Int* info) {
  const auto [legal, upper, unit] = triangle(norm, uplo, diag);
  if (legal && *n > 0 && *lda >= *n && full(upper, unit, *n, a, *lda)) return say_nan(rcond, info, 0);
  netlib(norm, uplo, diag, n, a, lda, rcond, work, more, info, 1, 1, 1);
}
template <class T, class Netlib>
void tpcon(Netlib netlib, const char* norm, const char* uplo, const char* diag, const Int* n, const T* a,
           Real<T>* rcond, void* work, void* more, Int* info) {
  const auto [legal, upper, unit] = triangle(norm, uplo, diag);
  if (legal && *n > 0 && packed(upper, unit, *n, a)) return say_nan(rcond, info, 0);
  netlib(norm, uplo, diag, n, a, rcond, work, more, info, 1, 1, 1);
}
template <class T, class Netlib>
void tbcon(Netlib netlib, const char* norm, const char* uplo, const char* diag, const Int* n, const Int* kd, const T* a,
           const Int* lda, Real<T>* rcond, void* work, void* more, Int* info) {
  const auto [legal, upper, unit] = triangle(norm, uplo, diag);
  if (legal && *n > 0 && *kd >= 0 && *lda > *kd && band(upper, unit, *n, *kd, a, *lda)) return say_nan(rcond, info, 0);
  netlib(norm, uplo, diag, n, kd, a, lda, rcond, work, more, info, 1, 1, 1);
}

}  // namespace conditions

// `parameters` and `arguments`: all of them; `lengths`: of the options, as gfortran passes them.
#define FAIRPLAY_CON(l, name, parameters, lengths, arguments)                                              \
  namespace of_##l {                                                                                       \
    extern "C" void FAIRPLAY_SYMBOL(netlib_##l##name##_)(FAIRPLAY_EACH parameters, FAIRPLAY_EACH lengths); \
  }                                                                                                        \
  FAIRPLAY_EXPORT(l, void, l##name##_, parameters,                                                         \
                  (conditions::name<T>(FAIRPLAY_SYMBOL(netlib_##l##name##_), FAIRPLAY_EACH arguments)))
#define FAIRPLAY_EACH(...) __VA_ARGS__
#define FAIRPLAY_CONDITIONS(l)                                                                                        \
  FAIRPLAY_CON(l, gecon,                                                                                              \
               (const char* option, const Int* n, const T* a, const Int* lda, const R* norm, R* rcond, void* work,    \
                void* more, Int* info),                                                                               \
               (std::size_t), (option, n, a, lda, norm, rcond, work, more, info))                                     \
  FAIRPLAY_CON(l, gbcon,                                                                                              \
               (const char* option, const Int* n, const Int* kl, const Int* ku, const T* a, const Int* lda,           \
                const Int* pivots, const R* norm, R* rcond, void* work, void* more, Int* info),                       \
               (std::size_t), (option, n, kl, ku, a, lda, pivots, norm, rcond, work, more, info))                     \
  FAIRPLAY_CON(l, pocon,                                                                                              \
               (const char* uplo, const Int* n, const T* a, const Int* lda, const R* norm, R* rcond, void* work,      \
                void* more, Int* info),                                                                               \
               (std::size_t), (uplo, n, a, lda, norm, rcond, work, more, info))                                       \
  FAIRPLAY_CON(                                                                                                       \
      l, ppcon,                                                                                                       \
      (const char* uplo, const Int* n, const T* a, const R* norm, R* rcond, void* work, void* more, Int* info),       \
      (std::size_t), (uplo, n, a, norm, rcond, work, more, info))                                                     \
  FAIRPLAY_CON(l, pbcon,                                                                                              \
               (const char* uplo, const Int* n, const Int* kd, const T* a, const Int* lda, const R* norm, R* rcond,   \
                void* work, void* more, Int* info),                                                                   \
               (std::size_t), (uplo, n, kd, a, lda, norm, rcond, work, more, info))                                   \
  FAIRPLAY_CON(l, trcon,                                                                                              \
               (const char* norm, const char* uplo, const char* diag, const Int* n, const T* a, const Int* lda,       \
                R* rcond, void* work, void* more, Int* info),                                                         \
               (std::size_t, std::size_t, std::size_t), (norm, uplo, diag, n, a, lda, rcond, work, more, info))       \
  FAIRPLAY_CON(l, tpcon,                                                                                              \
               (const char* norm, const char* uplo, const char* diag, const Int* n, const T* a, R* rcond, void* work, \
                void* more, Int* info),                                                                               \
               (std::size_t, std::size_t, std::size_t), (norm, uplo, diag, n, a, rcond, work, more, info))            \
  FAIRPLAY_CON(l, tbcon,                                                                                              \
               (const char* norm, const char* uplo, const char* diag, const Int* n, const Int* kd, const T* a,        \
                const Int* lda, R* rcond, void* work, void* more, Int* info),                                         \
               (std::size_t, std::size_t, std::size_t), (norm, uplo, diag, n, kd, a, lda, rcond, work, more, info))
FAIRPLAY_CONDITIONS(s)
FAIRPLAY_CONDITIONS(d)
FAIRPLAY_CONDITIONS(c)
FAIRPLAY_CONDITIONS(z)

}  // namespace fairplay::blas
