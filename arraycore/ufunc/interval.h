#pragma once

#include <mpfr.h>

#include "arraycore/ufunc/mpfr_number.h"

namespace fairplay::arraycore {

/// A real number between two numbers of MPFR. Every operation rounds outwards, so that the exact result lies between
/// its bounds (R. E. Moore, Interval Analysis, 1966). Bounds that are equal are the exact result; an infinity is
/// one, too, and NaN stands in both. What is exactly zero keeps its sign. Wants MPFR's widest range of exponents.
class Interval {
 public:
  /// Zero.
  explicit Interval(mpfr_prec_t bits);
  ~Interval();
  Interval(const Interval& other);
  Interval(Interval&& other) noexcept;
  Interval& operator=(const Interval&) = delete;
  Interval& operator=(Interval&&) = delete;

  static Interval of(mpfr_srcptr exact, mpfr_prec_t bits);
  static Interval of(long exact, mpfr_prec_t bits);
  static Interval infinity(bool negative, mpfr_prec_t bits);
  static Interval nan(mpfr_prec_t bits);
  /// Quarters of pi.
  static Interval quarter_pi(long count, mpfr_prec_t bits);

  mpfr_ptr low() { return low_; }
  mpfr_ptr high() { return high_; }
  mpfr_srcptr low() const { return low_; }
  mpfr_srcptr high() const { return high_; }
  mpfr_prec_t bits() const { return mpfr_get_prec(low_); }

  bool is_nan() const { return mpfr_nan_p(low_) != 0 || mpfr_nan_p(high_) != 0; }
  bool is_zero() const { return mpfr_zero_p(low_) != 0 && mpfr_zero_p(high_) != 0; }
  /// No bound is below zero; a zero counts by its sign.
  bool is_positive() const { return mpfr_signbit(low_) == 0; }
  bool is_negative() const { return mpfr_signbit(high_) != 0; }

 private:
  mpfr_t low_;
  mpfr_t high_;
};

Interval operator-(const Interval& a);
Interval operator+(const Interval& a, const Interval& b);
Interval operator-(const Interval& a, const Interval& b);
Interval operator*(const Interval& a, const Interval& b);
/// `b` is above zero.
Interval operator/(const Interval& a, const Interval& b);
/// Times a power of two.
Interval scaled(const Interval& a, long exponent);

/// A function of an exact number.
Interval apply(UnaryFunction function, mpfr_srcptr exact, mpfr_prec_t bits);
Interval apply(BinaryFunction function, mpfr_srcptr a, mpfr_srcptr b, mpfr_prec_t bits);
/// A function that grows.
Interval increasing(UnaryFunction function, const Interval& a);
/// atan2(y, x) for y >= 0 and x of one sign or zero.
Interval angle(const Interval& y, const Interval& x);
Interval sine(const Interval& a);
Interval cosine(const Interval& a);

/// The same, but zero is +0: a difference of equal numbers, that rounding downwards makes -0.
Interval without_negative_zero(const Interval& a);

/// The interval, or its negative.
Interval with_sign(const Interval& a, bool negative);

}  // namespace fairplay::arraycore
