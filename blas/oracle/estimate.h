#pragma once
// What a fast path knows of an exact value, and when that is enough to round it.

#include "blas/scalar.h"

namespace fairplay::blas::oracle {

// The exact value lies within `error` of high + low. NaN or infinity anywhere: nothing is known.
struct Estimate {
  double high;
  double low;
  double error;
};

// high + low = a + b exactly (Knuth), unless it overflows.
FAIRPLAY_ALWAYS_INLINE void two_sum(double a, double b, double& high, double& low) {
  high = a + b;
  double b_part = high - a;
  low = (a - (high - b_part)) + (b - b_part);
}

// Rounds the exact value if both ends of the interval round to the same number, for rounding is monotone: then *value
// is what rounding the exact value once gives. Returns whether it did. The interval is widened by what its own
// computation may have lost.
//
// Double: with high + low = h + l, l at most half an ulp of h, both h + (l - w) and h + (l + w) round once; fl(l + w)
// is off by at most 2^-53 (|l| + w), so that w = error (1 + 2^-40) + 2^-51 |l| covers the exact ends.
FAIRPLAY_ALWAYS_INLINE bool certify(Estimate e, double* value) {
  double h, l;
  two_sum(e.high, e.low, h, l);
  double w = e.error * (1 + 0x1p-40) + __builtin_fabs(l) * 0x1p-51;
  double above = h + (l + w), below = h + (l - w);
  *value = above;
  return above == below && __builtin_fabs(above) <= 0x1.fffffffffffffp1023;
}

// Float: the ends are doubles, each off by at most 2^-52 of its value, and are narrowed, which rounds once, to
// subnormals and infinity too.
FAIRPLAY_ALWAYS_INLINE bool certify(Estimate e, float* value) {
  double middle = e.high + e.low;
  double w = e.error * (1 + 0x1p-40) + __builtin_fabs(middle) * 0x1p-51;
  float above = static_cast<float>(middle + w), below = static_cast<float>(middle - w);
  *value = above;
  // Equal zeros of different sign aren't distinguished here: the value may be zero itself.
  return above == below && w <= 0x1p300;
}

}  // namespace fairplay::blas::oracle
