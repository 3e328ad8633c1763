#include "blas/oracle/real_dot.h"

#include <cmath>
#include <limits>

#include "blas/isa.h"

namespace fairplay::blas::oracle {

// Dot2's error, in L <= oracle_dot_lanes lanes of at most s <= n / 8 + 4 steps, P the sum of |x[i] y[i]| and u = 2^-53
// (nothing underflowing): a lane adds exact errors, at most s u P and u P large all together, in a plain sum of 2 s
// terms: (s + 1)^2 u^2 P. Adding 2 L sums of lanes, all but the errors of their high parts in plain arithmetic, loses 2
// L u (s + 1 + L) u P. Together less than (s + 1 + 2 L)^2 u^2 P; the factor 2 below covers the roundings of second
// order and those of P itself. Each underflow of a product or of its error adds at most 2^-1074.
Estimate estimate_dot(Index n, const double* x, const double* y) {
  double sums[3];
  kernels().oracle->dot(n, x, y, sums);
  double steps = static_cast<double>(n / 8 + 5 + 2 * oracle_dot_lanes);
  return {sums[0], sums[1], n == 0 ? 0.0 : steps * steps * 0x1p-105 * sums[2] + static_cast<double>(n + 1) * 0x1p-1072};
}

bool not_finite_dot(Index n, const double* x, const double* y, double* value) {
  bool nan = false, positive = false, negative = false;
  for (Index i = 0; i < n; ++i) {
    if (std::isfinite(x[i]) && std::isfinite(y[i])) continue;
    double product = x[i] * y[i];  // no finite operands: exact
    if (std::isnan(product))
      nan = true;
    else
      (product > 0 ? positive : negative) = true;
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (nan || (positive && negative))
    *value = std::numeric_limits<double>::quiet_NaN();
  else
    *value = positive ? infinity : -infinity;
  return nan || positive || negative;
}

template <class T>
std::vector<double> widened(Index n, const T* x, Index incx) {
  std::vector<double> wide;
  wide.reserve(static_cast<std::size_t>(n > 0 ? n : 0) * reals_per<T>);
  if (incx < 0) x += (1 - n) * incx;
  for (Index i = 0; i < n; ++i) {
    wide.push_back(static_cast<double>(real(x[i * incx])));
    if constexpr (is_complex<T>) wide.push_back(static_cast<double>(imag(x[i * incx])));
  }
  return wide;
}
template std::vector<double> widened(Index, const float*, Index);
template std::vector<double> widened(Index, const double*, Index);
template std::vector<double> widened(Index, const Complex<float>*, Index);
template std::vector<double> widened(Index, const Complex<double>*, Index);

std::vector<double> for_real_part(const std::vector<double>& y) {
  std::vector<double> turned(y);
  for (std::size_t i = 1; i < turned.size(); i += 2) turned[i] = -turned[i];
  return turned;
}
std::vector<double> for_imaginary_part(const std::vector<double>& y) {
  std::vector<double> turned(y.size());
  for (std::size_t i = 0; i + 1 < y.size(); i += 2) {
    turned[i] = y[i + 1];
    turned[i + 1] = y[i];
  }
  return turned;
}

}  // namespace fairplay::blas::oracle
