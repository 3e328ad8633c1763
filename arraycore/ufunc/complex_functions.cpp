// Exponentials, logarithms, roots and hyperbolic functions of complex numbers, and what follows from them by a
// rotation.
#include "arraycore/ufunc/complex_functions.h"

#include <mpfr.h>

#include <utility>

#include "arraycore/ufunc/interval.h"
#include "arraycore/ufunc/mpfr_number.h"

namespace fairplay::arraycore {
namespace {

bool is_zero(mpfr_srcptr a) { return mpfr_zero_p(a) != 0; }
bool is_nan(mpfr_srcptr a) { return mpfr_nan_p(a) != 0; }
bool is_infinite(mpfr_srcptr a) { return mpfr_inf_p(a) != 0; }

Interval signed_zero(mpfr_srcptr sign, mpfr_prec_t bits) { return with_sign(Interval(bits), mpfr_signbit(sign) != 0); }

Interval signed_infinity(mpfr_srcptr sign, mpfr_prec_t bits) {
  return Interval::infinity(mpfr_signbit(sign) != 0, bits);
}

ComplexParts nans(mpfr_prec_t bits) { return {Interval::nan(bits), Interval::nan(bits)}; }

/// Whether the formulas of exponentials hold: they have the right limits where x is infinite.
bool has_direction(mpfr_srcptr x, mpfr_srcptr y) { return is_finite(y) && !is_nan(x); }

/// The rest of them.
ComplexParts exp_without_direction(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (is_zero(y)) return {Interval::nan(bits), Interval::of(y, bits)};
  if (is_nan(x) || is_finite(x)) return nans(bits);
  if (mpfr_signbit(x) != 0) return {Interval(bits), signed_zero(y, bits)};
  return {Interval::infinity(false, bits), Interval::nan(bits)};
}

Interval natural_log_of(long value, mpfr_prec_t bits) { return increasing(mpfr_log, Interval::of(value, bits)); }

/// A function f(iz) = i g(z), or the other way round: g(x + iy) are the parts of f(y + ix) exchanged.
template <ComplexFunction Function>
ComplexParts rotated(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  ComplexParts parts = Function(y, x, bits);
  return {std::move(parts.imag), std::move(parts.real)};
}

/// A logarithm to a base whose own natural logarithm is 1, or is given.
ComplexParts log_to_base(UnaryFunction log, long base, mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  return {scaled(log_of_norm(log, Interval::of(x, bits), Interval::of(y, bits)), -1),
          apply(mpfr_atan2, y, x, bits) / natural_log_of(base, bits)};
}

}  // namespace

Interval log_of_norm(UnaryFunction log, const Interval& x, const Interval& y) {
  const mpfr_prec_t bits = x.bits();
  if (x.is_nan() || y.is_nan() || is_infinite(x.low()) || is_infinite(y.low())) {
    return scaled(increasing(log, apply(mpfr_hypot, x.low(), y.low(), bits)), 1);
  }
  const Interval norm = x * x + y * y;
  if (mpfr_cmp_d(norm.low(), 0.5) <= 0 || mpfr_cmp_ui(norm.high(), 2) >= 0) return increasing(log, norm);
  // Near 1 what is beside it counts: x^2 + y^2 - 1 without rounding the sum, |x| being the larger one.
  const bool first = mpfr_cmpabs(x.low(), y.low()) >= 0;
  const Interval& larger = first ? x : y;
  const Interval& smaller = first ? y : x;
  const Interval one = Interval::of(1, bits);
  const Interval beside = without_negative_zero((larger - one) * (larger + one) + smaller * smaller);
  const Interval natural = increasing(mpfr_log1p, beside);
  return log == mpfr_log ? natural : natural / natural_log_of(log == mpfr_log2 ? 2 : 10, bits);
}

ComplexParts square_root(const Interval& x, const Interval& y) {
  const Interval magnitude = increasing(mpfr_sqrt, x * x + y * y);
  const bool right = mpfr_sgn(x.high()) >= 0;
  Interval larger = increasing(mpfr_sqrt, scaled(right ? magnitude + x : magnitude - x, -1));
  Interval smaller = y.is_zero() ? Interval(x.bits()) : y / scaled(larger, 1);
  if (right) return {std::move(larger), std::move(smaller)};
  return {std::move(smaller), std::move(larger)};
}

ComplexParts complex_exp(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (!has_direction(x, y)) return exp_without_direction(x, y, bits);
  const Interval magnitude = apply(mpfr_exp, x, bits);
  return {magnitude * apply(mpfr_cos, y, bits), magnitude * apply(mpfr_sin, y, bits)};
}

ComplexParts complex_exp2(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (!has_direction(x, y)) return exp_without_direction(x, y, bits);
  const Interval magnitude = apply(mpfr_exp2, x, bits);
  if (is_zero(y)) return {magnitude, magnitude * Interval::of(y, bits)};
  const Interval turn = Interval::of(y, bits) * natural_log_of(2, bits);
  return {magnitude * cosine(turn), magnitude * sine(turn)};
}

ComplexParts complex_expm1(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (!has_direction(x, y)) {
    ComplexParts parts = exp_without_direction(x, y, bits);
    return {parts.real - Interval::of(1, bits), std::move(parts.imag)};
  }
  // e^x cos y - 1 = (e^x - 1) cos y - 2 sin^2(y/2)
  const Interval half = scaled(Interval::of(y, bits), -1);
  const Interval half_sine = apply(mpfr_sin, half.low(), bits);
  return {apply(mpfr_expm1, x, bits) * apply(mpfr_cos, y, bits) - scaled(half_sine * half_sine, 1),
          apply(mpfr_exp, x, bits) * apply(mpfr_sin, y, bits)};
}

ComplexParts complex_log(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  return {scaled(log_of_norm(mpfr_log, Interval::of(x, bits), Interval::of(y, bits)), -1),
          apply(mpfr_atan2, y, x, bits)};
}

ComplexParts complex_log2(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  return log_to_base(mpfr_log2, 2, x, y, bits);
}

ComplexParts complex_log10(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  return log_to_base(mpfr_log10, 10, x, y, bits);
}

ComplexParts complex_log1p(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  const Interval imag = Interval::of(y, bits);
  const Interval one = Interval::of(1, bits);
  const Interval right = without_negative_zero(Interval::of(x, bits) + one);
  Interval turn = with_sign(angle(with_sign(imag, mpfr_signbit(y) != 0), right), mpfr_signbit(y) != 0);
  const Interval real = Interval::of(x, bits);
  // |1 + z|^2 - 1 = x (x + 2) + y^2
  if (is_finite(x) && is_finite(y)) {
    const Interval beside = real * (real + scaled(one, 1)) + imag * imag;
    if (mpfr_cmp_d(beside.low(), -0.5) > 0) return {scaled(increasing(mpfr_log1p, beside), -1), std::move(turn)};
  }
  return {scaled(log_of_norm(mpfr_log, right, imag), -1), std::move(turn)};
}

ComplexParts complex_sqrt(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (is_infinite(y)) return {Interval::infinity(false, bits), signed_infinity(y, bits)};
  if (is_nan(x) || (is_nan(y) && is_finite(x))) return nans(bits);
  if (is_infinite(x)) {
    const bool right = mpfr_signbit(x) == 0;
    if (is_nan(y)) {
      return right ? ComplexParts{Interval::infinity(false, bits), Interval::nan(bits)}
                   : ComplexParts{Interval::nan(bits), Interval::infinity(false, bits)};
    }
    return right ? ComplexParts{Interval::infinity(false, bits), signed_zero(y, bits)}
                 : ComplexParts{Interval(bits), signed_infinity(y, bits)};
  }
  const bool below = mpfr_signbit(y) != 0;
  const Interval real = without_negative_zero(Interval::of(x, bits));
  ComplexParts root = square_root(real, with_sign(Interval::of(y, bits), below));
  return {std::move(root.real), with_sign(root.imag, below)};
}

ComplexParts complex_sinh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (has_direction(x, y)) {
    return {apply(mpfr_sinh, x, bits) * apply(mpfr_cos, y, bits), apply(mpfr_cosh, x, bits) * apply(mpfr_sin, y, bits)};
  }
  if (is_zero(y)) return {Interval::nan(bits), Interval::of(y, bits)};
  if (is_zero(x) || is_infinite(x)) return {Interval::of(x, bits), Interval::nan(bits)};
  return nans(bits);
}

ComplexParts complex_cosh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  if (has_direction(x, y)) {
    return {apply(mpfr_cosh, x, bits) * apply(mpfr_cos, y, bits), apply(mpfr_sinh, x, bits) * apply(mpfr_sin, y, bits)};
  }
  if (is_zero(y)) return {Interval::nan(bits), Interval::of(y, bits)};
  if (is_zero(x)) return {Interval::nan(bits), Interval::of(x, bits)};
  if (is_infinite(x)) return {Interval::infinity(false, bits), Interval::nan(bits)};
  return nans(bits);
}

ComplexParts complex_tanh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  const bool left = mpfr_signbit(x) != 0;
  if (is_infinite(x) && !is_finite(y)) return {with_sign(Interval::of(1, bits), left), signed_zero(y, bits)};
  if (!has_direction(x, y)) {
    if (is_nan(x) && is_zero(y)) return {Interval::nan(bits), Interval::of(y, bits)};
    if (is_zero(x)) return {Interval::of(x, bits), Interval::nan(bits)};
    return nans(bits);
  }
  const Interval cos = apply(mpfr_cos, y, bits);
  const Interval sin = apply(mpfr_sin, y, bits);
  if (mpfr_cmpabs_ui(x, 1U << 16) >= 0) {
    // 1 and 0, but for less than 4 e^-2|x|.
    Interval one = Interval::of(1, bits);
    Interval nothing(bits);
    if (is_finite(x)) {
      mpfr_nextbelow(one.low());
      mpfr_set_ui_2exp(nothing.high(), 1, -100000, MPFR_RNDU);
    }
    return {with_sign(one, left), sin * cos * nothing};
  }
  const Interval sinh = apply(mpfr_sinh, x, bits);
  const Interval denominator = sinh * sinh + cos * cos;
  return {sinh * apply(mpfr_cosh, x, bits) / denominator, sin * cos / denominator};
}

ComplexParts complex_sin(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) { return rotated<complex_sinh>(x, y, bits); }

ComplexParts complex_cos(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) {
  // cos(x + iy) is the conjugate of cosh(y + ix).
  ComplexParts parts = complex_cosh(y, x, bits);
  return {std::move(parts.real), -parts.imag};
}

ComplexParts complex_tan(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) { return rotated<complex_tanh>(x, y, bits); }

ComplexParts complex_asin(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) { return rotated<complex_asinh>(x, y, bits); }

ComplexParts complex_atan(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits) { return rotated<complex_atanh>(x, y, bits); }

}  // namespace fairplay::arraycore
