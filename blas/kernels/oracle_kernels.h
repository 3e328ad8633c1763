#pragma once
// The oracle's inner loops, per instruction set. All of them work on doubles: floats are widened, complex numbers are taken apart.
// What they return differs from one instruction set to the next in the last bits of a bound; the oracle's results, being correctly rounded, don't.

#include "blas/scalar.h"

namespace fairplay::blas {

inline constexpr int oracle_dot_lanes = 32;  // at most this many partial sums in OracleKernels::dot

struct OracleKernels {
  // Dot2 (T. Ogita, S. M. Rump, S. Oishi: "Accurate sum and dot product", SIAM J. Sci. Comput. 26, 2005) in lanes: result[0] + result[1] is x[0] y[0] + ... +
  // x[n-1] y[n-1] up to an error that result[2], the sum of |x[i] y[i]|, bounds: see oracle/real_dot.cpp. n >= 0.
  void (*dot)(Index n, const double* x, const double* y, double* result);
};

}  // namespace fairplay::blas
