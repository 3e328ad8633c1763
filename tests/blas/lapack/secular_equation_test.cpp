// The secular equation by bisection, at poles that are near each other and with weights of all sizes.

#include "blas/lapack/secular_equation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace fairplay::blas::lapack {
namespace {

template <class R>
class SecularEquation : public testing::Test {};
using Types = testing::Types<float, double>;
TYPED_TEST_SUITE(SecularEquation, Types);

TYPED_TEST(SecularEquation, EveryEigenvalue) {
  using R = TypeParam;
  constexpr R epsilon = std::numeric_limits<R>::epsilon();
  const std::vector<R> d = {-1, 0, 4 * epsilon, R(0.5), 1, 1 + 2 * epsilon},
                       z = {R(0.5), epsilon, R(-0.25), R(0.7), R(1e-3), R(-0.4)};
  const Index n = static_cast<Index>(d.size());
  std::vector<R> difference(d.size());
  for (R rho : {R(1e-6), R(1), R(100)}) {
    for (Index i = 0; i < n; ++i) {
      const R value = updated_eigenvalue<R>(n, i, d.data(), z.data(), rho, difference.data());
      long double sum = 1 / static_cast<long double>(rho), size = sum;
      for (Index j = 0; j < n; ++j) {
        const long double term = static_cast<long double>(z[j]) * z[j] / difference[j];
        sum += term;
        size += std::fabs(term);
        EXPECT_EQ(difference[j] < 0, j <= i) << rho << ' ' << i << ' ' << j;
      }
      EXPECT_LE(std::fabs(sum), 20 * n * epsilon * size) << rho << ' ' << i;
      EXPECT_GE(value, d[i]);
    }
  }
}

}  // namespace
}  // namespace fairplay::blas::lapack
