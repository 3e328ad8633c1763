#pragma once
// factor * sum + factor * sum + ..., of few terms, with a running bound of what its arithmetic loses: alpha (a . b) +
// beta c, and the parts of complex ones.

#include <cmath>

#include "blas/oracle/estimate.h"

namespace fairplay::blas::oracle {

class Combination {
 public:
  Combination() = default;
  explicit Combination(Estimate start) : total_(start) {}

  // The product's high part and the sum are taken without error; what is left is added plainly: at most three roundings
  // of values no larger than the ones named in `lost`, and one of the new low part. 2^-1070 covers every underflow.
  FAIRPLAY_ALWAYS_INLINE void add(double factor, Estimate sum) {
    double product = factor * sum.high;
    double error = std::fma(factor, sum.high, -product);
    double small = factor * sum.low;
    double carried;
    two_sum(total_.high, product, total_.high, carried);
    double lost = std::fabs(carried) + std::fabs(error) + std::fabs(small);
    total_.low += (carried + error) + small;
    total_.error += std::fabs(factor) * sum.error + lost * 0x1p-51 + std::fabs(total_.low) * 0x1p-52 + 0x1p-1070;
  }
  FAIRPLAY_ALWAYS_INLINE void add(double factor, double value) { add(factor, Estimate{value, 0, 0}); }

  Estimate total() const { return total_; }

 private:
  Estimate total_{0, 0, 0};
};

}  // namespace fairplay::blas::oracle
