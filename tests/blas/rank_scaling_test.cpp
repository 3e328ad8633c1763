// Rank updates whose alpha and vectors are extreme but whose results aren't: Bunch-Kaufman factorisations of tiny and
// huge matrices make them.

#include <gtest/gtest.h>

#include <cmath>

#include "blas/level2.h"

namespace fairplay::blas {
namespace {

template <class T>
class RankScaling : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(RankScaling, Types);

TYPED_TEST(RankScaling, NothingIsLostOnTheWay) {
  using T = TypeParam;
  using R = Real<T>;
  const int most = sizeof(R) == 8 ? 1000 : 120;
  struct {
    int alpha, x, y;
  } const exponents[] = {{most, -most, -most}, {-most, most, most}, {-most, -most, most}, {-most, most, -most},
                         {most, most, -most},  {most, -most, 0},    {-most, most, 0}};
  for (auto [alpha, x, y] : exponents) {
    const int result = alpha + x + y;
    if (result < -most || result > most) continue;
    const T factor = make<T>(std::ldexp(R(1), alpha));
    const T xs[2] = {make<T>(std::ldexp(R(1), x)), make<T>(std::ldexp(R(3), x))},
            ys[2] = {make<T>(std::ldexp(R(1), y)), make<T>(std::ldexp(R(-5), y))};
    T a[4] = {};
    ger(Index{2}, Index{2}, factor, xs, 1, ys, 1, a, 2);
    EXPECT_EQ(real(a[0]), std::ldexp(R(1), result)) << alpha << ", " << x << ", " << y;
    EXPECT_EQ(real(a[3]), std::ldexp(R(-15), result)) << alpha << ", " << x << ", " << y;
    if (x != y) continue;
    T c[4] = {};
    syr(Uplo::lower, Index{2}, factor, xs, 1, c, 2);
    EXPECT_EQ(real(c[1]), std::ldexp(R(3), result)) << alpha << ", " << x;
    EXPECT_EQ(real(c[3]), std::ldexp(R(9), result)) << alpha << ", " << x;
  }
}

}  // namespace
}  // namespace fairplay::blas
