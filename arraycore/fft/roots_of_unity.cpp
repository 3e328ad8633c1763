#include "arraycore/fft/roots_of_unity.h"

#include <mpfr.h>

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/ufunc/mpfr_number.h"

namespace fairplay::arraycore {
namespace {

/// Whether the C library's long double functions know more than R holds.
template <class R>
constexpr bool long_double_is_wider = std::numeric_limits<long double>::digits >= std::numeric_limits<R>::digits + 10;

constexpr mpfr_prec_t root_bits = 160;

/// A number of MPFR as the sum of two.
std::pair<long double, long double> two_parts(mpfr_ptr value) {
  const long double high = mpfr_get_ld(value, MPFR_RNDN);
  Number<root_bits> rest;
  mpfr_set_ld(rest.get(), high, MPFR_RNDN);
  mpfr_sub(rest.get(), value, rest.get(), MPFR_RNDN);
  return {high, mpfr_get_ld(rest.get(), MPFR_RNDN)};
}

template <class R>
void set_sum(mpfr_ptr to, long double high, long double low) {
  mpfr_set_ld(to, high, MPFR_RNDN);
  Number<root_bits> part;
  mpfr_set_ld(part.get(), low, MPFR_RNDN);
  mpfr_add(to, to, part.get(), MPFR_RNDN);
}

}  // namespace

template <class R>
RootsOfUnity<R>::RootsOfUnity(std::int64_t n, bool exact) : n_(n), exact_(exact && !long_double_is_wider<R>) {
  while ((std::int64_t{1} << (2 * shift_)) < n) ++shift_;
  // Angles are counted in eighths of 2 pi / n, of which the first octant has n.
  const auto root = [&](std::int64_t eighths) {
    if (!exact_) {
      const long double angle =
          std::numbers::pi_v<long double> * static_cast<long double>(eighths) / (4 * static_cast<long double>(n));
      return WideRoot{{std::cos(angle), 0}, {std::sin(angle), 0}};
    } else {
      // Sine and cosine by MPFR.
      Number<root_bits> angle;
      Number<root_bits> sine;
      Number<root_bits> cosine;
      mpfr_const_pi(angle.get(), MPFR_RNDN);
      mpfr_mul_si(angle.get(), angle.get(), static_cast<long>(eighths), MPFR_RNDN);
      mpfr_div_si(angle.get(), angle.get(), static_cast<long>(n), MPFR_RNDN);
      mpfr_div_2ui(angle.get(), angle.get(), 2, MPFR_RNDN);
      mpfr_sin_cos(sine.get(), cosine.get(), angle.get(), MPFR_RNDN);
      const auto x = two_parts(cosine.get());
      const auto y = two_parts(sine.get());
      return WideRoot{{x.first, x.second}, {y.first, y.second}};
    }
  };
  const std::int64_t step = std::int64_t{1} << shift_;
  for (std::int64_t i = 0; i < step; ++i) fine_.push_back(root(i));
  for (std::int64_t i = 0; i <= n / step; ++i) coarse_.push_back(root(i * step));
  if (n % 8 != 0) return;
  octant_.reserve(static_cast<std::size_t>(n / 8 + 1));
  for (std::int64_t k = 0; k <= n / 8; ++k) octant_.push_back(in_first_octant(8 * k));
}

template <class R>
std::complex<R> RootsOfUnity<R>::in_first_octant(std::int64_t eighths) const {
  const WideRoot& a = coarse_[static_cast<std::size_t>(eighths >> shift_)];
  const WideRoot& b = fine_[static_cast<std::size_t>(eighths & ((std::int64_t{1} << shift_) - 1))];
  if (!exact_) {
    return {static_cast<R>(a.cosine.high * b.cosine.high - a.sine.high * b.sine.high),
            static_cast<R>(a.cosine.high * b.sine.high + a.sine.high * b.cosine.high)};
  } else {
    Number<root_bits> ac, as, bc, bs, result;
    set_sum<R>(ac.get(), a.cosine.high, a.cosine.low);
    set_sum<R>(as.get(), a.sine.high, a.sine.low);
    set_sum<R>(bc.get(), b.cosine.high, b.cosine.low);
    set_sum<R>(bs.get(), b.sine.high, b.sine.low);
    mpfr_fmms(result.get(), ac.get(), bc.get(), as.get(), bs.get(), MPFR_RNDN);
    const R real = get_number<R>(result.get());
    mpfr_fmma(result.get(), ac.get(), bs.get(), as.get(), bc.get(), MPFR_RNDN);
    return {real, get_number<R>(result.get())};
  }
}

template <class R>
std::complex<R> RootsOfUnity<R>::operator()(std::int64_t k) const {
  // Eight times k over n: the octant, and what is left of it in eighths of a step. A division takes longer than these.
  std::int64_t eighths = 8 * k;
  int octant = 0;
  for (const int half : {4, 2, 1}) {
    if (eighths < half * n_) continue;
    eighths -= half * n_;
    octant += half;
  }
  if ((octant & 1) != 0) eighths = n_ - eighths;
  const std::complex<R> root =
      octant_.empty() ? in_first_octant(eighths) : octant_[static_cast<std::size_t>(eighths / 8)];
  const R x = root.real(), y = root.imag();
  switch (octant) {
    case 0: return {x, -y};
    case 1: return {y, -x};
    case 2: return {-y, -x};
    case 3: return {-x, -y};
    case 4: return {-x, y};
    case 5: return {-y, x};
    case 6: return {y, x};
    default: return {x, y};
  }
}

template class RootsOfUnity<double>;
template class RootsOfUnity<long double>;

}  // namespace fairplay::arraycore
