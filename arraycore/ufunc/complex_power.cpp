// Powers of complex numbers.
#include <mpfr.h>

#include <algorithm>
#include <utility>

#include "arraycore/ufunc/complex_functions.h"
#include "arraycore/ufunc/interval.h"
#include "arraycore/ufunc/mpfr_number.h"

namespace fairplay::arraycore {
namespace {

/// Integers up to this one are multiplied out, which is exact where the result is.
constexpr long largest_product = 64;

ComplexParts times(const ComplexParts& a, const ComplexParts& b) {
  return {a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/// By squaring.
ComplexParts integer_power(const ComplexParts& base, long exponent) {
  if (exponent < 0) {
    const ComplexParts inverse = integer_power(base, -exponent);
    const Interval norm = inverse.real * inverse.real + inverse.imag * inverse.imag;
    return {inverse.real / norm, -inverse.imag / norm};
  }
  if (exponent == 1) return base;
  const ComplexParts half = integer_power(base, exponent / 2);
  const ComplexParts square = times(half, half);
  return exponent % 2 == 0 ? square : times(square, base);
}

/// The angle of x + iy as a multiple of pi/4, where it is one.
bool is_octant(mpfr_srcptr x, mpfr_srcptr y) {
  return mpfr_zero_p(x) != 0 || mpfr_zero_p(y) != 0 || mpfr_cmpabs(x, y) == 0;
}

long octant(mpfr_srcptr x, mpfr_srcptr y) {
  const long above = mpfr_zero_p(y) != 0   ? (mpfr_signbit(x) != 0 ? 4 : 0)
                     : mpfr_zero_p(x) != 0 ? 2
                                           : (mpfr_signbit(x) != 0 ? 3 : 1);
  return mpfr_signbit(y) != 0 ? -above : above;
}

/// A real power of a number on an axis or a diagonal: (x^2 + y^2)^(u/2), turned by an exact part of a circle.
ComplexParts octant_power(mpfr_srcptr x, mpfr_srcptr y, mpfr_srcptr u, mpfr_prec_t bits) {
  const mpfr_prec_t wide = std::max(bits, 2 * mpfr_get_prec(x) + 2);
  const Interval norm = apply(mpfr_sqr, mpfr_zero_p(x) != 0 ? y : x, wide);
  const Interval square = is_octant(x, y) && mpfr_zero_p(x) == 0 && mpfr_zero_p(y) == 0 ? scaled(norm, 1) : norm;
  const Interval half = scaled(Interval::of(u, wide), -1);
  const Interval magnitude = apply(mpfr_pow, square.low(), half.low(), bits);
  const Interval turn = scaled(Interval::of(u, wide) * Interval::of(octant(x, y), wide), -2);
  // A zero keeps its sign: the angle of -0i is below.
  const Interval sine = turn.is_zero() ? Interval::of(y, bits) : apply(mpfr_sinpi, turn.low(), bits);
  return {magnitude * apply(mpfr_cospi, turn.low(), bits), magnitude * sine};
}

}  // namespace

ComplexParts complex_power(mpfr_srcptr x, mpfr_srcptr y, mpfr_srcptr u, mpfr_srcptr v, mpfr_prec_t bits) {
  if (mpfr_zero_p(u) != 0 && mpfr_zero_p(v) != 0) return {Interval::of(1, bits), Interval(bits)};
  if (mpfr_zero_p(x) != 0 && mpfr_zero_p(y) != 0) {
    if (mpfr_sgn(u) > 0) return {Interval(bits), Interval(bits)};
    return {Interval::nan(bits), Interval::nan(bits)};
  }
  if (mpfr_zero_p(v) != 0 && is_finite(x, y) && mpfr_number_p(u) != 0) {
    if (mpfr_integer_p(u) != 0 && mpfr_cmpabs_ui(u, largest_product) <= 0) {
      return integer_power({Interval::of(x, bits), Interval::of(y, bits)}, mpfr_get_si(u, MPFR_RNDN));
    }
    if (is_octant(x, y)) return octant_power(x, y, u, bits);
  }
  const ComplexParts log = complex_log(x, y, bits);
  const Interval real = Interval::of(u, bits);
  const Interval imag = Interval::of(v, bits);
  const Interval exponent = real * log.real - imag * log.imag;
  const Interval turn = imag * log.real + real * log.imag;
  if (turn.is_nan() || mpfr_inf_p(turn.low()) != 0) return complex_exp(exponent.low(), turn.low(), bits);
  const Interval magnitude = increasing(mpfr_exp, exponent);
  return {magnitude * cosine(turn), magnitude * sine(turn)};
}

}  // namespace fairplay::arraycore
