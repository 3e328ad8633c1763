#include "blas/lapack/sum_of_squares.h"

#include <limits>

#include "blas/instantiate.h"

namespace fairplay::blas::lapack {
namespace {

// x 2^e, exact where the result is a number.
template <class R>
R times_power_of_two(R x, int e) {
  if constexpr (sizeof(R) == 8)
    return __builtin_ldexp(x, e);
  else
    return __builtin_ldexpf(x, e);
}
// floor(log2 x) of a positive, finite x.
template <class R>
int floor_log2(R x) {
  int e;
  if constexpr (sizeof(R) == 8)
    __builtin_frexp(x, &e);
  else
    __builtin_frexpf(x, &e);
  return e - 1;
}

}  // namespace

template <class T>
void add_squares(Index n, const T* x, Index increment, Real<T>& scale, Real<T>& sum) {
  using R = Real<T>;
  using Limits = std::numeric_limits<R>;
  if (scale != scale || sum != sum) return;
  if (sum == 0) scale = 1;
  if (scale == 0) {
    scale = 1;
    sum = 0;
  }
  if (n <= 0) return;
  constexpr int parts = reals_per<T>;
  R largest = 0;
  bool nan = false;
  for (Index i = 0; i < n; ++i) {
    const R* element = reinterpret_cast<const R*>(x + i * increment);
    for (int part = 0; part < parts; ++part) {
      const R a = magnitude(element[part]);
      nan |= a != a;
      if (a > largest) largest = a;
    }
  }
  constexpr R infinity = Limits::infinity();
  if (nan || largest == infinity || scale == infinity || sum == infinity) {
    scale = 1;
    sum = nan ? Limits::quiet_NaN() : infinity;
    return;
  }
  if (largest == 0) return;
  // All terms are formed in units of `unit`, a power of two at least as large as half of any of them; its reciprocal is
  // still a number.
  constexpr int least = Limits::min_exponent - 1, most = Limits::max_exponent - 2, negligible = Limits::digits + 36;
  const bool before = sum > 0;
  const int scale_exponent = floor_log2(scale), sum_exponent = before ? floor_log2(sum) : 0;
  int exponent = floor_log2(largest);
  const int norm_exponent = scale_exponent + sum_exponent / 2;
  if (before && norm_exponent > exponent) exponent = norm_exponent;
  if (exponent < least) exponent = least;
  if (exponent > most) exponent = most;
  R total = 0;
  if (before) {
    const int places = 2 * (scale_exponent - exponent) + sum_exponent;
    if (places > -2 * negligible) {
      const R s = times_power_of_two(scale, -scale_exponent), q = times_power_of_two(sum, -sum_exponent);
      total = times_power_of_two(s * s * q, places);
    }
  }
  // What is smaller than that adds nothing, whatever n, and would underflow.
  const int smallest = exponent - negligible;
  const R unit = times_power_of_two(R(1), exponent), reciprocal = times_power_of_two(R(1), -exponent),
          cut_off = smallest > least - Limits::digits ? times_power_of_two(R(1), smallest) : R(0);
  for (Index i = 0; i < n; ++i) {
    const R* element = reinterpret_cast<const R*>(x + i * increment);
    for (int part = 0; part < parts; ++part) {
      if (magnitude(element[part]) >= cut_off) {
        const R scaled = element[part] * reciprocal;
        total += scaled * scaled;
      }
    }
  }
  scale = unit;
  sum = total;
}

#define FAIRPLAY_ROUTINES(T) template void add_squares<T>(Index, const T*, Index, Real<T>&, Real<T>&);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)
#undef FAIRPLAY_ROUTINES

}  // namespace fairplay::blas::lapack
