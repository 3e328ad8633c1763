// The inverse hyperbolic and trigonometric functions of complex numbers. They are computed in the half plane above the
// real axis, where the sums below have no terms that cancel, by W. Kahan's formulas ("Branch cuts for complex
// elementary functions", 1987).
#include <mpfr.h>

#include <utility>

#include "arraycore/ufunc/complex_functions.h"
#include "arraycore/ufunc/interval.h"
#include "arraycore/ufunc/mpfr_number.h"

namespace fairplay::arraycore {
namespace {

/// The roots of 1 - z and 1 + z: the first one is a - ib, the second one c + id.
struct Roots {
  ComplexParts below;
  ComplexParts above;

  static Roots of(const Interval& x, const Interval& y) {
    const Interval one = Interval::of(1, x.bits());
    return {square_root(without_negative_zero(one - x), y), square_root(without_negative_zero(one + x), y)};
  }

  /// The magnitude of the imaginary part of arcsin and arccos.
  Interval height() const { return increasing(mpfr_asinh, below.real * above.imag + below.imag * above.real); }
};

Interval magnitude(mpfr_srcptr a, mpfr_prec_t bits) { return with_sign(Interval::of(a, bits), mpfr_signbit(a) != 0); }

bool has_nan(mpfr_srcptr x, mpfr_srcptr y) { return mpfr_nan_p(x) != 0 || mpfr_nan_p(y) != 0; }

/// A right angle, half of it, or none: where x, y or both are infinite.
Interval limit_angle(mpfr_srcptr y, const Interval& x) { return apply(mpfr_atan2, y, x.low(), x.bits()); }

Interval infinity_like(mpfr_srcptr sign, mpfr_prec_t bits) { return Interval::infinity(mpfr_signbit(sign) != 0, bits); }

}  // namespace

ComplexParts complex_asinh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (has_nan(x, y)) {
    if (mpfr_inf_p(x) != 0) return {Interval::of(x, bits), Interval::nan(bits)};
    if (mpfr_inf_p(y) != 0) return {Interval::infinity(false, bits), Interval::nan(bits)};
    return {Interval::nan(bits), mpfr_zero_p(y) != 0 ? Interval::of(y, bits) : Interval::nan(bits)};
  }
  if (!is_finite(x, y)) return {infinity_like(x, bits), limit_angle(y, magnitude(x, bits))};
  // asinh(x + iy) are the parts of asin(y + ix) exchanged.
  const Interval first = magnitude(y, bits);
  const Roots roots = Roots::of(first, magnitude(x, bits));
  const Interval beside = roots.below.real * roots.above.real + roots.below.imag * roots.above.imag;
  return {with_sign(roots.height(), mpfr_signbit(x) != 0), with_sign(angle(first, beside), mpfr_signbit(y) != 0)};
}

ComplexParts complex_acos(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (has_nan(x, y)) {
    if (mpfr_zero_p(x) != 0) return {Interval::quarter_pi(2, bits), Interval::nan(bits)};
    if (mpfr_inf_p(x) != 0) return {Interval::nan(bits), Interval::infinity(false, bits)};
    return {Interval::nan(bits), mpfr_inf_p(y) != 0 ? -infinity_like(y, bits) : Interval::nan(bits)};
  }
  const Interval above = magnitude(y, bits);
  if (!is_finite(x, y)) return {limit_angle(above.low(), Interval::of(x, bits)), -infinity_like(y, bits)};
  const Roots roots = Roots::of(Interval::of(x, bits), above);
  return {scaled(angle(roots.below.real, roots.above.real), 1), with_sign(roots.height(), mpfr_signbit(y) == 0)};
}

ComplexParts complex_acosh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  ComplexParts arccos = complex_acos(x, y, bits);
  return {with_sign(arccos.imag, arccos.imag.is_negative()), with_sign(arccos.real, mpfr_signbit(y) != 0)};
}

ComplexParts complex_atanh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  const bool left = mpfr_signbit(x) != 0;
  const bool below = mpfr_signbit(y) != 0;
  const Interval zero = with_sign(Interval(bits), left);
  if (mpfr_inf_p(y) != 0 || (mpfr_inf_p(x) != 0 && mpfr_nan_p(y) == 0)) {
    return {zero, with_sign(Interval::quarter_pi(2, bits), below)};
  }
  if (has_nan(x, y)) {
    const bool known = mpfr_zero_p(x) != 0 || mpfr_inf_p(x) != 0;
    return {known ? zero : Interval::nan(bits), Interval::nan(bits)};
  }
  if (mpfr_zero_p(y) != 0 && mpfr_cmpabs_ui(x, 1) == 0) return {infinity_like(x, bits), Interval::of(y, bits)};
  const Interval one = Interval::of(1, bits);
  const Interval first = magnitude(x, bits);
  const Interval second = magnitude(y, bits);
  const Interval distance = without_negative_zero(one - first);
  // log |(1 + z) / (1 - z)| / 2, and half the difference of their angles.
  const Interval ratio = scaled(first, 2) / (distance * distance + second * second);
  const Interval turn = angle(second, one + first) + angle(second, distance);
  return {with_sign(scaled(increasing(mpfr_log1p, ratio), -2), left), with_sign(scaled(turn, -1), below)};
}

}  // namespace fairplay::arraycore
