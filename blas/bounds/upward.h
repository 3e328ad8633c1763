#pragma once
// Arithmetic on bounds: every operation's result is at least the exact one. Operands are >= 0; infinity stands for "no
// bound".

#include <cmath>
#include <limits>

#include "blas/scalar.h"

namespace fairplay::blas::bounds {

// The neighbour above: more than rounding to nearest can have lost, subnormals included.
inline double up(double x) { return std::nextafter(x, std::numeric_limits<double>::infinity()); }
inline double add_up(double a, double b) { return a == 0 ? b : b == 0 ? a : up(a + b); }
// Zero times infinity is zero: nothing times something unbounded.
inline double multiply_up(double a, double b) { return a == 0 || b == 0 ? 0 : up(a * b); }
inline double divide_up(double a, double b) { return a == 0 ? 0 : up(a / b); }

template <class T>
double modulus_up(T x) {
  double re = std::fabs(static_cast<double>(real(x))), im = std::fabs(static_cast<double>(imag(x)));
  return im == 0 ? re : re == 0 ? im : up(up(std::hypot(re, im)));  // hypot errs by less than an ulp
}

// gamma_n = n u / (1 - n u), u the unit roundoff of T's parts (N. J. Higham: "Accuracy and stability of numerical
// algorithms", 2nd edition, lemma 3.1).
template <class T>
double gamma_up(Index n) {
  constexpr double u = std::numeric_limits<Real<T>>::epsilon() / 2;
  double nu = up(static_cast<double>(n) * u);
  return nu < 1 ? divide_up(nu, std::nextafter(1 - nu, 0.0)) : std::numeric_limits<double>::infinity();
}

// The least subnormal of T's parts.
template <class T>
inline constexpr double least = std::numeric_limits<Real<T>>::denorm_min();

// What a sum of `terms` products may be off: gamma_{terms+3} magnitude + (terms + 3) 2^-1074 max(1, |alpha|) (float:
// 2^-149), complex times 2 sqrt 2.
//
// A term takes part in at most `terms` roundings within its sum, in one when it is multiplied by alpha and in one when
// beta c is added, whatever the order, fused or not; the third is the rounding of the reference it is compared with.
// Each underflow adds at most half the least subnormal, alpha times that within the sum. A complex product of part sums
// is off by at most 2 sqrt 2 times as much (Higham, section 3.6). `magnitude` is the sum of the terms' moduli, |beta c|
// included, rounded up.
template <class T>
double sum_bound(Index terms, double magnitude, double alpha_modulus = 1) {
  double relative = multiply_up(gamma_up<T>(terms + 3), magnitude);
  double absolute = multiply_up(static_cast<double>(terms + 3) * least<T>, alpha_modulus > 1 ? alpha_modulus : 1);
  double bound = add_up(relative, absolute);
  return is_complex<T> ? multiply_up(bound, 2.8284271247461903) : bound;  // rounded up
}

}  // namespace fairplay::blas::bounds
