#include "blas/oracle/scaling.h"

#include <cmath>

#include "blas/isa.h"

namespace fairplay::blas::oracle {

int exponent_above(double x) {
  int exponent;
  std::frexp(x, &exponent);  // |x| = f 2^exponent, f in [1/2, 1)
  return exponent;
}

namespace {

std::vector<double> column_maxima(const Vectors& x) {
  std::vector<double> maxima(static_cast<std::size_t>(x.length), 0.0);
  for (Index i = 0; i < x.count; ++i) kernels().oracle->raise_maxima(x.length, x[i], maxima.data());
  return maxima;
}

// max over p of |x[p]| 2^(sign inner[p]) as an exponent above it; computed in doubles where those can't leave their
// range.
int scaled_exponent(const Vectors& x, Index i, const std::vector<int>& inner, int sign,
                    const std::vector<double>& factors, bool plain) {
  if (plain) return exponent_above(kernels().oracle->maximum(x.length, x[i], factors.data()));
  int highest = 0;
  bool any = false;
  for (Index p = 0; p < x.length; ++p) {
    if (x[i][p] == 0) continue;
    int exponent = exponent_above(x[i][p]) + sign * inner[static_cast<std::size_t>(p)];
    if (!any || exponent > highest) highest = exponent;
    any = true;
  }
  return highest;
}

}  // namespace

Scaling scaling_of(const Vectors& a, const Vectors& b) {
  Scaling scaling;
  std::size_t length = static_cast<std::size_t>(a.length);
  scaling.inner.assign(length, 0);
  std::vector<double> in_a = column_maxima(a), in_b = column_maxima(b);
  bool plain = true;  // all magnitudes far from the ends of the range, all exponents moderate
  for (std::size_t p = 0; p < length; ++p) {
    if (in_a[p] == 0 || in_b[p] == 0) continue;  // these products are zero
    int difference = exponent_above(in_a[p]) - exponent_above(in_b[p]);
    if (difference > 4 || difference < -4) scaling.inner[p] = difference / 2;
  }
  std::vector<double> down(length), up(length);
  for (std::size_t p = 0; p < length; ++p) {
    int e = scaling.inner[p];
    plain = plain && e >= -400 && e <= 400 && in_a[p] < 0x1p500 && in_b[p] < 0x1p500;
    if (in_a[p] != 0) plain = plain && in_a[p] > 0x1p-500;
    if (in_b[p] != 0) plain = plain && in_b[p] > 0x1p-500;
    if (plain) {
      down[p] = std::ldexp(1.0, -e);
      up[p] = std::ldexp(1.0, e);
    }
  }
  for (Index i = 0; i < a.count; ++i) scaling.left.push_back(scaled_exponent(a, i, scaling.inner, -1, down, plain));
  for (Index j = 0; j < b.count; ++j) scaling.right.push_back(scaled_exponent(b, j, scaling.inner, 1, up, plain));
  return scaling;
}

}  // namespace fairplay::blas::oracle
