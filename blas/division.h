#pragma once
// Many numbers divided by one, as a triangular solve divides by its diagonal and a factorisation by its pivot.
//
// By the divisor itself, never by way of its reciprocal: that of a subnormal is infinite, and stock libraries return a
// wrong factorisation with info = 0 there. Complex quotients first scale divisor and dividend by the power of two that
// brings the divisor's larger part into [1, 2), so that the squared modulus neither overflows nor underflows and no bit
// is lost (R. Smith's scaling by a quotient, CACM 5, 1962, would round once more).

#include <cstdint>
#include <limits>
#include <type_traits>

#include "blas/scalar.h"

namespace fairplay::blas {

// Parts are scalars, or registers of them (blas/vector): `Parts::broadcast` makes the latter of a scalar.
template <class R>
FAIRPLAY_ALWAYS_INLINE R spread(R value, R) {
  return value;
}
template <class Parts, class R>
FAIRPLAY_ALWAYS_INLINE Parts spread(R value, Parts) {
  return Parts::broadcast(value);
}

template <class T>
class Divisor {
 public:
  FAIRPLAY_ALWAYS_INLINE explicit Divisor(T divisor) : divisor_(divisor) {}
  template <class Parts>
  FAIRPLAY_ALWAYS_INLINE Parts divide(Parts x) const {
    return x / spread(divisor_, x);
  }

 private:
  T divisor_;
};

template <class R>
class Divisor<Complex<R>> {
 public:
  FAIRPLAY_ALWAYS_INLINE explicit Divisor(Complex<R> divisor)
      : is_real_(divisor.im == 0), first_(1), second_(1), re_(divisor.re), im_(0), modulus_(0) {
    if (is_real_) return;
    R re = divisor.re < 0 ? -divisor.re : divisor.re, im = divisor.im < 0 ? -divisor.im : divisor.im;
    int exponent = exponent_of(re > im ? re : im);
    // In two steps: 2^-exponent itself is out of range for the smallest divisors.
    first_ = power_of_two(-exponent / 2);
    second_ = power_of_two(-exponent - -exponent / 2);
    re_ = divisor.re * first_ * second_;
    im_ = divisor.im * first_ * second_;
    modulus_ = re_ * re_ + im_ * im_;
  }
  template <class Parts>
  FAIRPLAY_ALWAYS_INLINE void divide(Parts& x_re, Parts& x_im) const {
    if (is_real_) {
      x_re = x_re / spread(re_, x_re);
      x_im = x_im / spread(re_, x_im);
      return;
    }
    const Parts first = spread(first_, x_re), second = spread(second_, x_re), by_re = spread(re_, x_re),
                by_im = spread(im_, x_re), modulus = spread(modulus_, x_re);
    const Parts re = x_re * first, im = x_im * first;
    x_re = (re * by_re + im * by_im) / modulus * second;
    x_im = (im * by_re - re * by_im) / modulus * second;
  }
  FAIRPLAY_ALWAYS_INLINE Complex<R> divide(Complex<R> x) const {
    divide(x.re, x.im);
    return x;
  }

 private:
  using Bits = std::conditional_t<sizeof(R) == 8, std::uint64_t, std::uint32_t>;
  static constexpr int fraction_bits = std::numeric_limits<R>::digits - 1;
  static constexpr int bias = std::numeric_limits<R>::max_exponent - 1;

  // floor(log2(x)); 0 for zero, infinity and NaN, which divide as they are.
  FAIRPLAY_ALWAYS_INLINE static int exponent_of(R x) {
    const Bits bits = __builtin_bit_cast(Bits, x);
    const int encoded = encoded_exponent(x);
    if (encoded == 2 * bias + 1 || bits == 0) return 0;
    if (encoded > 0) return encoded - bias;
    return static_cast<int>(sizeof(Bits) * 8) - 1 -
           (sizeof(Bits) == 8 ? __builtin_clzll(bits) : __builtin_clz(static_cast<unsigned>(bits))) - bias + 1 -
           fraction_bits;
  }
  FAIRPLAY_ALWAYS_INLINE static R power_of_two(int exponent) {
    return __builtin_bit_cast(R, static_cast<Bits>(exponent + bias) << fraction_bits);
  }

  bool is_real_;
  R first_, second_, re_, im_, modulus_;
};

}  // namespace fairplay::blas
