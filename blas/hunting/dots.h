#pragma once
// Dot products that find errors: each family aims at one way of going wrong. docs/oracle.md says what each is for.

#include <vector>

#include "blas/hunting/random.h"

namespace fairplay::blas::hunting {

enum class DotFamily {
  uniform,      // evenly distributed in (-1, 1)
  spread,       // exponents all over a range of 2^120 (float: 2^40)
  any,          // any finite bit pattern: overflow and underflow of single products
  cancelling,   // pairs x y and -x y in random order, so that everything cancels but, in half of the cases, one small
                // term
  conditioned,  // prescribed condition number, itself random from 2^10 to 2^200 (float: 2^80)
  subnormal,    // the sum or its terms are subnormal
  threshold,    // the sum lies within a few ulps of the overflow threshold, its partial sums beyond
  halfway,      // the sum is a midpoint of two neighbours, or a hair beside one
};
inline constexpr DotFamily dot_families[] = {DotFamily::uniform,    DotFamily::spread,      DotFamily::any,
                                             DotFamily::cancelling, DotFamily::conditioned, DotFamily::subnormal,
                                             DotFamily::threshold,  DotFamily::halfway};
const char* name_of(DotFamily family);

template <class R>
struct Dot {
  std::vector<R> x, y;
};

// n >= 0 elements; all finite. R is float or double.
template <class R>
Dot<R> make_dot(DotFamily family, Index n, Random& random);

// Condition number 2 |x|.|y| / |x.y| about 2^log2_condition (T. Ogita, S. M. Rump, S. Oishi, 2005, algorithm 6.1),
// within a factor of 2^10, by test. The running sum is known exactly, and a term takes away as many bits of it as R
// has: n >= 2 (log2_condition / precision + 2), precision 53 or 24.
template <class R>
Dot<R> conditioned_dot(Index n, int log2_condition, Random& random);

}  // namespace fairplay::blas::hunting
