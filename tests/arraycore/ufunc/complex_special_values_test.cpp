// What functions of complex numbers make of infinities, NaN, zeros and poles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>

#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/ufunc.h"
#include "tests/arraycore/ufunc/made_up_calls.h"

namespace fairplay::arraycore {
namespace {

using Complex = std::complex<double>;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double pi = 3.141592653589793;

struct Special {
  const char* name;
  Complex z;
  Complex result;
};

// C17, Annex G.6: the rows of its tables, one quadrant each; the others are those of odd and conjugate functions.
const Special specials[]{
    {"arccos", {0, nan}, {pi / 2, nan}},
    {"arccos", {1, inf}, {pi / 2, -inf}},
    {"arccos", {1, nan}, {nan, nan}},
    {"arccos", {-inf, 1}, {pi, -inf}},
    {"arccos", {inf, 1}, {0, -inf}},
    {"arccos", {-inf, inf}, {3 * pi / 4, -inf}},
    {"arccos", {inf, inf}, {pi / 4, -inf}},
    {"arccos", {nan, 1}, {nan, nan}},
    {"arccos", {nan, inf}, {nan, -inf}},
    {"arccos", {1, -inf}, {pi / 2, inf}},
    {"arccosh", {0, nan}, {nan, pi / 2}},
    {"arccosh", {1, inf}, {inf, pi / 2}},
    {"arccosh", {-inf, 1}, {inf, pi}},
    {"arccosh", {inf, 1}, {inf, 0}},
    {"arccosh", {-inf, inf}, {inf, 3 * pi / 4}},
    {"arccosh", {inf, inf}, {inf, pi / 4}},
    {"arccosh", {inf, nan}, {inf, nan}},
    {"arccosh", {nan, inf}, {inf, nan}},
    {"arccosh", {1, -inf}, {inf, -pi / 2}},
    {"arccosh", {-2, -0.0}, {1.3169578969248167, -pi}},
    {"arcsinh", {1, inf}, {inf, pi / 2}},
    {"arcsinh", {1, nan}, {nan, nan}},
    {"arcsinh", {inf, 1}, {inf, 0}},
    {"arcsinh", {inf, inf}, {inf, pi / 4}},
    {"arcsinh", {-inf, nan}, {-inf, nan}},
    {"arcsinh", {nan, 0}, {nan, 0}},
    {"arcsinh", {nan, 1}, {nan, nan}},
    {"arcsinh", {nan, inf}, {inf, nan}},
    {"arctanh", {-0.0, nan}, {-0.0, nan}},
    {"arctanh", {1, inf}, {0, pi / 2}},
    {"arctanh", {1, nan}, {nan, nan}},
    {"arctanh", {-inf, -1}, {-0.0, -pi / 2}},
    {"arctanh", {inf, inf}, {0, pi / 2}},
    {"arctanh", {inf, nan}, {0, nan}},
    {"arctanh", {nan, 1}, {nan, nan}},
    {"arctanh", {nan, inf}, {0, pi / 2}},
    {"arctanh", {1, 0}, {inf, 0}},
    {"arctanh", {-1, -0.0}, {-inf, -0.0}},
    {"cosh", {0, nan}, {nan, 0}},
    {"cosh", {1, inf}, {nan, nan}},
    {"cosh", {inf, 0}, {inf, 0}},
    {"cosh", {inf, 2}, {-inf, inf}},
    {"cosh", {inf, inf}, {inf, nan}},
    {"cosh", {nan, 0}, {nan, 0}},
    {"cosh", {-inf, -0.0}, {inf, 0}},
    {"cosh", {nan, 1}, {nan, nan}},
    {"sinh", {0, inf}, {0, nan}},
    {"sinh", {1, inf}, {nan, nan}},
    {"sinh", {inf, 0}, {inf, 0}},
    {"sinh", {inf, 2}, {-inf, inf}},
    {"sinh", {inf, nan}, {inf, nan}},
    {"sinh", {nan, -0.0}, {nan, -0.0}},
    {"tanh", {1, inf}, {nan, nan}},
    {"tanh", {0, inf}, {0, nan}},
    {"tanh", {-0.0, nan}, {-0.0, nan}},
    {"tanh", {inf, 1}, {1, 0}},
    {"tanh", {inf, 2}, {1, -0.0}},
    {"tanh", {-inf, inf}, {-1, 0}},
    {"tanh", {inf, nan}, {1, 0}},
    {"tanh", {nan, 0}, {nan, 0}},
    {"tanh", {nan, 1}, {nan, nan}},
    {"exp", {-0.0, 0}, {1, 0}},
    {"exp", {1, inf}, {nan, nan}},
    {"exp", {inf, -0.0}, {inf, -0.0}},
    {"exp", {-inf, 2}, {-0.0, 0}},
    {"exp", {inf, 2}, {-inf, inf}},
    {"exp", {-inf, inf}, {0, 0}},
    {"exp", {inf, inf}, {inf, nan}},
    {"exp", {-inf, nan}, {0, 0}},
    {"exp", {inf, nan}, {inf, nan}},
    {"exp", {nan, 0}, {nan, 0}},
    {"exp", {nan, 1}, {nan, nan}},
    {"exp2", {-inf, 3}, {-0.0, 0}},
    {"exp2", {inf, 3}, {-inf, inf}},
    {"expm1", {-inf, 2}, {-1, 0}},
    {"expm1", {inf, 2}, {-inf, inf}},
    {"expm1", {-inf, nan}, {-1, 0}},
    {"expm1", {nan, 0}, {nan, 0}},
    {"expm1", {-0.0, -0.0}, {-0.0, -0.0}},
    {"expm1", {0, 1}, {-0.45969769413186028, 0.8414709848078965}},
    {"log", {-0.0, 0}, {-inf, pi}},
    {"log", {0, -0.0}, {-inf, -0.0}},
    {"log", {1, inf}, {inf, pi / 2}},
    {"log", {1, nan}, {nan, nan}},
    {"log", {-inf, 1}, {inf, pi}},
    {"log", {inf, -1}, {inf, -0.0}},
    {"log", {-inf, inf}, {inf, 3 * pi / 4}},
    {"log", {inf, nan}, {inf, nan}},
    {"log", {nan, inf}, {inf, nan}},
    {"log", {-1, -0.0}, {0, -pi}},
    {"log2", {8, 0}, {3, 0}},
    {"log2", {1, 1}, {0.5, 1.1330900354567985}},
    {"log2", {0, 0}, {-inf, 0}},
    {"log10", {-inf, 1}, {inf, 1.3643763538418414}},
    {"log10", {6, 8}, {1, 0.40271919627337316}},
    {"log10", {1000, -0.0}, {3, -0.0}},
    {"log1p", {-1, 0}, {-inf, 0}},
    {"log1p", {-1, -0.0}, {-inf, -0.0}},
    {"log1p", {-2, 0}, {0, pi}},
    {"log1p", {inf, inf}, {inf, pi / 4}},
    {"log1p", {0, -0.0}, {0, -0.0}},
    {"log1p", {-0.0, 0}, {0, 0}},
    {"sqrt", {-0.0, -0.0}, {0, -0.0}},
    {"sqrt", {nan, -inf}, {inf, -inf}},
    {"sqrt", {1, nan}, {nan, nan}},
    {"sqrt", {-inf, 1}, {0, inf}},
    {"sqrt", {inf, -1}, {inf, -0.0}},
    {"sqrt", {-inf, nan}, {nan, inf}},
    {"sqrt", {inf, nan}, {inf, nan}},
    {"sqrt", {-4, -0.0}, {0, -2}},
    {"sqrt", {3, 4}, {2, 1}},
    {"sqrt", {1e308, 1e308}, {1.09868411346781e154, 4.5508986056222733e153}},
    {"sin", {-0.0, inf}, {-0.0, inf}},
    {"cos", {0, inf}, {inf, -0.0}},
    {"tan", {nan, inf}, {0, 1}},
    {"arcsin", {1, inf}, {0, inf}},
    {"arctan", {inf, 1}, {pi / 2, 0}},
    {"arctan", {0, 1}, {0, inf}},
};

TEST(ComplexSpecialValuesTest, AnnexG) {
  for (const Special& special : specials) {
    const Complex got = called<Complex, Complex>(special.name, {{special.z}}).front();
    EXPECT_TRUE(same(got, special.result))
        << special.name << ' ' << special.z << ": " << got << ", not " << special.result;
    // All of them keep conjugates, but where a sign is left open.
    const Complex below = called<Complex, Complex>(special.name, {{std::conj(special.z)}}).front();
    EXPECT_TRUE(same(std::fabs(below.imag()), std::fabs(got.imag()))) << special.name << " below " << special.z;
  }
}

TEST(ComplexSpecialValuesTest, PowersOfZeroAndToZero) {
  const auto results = called<Complex, Complex>(
      "power", {{{0, 0}, {0, 0}, {nan, inf}, {0, 0}, {0, 0}}, {{0, 0}, {2, 5}, {0, 0}, {-1, 0}, {0, 1}}});
  EXPECT_EQ(results[0], Complex(1, 0));
  EXPECT_EQ(results[1], Complex(0, 0));
  EXPECT_EQ(results[2], Complex(1, 0));
  EXPECT_TRUE(same(results[3], Complex(nan, nan)));
  EXPECT_TRUE(same(results[4], Complex(nan, nan)));
}

FloatFlags flags_of(const char* name, Complex z) {
  FloatFlags flags;
  UfuncOptions options;
  options.flags = &flags;
  called<Complex, Complex>(name, {{z}}, options);
  return flags;
}

TEST(ComplexSpecialValuesTest, Flags) {
  EXPECT_EQ(flags_of("log", {0, 0}), FloatFlags{.divide = true});
  EXPECT_EQ(flags_of("log", {0, inf}), FloatFlags{});
  EXPECT_EQ(flags_of("arctanh", {1, 0}), FloatFlags{.divide = true});
  EXPECT_EQ(flags_of("exp", {1000, 1}), FloatFlags{.overflow = true});
  EXPECT_EQ(flags_of("exp", {-1000, 1}), FloatFlags{.underflow = true});
  EXPECT_EQ(flags_of("exp", {0, inf}), FloatFlags{.invalid = true});
  EXPECT_EQ(flags_of("exp", {nan, inf}), FloatFlags{});
  EXPECT_EQ(flags_of("exp", {inf, 1}), FloatFlags{});
  EXPECT_EQ(flags_of("tanh", {1e6, 1}), FloatFlags{.underflow = true});
  EXPECT_EQ(flags_of("sqrt", {5e-324, 0}), FloatFlags{});
}

}  // namespace
}  // namespace fairplay::arraycore
