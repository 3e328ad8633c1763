// The certificate of fast results: what it refuses, and whether the functions that it trusts deserve that.
#include "arraycore/ufunc/certified.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpfr.h>

#include <cfenv>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include "arraycore/types/float16.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::Optional;

TEST(CertifiedTest, WhatLiesNearTheMiddleOfTwoNumbersIsRefused) {
  EXPECT_THAT(certified<float>(1.25), Optional(1.25F));
  EXPECT_THAT(certified<float>(1 + 0x1p-25), Optional(1.0F));
  EXPECT_EQ(certified<float>(1 + 0x1p-24), std::nullopt);
  EXPECT_EQ(certified<float>(1 + 0x1p-24 + 0x1p-52), std::nullopt);
  EXPECT_THAT(certified<float>(1 + 0x1p-24 + 0x1p-40), Optional(1 + 0x1p-23F));
  EXPECT_EQ(certified<Float16>(1 + 0x1p-11), std::nullopt);
  EXPECT_EQ(certified<Float16>(-1 - 0x1p-9)->bits(), 0xbc02);
}

TEST(CertifiedTest, WhatMayRaiseFlagsIsRefused) {
  for (const double value : {0.0, -0.0, 1e-40, 0x1p-126, 3e38, 1e39, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(certified<float>(value), std::nullopt) << value;
  }
}

TEST(CertifiedTest, FarBeyondTheRangeFlagsAreKnown) {
  const double inf = std::numeric_limits<double>::infinity();
  int raised = 0;
  EXPECT_THAT(certified_anywhere<float>(200.0, 1e86, raised), Optional(std::numeric_limits<float>::infinity()));
  EXPECT_EQ(raised, FE_OVERFLOW);
  raised = 0;
  EXPECT_THAT(certified_anywhere<float>(-2000.0, 0.0, raised), Optional(0.0F));
  EXPECT_EQ(raised, FE_UNDERFLOW);
  raised = 0;
  EXPECT_TRUE(std::isnan(*certified_anywhere<float>(-2.0, std::numeric_limits<double>::quiet_NaN(), raised)));
  EXPECT_EQ(raised, FE_INVALID);
  raised = 0;
  // Poles, zeros, infinities and NaN as arguments.
  EXPECT_EQ(certified_anywhere<float>(0.0, -inf, raised), std::nullopt);
  EXPECT_EQ(certified_anywhere<float>(1.0, 0.0, raised), std::nullopt);
  EXPECT_EQ(certified_anywhere<float>(inf, inf, raised), std::nullopt);
  EXPECT_EQ(certified_anywhere<float>(std::nan(""), std::nan(""), raised), std::nullopt);
  EXPECT_EQ(raised, 0);
}

/// The error of a wider result, in units of its last place.
template <class Wide>
double error_of(Wide value, mpfr_srcptr exact) {
  mpfr_t difference;
  mpfr_init2(difference, 200);
  mpfr_set_ld(difference, value, MPFR_RNDN);
  mpfr_sub(difference, difference, exact, MPFR_RNDN);
  mpfr_mul_2si(difference, difference, std::numeric_limits<Wide>::digits - 1 - std::ilogb(value), MPFR_RNDN);
  const double error = std::fabs(mpfr_get_d(difference, MPFR_RNDN));
  mpfr_clear(difference);
  return error;
}

struct Trusted {
  const char* name;
  int (*exact)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
  double (*in_double)(double);
  long double (*in_long_double)(long double);
};

const Trusted trusted[]{{"exp", mpfr_exp, std::exp, std::exp},         {"exp2", mpfr_exp2, std::exp2, std::exp2},
                        {"expm1", mpfr_expm1, std::expm1, std::expm1}, {"log", mpfr_log, std::log, std::log},
                        {"log2", mpfr_log2, std::log2, std::log2},     {"log10", mpfr_log10, std::log10, std::log10},
                        {"log1p", mpfr_log1p, std::log1p, std::log1p}, {"cbrt", mpfr_cbrt, std::cbrt, std::cbrt},
                        {"sin", mpfr_sin, std::sin, std::sin},         {"cos", mpfr_cos, std::cos, std::cos},
                        {"tan", mpfr_tan, std::tan, std::tan},         {"asin", mpfr_asin, std::asin, std::asin},
                        {"acos", mpfr_acos, std::acos, std::acos},     {"atan", mpfr_atan, std::atan, std::atan},
                        {"sinh", mpfr_sinh, std::sinh, std::sinh},     {"cosh", mpfr_cosh, std::cosh, std::cosh},
                        {"tanh", mpfr_tanh, std::tanh, std::tanh},     {"asinh", mpfr_asinh, std::asinh, std::asinh},
                        {"acosh", mpfr_acosh, std::acosh, std::acosh}, {"atanh", mpfr_atanh, std::atanh, std::atanh}};

/// Numbers near 1, between -20 and 20, and of all magnitudes.
double any_number(Numbers& numbers) {
  const double fraction = static_cast<double>(numbers.next() >> 11) * 0x1p-53;
  const double sign = numbers.next() % 2 == 0 ? 1 : -1;
  switch (numbers.next() % 4) {
    case 0: return sign * (1 + (fraction - 0.5) * 0.01);
    case 1: return sign * fraction * 20;
    case 2: return sign * std::ldexp(1 + fraction, static_cast<int>(numbers.within(-40, 40)));
    default: return sign * std::ldexp(1 + fraction, static_cast<int>(numbers.within(-1022, 1023)));
  }
}

TEST(CertifiedTest, TheWiderFunctionsDeserveTheirTrust) {
  if (std::is_void_v<Wider<float>::Type>) GTEST_SKIP() << "this C library's functions aren't trusted";
  Numbers numbers(21);
  mpfr_t argument;
  mpfr_t exact;
  mpfr_init2(argument, 53);
  mpfr_init2(exact, 200);
  for (const Trusted& function : trusted) {
    for (int i = 0; i < 2000; ++i) {
      const double x = any_number(numbers);
      mpfr_set_d(argument, x, MPFR_RNDN);
      function.exact(exact, argument, MPFR_RNDN);
      const double in_double = function.in_double(x);
      if (std::isnormal(in_double)) {
        EXPECT_LT(error_of(in_double, exact), 5) << function.name << " of the double " << x;
      }
      const long double in_long_double = function.in_long_double(x);
      if (std::isnormal(in_long_double)) {
        EXPECT_LT(error_of(in_long_double, exact), 5) << function.name << " of the long double " << x;
      }
    }
  }
  mpfr_clear(argument);
  mpfr_clear(exact);
}

}  // namespace
}  // namespace fairplay::arraycore
