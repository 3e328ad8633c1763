#include "blas/lapack/secular_equation.h"

#include <limits>

namespace fairplay::blas::lapack {

template <class R>
R updated_eigenvalue(Index n, Index i, const R* d, const R* z, R rho, R* difference) {
  // 1 / rho + sum z^2 / (d - lambda) at `distance` from d[origin]; it grows between two d.
  const auto value = [&](Index origin, R distance) {
    R sum = 1 / rho;
    for (Index j = 0; j < n; ++j) sum += z[j] * (z[j] / ((d[j] - d[origin]) - distance));
    return sum;
  };
  R farthest = 0;
  if (i + 1 < n) {
    farthest = (d[i + 1] - d[i]) / 2;
  } else {
    for (Index j = 0; j < n; ++j) farthest += z[j] * z[j];
    farthest *= 2 * rho;
  }
  const bool from_above = i + 1 < n && value(i, farthest) < 0;
  const Index origin = from_above ? i + 1 : i;
  R low = 0, high = farthest;
  for (;;) {
    // By exponents first: the eigenvalue may be any number of binades closer to its d than `farthest`.
    const R x = high > 4 * low ? square_root(low > 0 ? low : std::numeric_limits<R>::min()) * square_root(high)
                               : low + (high - low) / 2;
    if (!(x > low && x < high)) break;
    const bool beyond = from_above ? value(origin, -x) <= 0 : value(origin, x) >= 0;
    (beyond ? high : low) = x;
  }
  const R distance = from_above ? -high : high;
  for (Index j = 0; j < n; ++j) difference[j] = (d[j] - d[origin]) - distance;
  return d[origin] + distance;
}

template float updated_eigenvalue<float>(Index, Index, const float*, const float*, float, float*);
template double updated_eigenvalue<double>(Index, Index, const double*, const double*, double, double*);

}  // namespace fairplay::blas::lapack
