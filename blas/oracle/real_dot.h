#pragma once
// Sums of products of doubles: what every result of the oracle is made of. Floats are widened, complex sums are written
// as two real ones of twice the length.

#include <vector>

#include "blas/oracle/accumulator.h"
#include "blas/oracle/estimate.h"
#include "blas/scalar.h"

namespace fairplay::blas::oracle {

// x[0] y[0] + ... + x[n-1] y[n-1], and how far off that may be. NaN or infinity anywhere, or an overflow, gives an
// estimate that certifies nothing.
Estimate estimate_dot(Index n, const double* x, const double* y);

// What IEEE 754 makes of the sum where operands are NaN or infinite, in whatever order it is added: NaN where an
// operand is NaN, where 0 meets infinity, or where both infinities are added, else the infinity. Products of finite
// operands don't overflow. Returns false, and no value, where all operands are finite.
bool not_finite_dot(Index n, const double* x, const double* y, double* value);

// n elements of any increment (Netlib's rule for negative ones: the first element is the last in memory), widened: a
// complex one as re, im.
template <class T>
std::vector<double> widened(Index n, const T* x, Index incx);

// Three arrangements of complex vectors as real ones of twice the length, for y = y.re, y.im pairwise:
// re(x . y) = (x.re, x.im) . (y.re, -y.im) and im(x . y) = (x.re, x.im) . (y.im, y.re).
std::vector<double> for_real_part(const std::vector<double>& y);
std::vector<double> for_imaginary_part(const std::vector<double>& y);

}  // namespace fairplay::blas::oracle
