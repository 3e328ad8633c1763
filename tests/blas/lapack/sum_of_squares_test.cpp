// Sums of squares: every scale, what isn't finite, what is carried on, and the flags.

#include "blas/lapack/sum_of_squares.h"

#include <gtest/gtest.h>

#include <cfenv>
#include <cmath>
#include <limits>
#include <vector>

namespace fairplay::blas::lapack {
namespace {

template <class T>
class SumOfSquares : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(SumOfSquares, Types);

TYPED_TEST(SumOfSquares, EveryScale) {
  using T = TypeParam;
  using R = Real<T>;
  using Limits = std::numeric_limits<R>;
  for (int e = Limits::min_exponent - Limits::digits; e < Limits::max_exponent - 2; ++e) {
    std::vector<T> x(5, make<T>(std::ldexp(R(1), e)));
    R scale = 0, sum = 1;
    std::feclearexcept(FE_ALL_EXCEPT);
    add_squares<T>(3, x.data(), 2, scale, sum);
    EXPECT_EQ(std::fetestexcept(FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID | FE_DIVBYZERO), 0) << e;
    EXPECT_EQ(sum * std::ldexp(scale, -e) * std::ldexp(scale, -e), 3) << e;
  }
}

TYPED_TEST(SumOfSquares, CarriesOnAtAnyDistance) {
  using T = TypeParam;
  using R = Real<T>;
  using Limits = std::numeric_limits<R>;
  const int least = Limits::min_exponent - Limits::digits, most = Limits::max_exponent - 3;
  for (int a : {least, least / 2, 0, most / 2, most}) {
    for (int b : {least, least / 2, 0, most / 2, most}) {
      R scale = 0, sum = 1;
      for (int e : {a, b}) {
        const T x = make<T>(std::ldexp(R(1), e));
        add_squares<T>(1, &x, 1, scale, sum);
      }
      const long double larger = std::max(a, b),
                        exact = std::exp2(2.0L * (a - larger)) + std::exp2(2.0L * (b - larger));
      const long double unit = std::ldexp(static_cast<long double>(scale), static_cast<int>(-larger));
      EXPECT_LE(std::fabs(unit * unit * sum - exact), 8 * Limits::epsilon()) << a << ' ' << b;
    }
  }
}

TYPED_TEST(SumOfSquares, NothingAndNothingFinite) {
  using T = TypeParam;
  using R = Real<T>;
  const R infinity = std::numeric_limits<R>::infinity(), nan = std::numeric_limits<R>::quiet_NaN();
  R scale = 0, sum = 1;
  add_squares<T>(0, nullptr, 1, scale, sum);
  EXPECT_EQ(scale * sum, 0);
  const T zeros[2] = {};
  add_squares<T>(2, zeros, 1, scale, sum);
  EXPECT_EQ(scale * sum, 0);
  const T infinite[2] = {make<T>(1), make<T>(-infinity)};
  add_squares<T>(2, infinite, 1, scale, sum);
  EXPECT_EQ(scale * sum, infinity);
  const T neither[2] = {make<T>(infinity), make<T>(nan)};
  add_squares<T>(2, neither, 1, scale, sum);
  EXPECT_NE(sum, sum);
}

}  // namespace
}  // namespace fairplay::blas::lapack
