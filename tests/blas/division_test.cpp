// Quotients over the whole exponent range, against long double.

#include "blas/division.h"

#include <gtest/gtest.h>

#include <cfenv>
#include <cmath>
#include <complex>
#include <limits>

namespace fairplay::blas {
namespace {

template <class R>
void divides_everywhere() {
  const int least = std::numeric_limits<R>::min_exponent - std::numeric_limits<R>::digits,
            most = std::numeric_limits<R>::max_exponent - 2;
  for (int exponent = least; exponent <= most; ++exponent) {
    Complex<R> by{std::ldexp(R(1.25), exponent), std::ldexp(R(-0.75), exponent)};
    if (by.re == 0 && by.im == 0) continue;
    for (int near = -3; near <= 3; ++near) {
      int other = exponent + near;
      if (other > most) continue;
      Complex<R> x{std::ldexp(R(-1.125), other), std::ldexp(R(1.625), other)};
      std::feclearexcept(FE_ALL_EXCEPT);
      Complex<R> quotient = Divisor<Complex<R>>(by).divide(x);
      EXPECT_FALSE(std::fetestexcept(FE_OVERFLOW | FE_INVALID | FE_DIVBYZERO)) << exponent;
      std::complex<long double> expected =
          std::complex<long double>(x.re, x.im) / std::complex<long double>(by.re, by.im);
      long double error = std::abs(std::complex<long double>(quotient.re, quotient.im) - expected);
      EXPECT_LE(error, 4 * std::numeric_limits<R>::epsilon() * std::abs(expected))
          << "2^" << exponent << ", 2^" << other;
    }
  }
}

TEST(Divisor, ComplexDoubleOfEveryExponent) { divides_everywhere<double>(); }
TEST(Divisor, ComplexFloatOfEveryExponent) { divides_everywhere<float>(); }

TEST(Divisor, ByItselfIsOne) {
  Complex<double> subnormal{0x1p-1074, -0x1p-1073};
  Complex<double> one = Divisor(subnormal).divide(subnormal);
  EXPECT_EQ(one.re, 1);
  EXPECT_EQ(one.im, 0);
}

TEST(Divisor, ZeroAndNan) {
  EXPECT_TRUE(std::isnan(Divisor(Complex<double>{0, 0}).divide({0, 0}).re));
  EXPECT_FALSE(std::isfinite(Divisor(Complex<double>{0, 0}).divide({1, 0}).re));
  EXPECT_TRUE(std::isnan(Divisor(Complex<double>{std::numeric_limits<double>::quiet_NaN(), 1}).divide({1, 0}).re));
  EXPECT_TRUE(std::isinf(Divisor(0.0).divide(1.0)));
}

}  // namespace
}  // namespace fairplay::blas
