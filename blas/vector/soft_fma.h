#pragma once
// A fused multiply-add for CPUs without the instruction, bit for bit what the instruction gives (a NaN's payload
// excepted). S. Boldo, G. Melquiond: "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to
// odd", IEEE Trans. Computers 57 (2008).
//
// Double: the product is split exactly (Veltkamp, Dekker), the two low parts are added and rounded to odd, and the last
// sum rounds once. That is exact only while no part leaves the normal range: outside safe exponents the C library's fma
// answers. Float: the product of two floats is exact in double, so that one sum rounded to odd, then narrowed, rounds
// once. Raises no flag but inexact that the fused operation itself wouldn't raise.

#include <cstdint>
#include <cstring>

#include "blas/scalar.h"

namespace fairplay::blas::FAIRPLAY_ISA {

namespace soft {

typedef double Double2 __attribute__((vector_size(16)));
typedef std::int64_t Long2 __attribute__((vector_size(16)));

FAIRPLAY_ALWAYS_INLINE Long2 bits_of(Double2 x) { return (Long2)x; }
FAIRPLAY_ALWAYS_INLINE Double2 from_bits(Long2 x) { return (Double2)x; }

// sum + error = a + b exactly (Knuth).
template <class V>
struct Split {
  V high;
  V low;
};
FAIRPLAY_ALWAYS_INLINE Split<Double2> two_sum(Double2 a, Double2 b) {
  Double2 sum = a + b;
  Double2 b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// a + b rounded to odd: where the sum is inexact, the one of its two neighbours whose last bit is 1. Finite, no
// overflow.
FAIRPLAY_ALWAYS_INLINE Double2 add_to_odd(Double2 a, Double2 b) {
  Split<Double2> s = two_sum(a, b);
  Long2 bits = bits_of(s.high);
  Long2 inexact = (Long2)(s.low != 0.0);
  Long2 even = (bits & 1) - 1;  // all ones where the last bit is 0
  Long2 outward = (bits ^ bits_of(s.low)) >= 0
                      ? Long2{1, 1}
                      : Long2{-1, -1};  // towards the lost part: larger magnitude where the signs agree
  return from_bits(bits + (outward & inexact & even));
}

// |x| in [2^(low-1023), 2^(high-1023)); exponents as IEEE 754 encodes them.
FAIRPLAY_ALWAYS_INLINE Long2 exponent_within(Double2 x, std::int64_t low, std::int64_t high) {
  Long2 magnitude = bits_of(x) & INT64_MAX;
  return (magnitude >= (low << 52)) & (magnitude < (high << 52));
}

}  // namespace soft

[[gnu::noinline]] static soft::Double2 soft_fma_outside(soft::Double2 a, soft::Double2 b, soft::Double2 c) {
  return soft::Double2{__builtin_fma(a[0], b[0], c[0]), __builtin_fma(a[1], b[1], c[1])};
}

[[gnu::noinline, maybe_unused]] static soft::Double2 soft_fma(soft::Double2 a, soft::Double2 b, soft::Double2 c) {
  using namespace soft;
  // Products in [2^-600, 2^600] have exact halves, and a sum with |c| in [2^-900, 2^900] or zero loses nothing below
  // 2^-1000.
  Long2 safe = exponent_within(a, 723, 1323) & exponent_within(b, 723, 1323) &
               (exponent_within(c, 123, 1923) | (Long2)(c == 0.0));
  if ((safe[0] & safe[1]) == 0) return soft_fma_outside(a, b, c);
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  Double2 a_big = a * splitter, b_big = b * splitter;
  Double2 a_high = a_big - (a_big - a), b_high = b_big - (b_big - b);
  Double2 a_low = a - a_high, b_low = b - b_high;
  Double2 product = a * b;
  Double2 error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low);
  Split<Double2> low = two_sum(c, error);
  Split<Double2> high = two_sum(product, low.high);
  return high.high + add_to_odd(low.low, high.low);
}

[[gnu::noinline, maybe_unused]] static double soft_fma(double a, double b, double c) {
  return soft_fma(soft::Double2{a, 1.0}, soft::Double2{b, 1.0}, soft::Double2{c, 1.0})[0];
}

[[gnu::noinline, maybe_unused]] static float soft_fma(float a, float b, float c) {
  double product = static_cast<double>(a) * static_cast<double>(b);
  if (!(__builtin_fabs(product) <= 0x1p300) || !(__builtin_fabsf(c) <= 0x1.fffffep127f))
    return __builtin_fmaf(a, b, c);  // Inf and NaN
  if (product == 0)
    return static_cast<float>(product + static_cast<double>(c));  // keeps the sign that two zeros add up to
  return static_cast<float>(
      soft::add_to_odd(soft::Double2{product, 0.0}, soft::Double2{static_cast<double>(c), 0.0})[0]);
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
