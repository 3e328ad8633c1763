#include "arraycore/ufunc/interval.h"

#include <mpfr.h>

#include "arraycore/ufunc/mpfr_number.h"

namespace fairplay::arraycore {
namespace {

/// The bound above a result that was rounded down.
void set_high(Interval& interval, int inexact) {
  mpfr_set(interval.high(), interval.low(), MPFR_RNDU);
  if (inexact != 0) mpfr_nextabove(interval.high());
}

/// A product in which 0 times infinity is 0: a bound, not a limit.
void multiply(mpfr_ptr result, mpfr_srcptr a, mpfr_srcptr b, mpfr_rnd_t rounding) {
  if (mpfr_zero_p(a) != 0 || mpfr_zero_p(b) != 0) {
    mpfr_set_zero(result, mpfr_signbit(a) == mpfr_signbit(b) ? 1 : -1);
  } else {
    mpfr_mul(result, a, b, rounding);
  }
}

/// The product of intervals that hold both signs.
Interval mixed_product(const Interval& a, const Interval& b) {
  Interval result(a.bits());
  Interval other(a.bits());
  multiply(result.low(), a.low(), b.high(), MPFR_RNDD);
  multiply(other.low(), a.high(), b.low(), MPFR_RNDD);
  mpfr_min(result.low(), result.low(), other.low(), MPFR_RNDD);
  multiply(result.high(), a.low(), b.low(), MPFR_RNDU);
  multiply(other.high(), a.high(), b.high(), MPFR_RNDU);
  mpfr_max(result.high(), result.high(), other.high(), MPFR_RNDU);
  return result;
}

/// A function whose slope is at most 1, given its value at the lower bound.
Interval spread_over(Interval at_low, const Interval& argument) {
  Interval width(argument.bits());
  mpfr_sub(width.high(), argument.high(), argument.low(), MPFR_RNDU);
  if (mpfr_zero_p(width.high()) != 0) return at_low;
  mpfr_sub(at_low.low(), at_low.low(), width.high(), MPFR_RNDD);
  mpfr_add(at_low.high(), at_low.high(), width.high(), MPFR_RNDU);
  return at_low;
}

}  // namespace

Interval::Interval(mpfr_prec_t bits) {
  mpfr_init2(low_, bits);
  mpfr_init2(high_, bits);
  mpfr_set_zero(low_, 1);
  mpfr_set_zero(high_, 1);
}

Interval::~Interval() {
  mpfr_clear(low_);
  mpfr_clear(high_);
}

Interval::Interval(const Interval& other) : Interval(other.bits()) {
  mpfr_set(low_, other.low_, MPFR_RNDD);
  mpfr_set(high_, other.high_, MPFR_RNDU);
}

Interval::Interval(Interval&& other) noexcept : Interval(mpfr_prec_t{MPFR_PREC_MIN}) {
  mpfr_swap(low_, other.low_);
  mpfr_swap(high_, other.high_);
}

Interval Interval::of(mpfr_srcptr exact, mpfr_prec_t bits) { return apply(mpfr_set, exact, bits); }

Interval Interval::of(long exact, mpfr_prec_t bits) {
  Interval result(bits);
  set_high(result, mpfr_set_si(result.low(), exact, MPFR_RNDD));
  return result;
}

Interval Interval::infinity(bool negative, mpfr_prec_t bits) {
  Interval result(bits);
  mpfr_set_inf(result.low(), negative ? -1 : 1);
  mpfr_set_inf(result.high(), negative ? -1 : 1);
  return result;
}

Interval Interval::nan(mpfr_prec_t bits) {
  Interval result(bits);
  mpfr_set_nan(result.low());
  mpfr_set_nan(result.high());
  return result;
}

Interval Interval::quarter_pi(long count, mpfr_prec_t bits) {
  Interval pi(bits);
  set_high(pi, mpfr_const_pi(pi.low(), MPFR_RNDD));
  return scaled(pi * of(count, bits), -2);
}

Interval operator-(const Interval& a) {
  Interval result(a.bits());
  mpfr_neg(result.low(), a.high(), MPFR_RNDD);
  mpfr_neg(result.high(), a.low(), MPFR_RNDU);
  return result;
}

Interval operator+(const Interval& a, const Interval& b) {
  Interval result(a.bits());
  mpfr_add(result.low(), a.low(), b.low(), MPFR_RNDD);
  mpfr_add(result.high(), a.high(), b.high(), MPFR_RNDU);
  return result;
}

Interval operator-(const Interval& a, const Interval& b) {
  Interval result(a.bits());
  mpfr_sub(result.low(), a.low(), b.high(), MPFR_RNDD);
  mpfr_sub(result.high(), a.high(), b.low(), MPFR_RNDU);
  return result;
}

Interval operator*(const Interval& a, const Interval& b) {
  if (a.is_nan() || b.is_nan()) return Interval::nan(a.bits());
  if (!a.is_positive() && a.is_negative()) return -(-a * b);
  if (!b.is_positive() && b.is_negative()) return -(a * -b);
  if (!a.is_positive() && !b.is_positive()) return mixed_product(a, b);
  Interval result(a.bits());
  multiply(result.low(), b.is_positive() ? a.low() : a.high(), a.is_positive() ? b.low() : b.high(), MPFR_RNDD);
  multiply(result.high(), a.high(), b.high(), MPFR_RNDU);
  return result;
}

Interval operator/(const Interval& a, const Interval& b) {
  if (!a.is_positive() && a.is_negative()) return -(-a / b);
  Interval result(a.bits());
  mpfr_div(result.low(), a.low(), a.is_positive() ? b.high() : b.low(), MPFR_RNDD);
  mpfr_div(result.high(), a.high(), b.low(), MPFR_RNDU);
  return result;
}

Interval scaled(const Interval& a, long exponent) {
  Interval result(a.bits());
  mpfr_mul_2si(result.low(), a.low(), exponent, MPFR_RNDD);
  mpfr_mul_2si(result.high(), a.high(), exponent, MPFR_RNDU);
  return result;
}

Interval apply(UnaryFunction function, mpfr_srcptr exact, mpfr_prec_t bits) {
  Interval result(bits);
  set_high(result, function(result.low(), exact, MPFR_RNDD));
  return result;
}

Interval apply(BinaryFunction function, mpfr_srcptr a, mpfr_srcptr b, mpfr_prec_t bits) {
  Interval result(bits);
  set_high(result, function(result.low(), a, b, MPFR_RNDD));
  return result;
}

Interval increasing(UnaryFunction function, const Interval& a) {
  Interval result(a.bits());
  function(result.low(), a.low(), MPFR_RNDD);
  function(result.high(), a.high(), MPFR_RNDU);
  return result;
}

Interval angle(const Interval& y, const Interval& x) {
  // It falls with x, and grows with y where x is positive.
  Interval result(y.bits());
  const bool right = mpfr_sgn(x.high()) >= 0;
  mpfr_atan2(result.low(), right ? y.low() : y.high(), x.high(), MPFR_RNDD);
  mpfr_atan2(result.high(), right ? y.high() : y.low(), x.low(), MPFR_RNDU);
  return result;
}

Interval sine(const Interval& a) { return spread_over(apply(mpfr_sin, a.low(), a.bits()), a); }

Interval cosine(const Interval& a) { return spread_over(apply(mpfr_cos, a.low(), a.bits()), a); }

Interval without_negative_zero(const Interval& a) { return a.is_zero() ? Interval(a.bits()) : a; }

Interval with_sign(const Interval& a, bool negative) { return negative ? -a : a; }

}  // namespace fairplay::arraycore
