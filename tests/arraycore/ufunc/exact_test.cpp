// The loops themselves against values that are known, and against definitions over random operands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <vector>

#include "arraycore/types/float16.h"
#include "tests/arraycore/made_up_arrays.h"
#include "tests/arraycore/ufunc/made_up_calls.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<std::uint16_t> half_bits(const std::vector<Float16>& values) {
  std::vector<std::uint16_t> bits;
  for (const Float16 value : values) bits.push_back(value.bits());
  return bits;
}

TEST(IntegerLoops, TheSmallestIntegers) {
  constexpr std::int8_t low = -128;
  EXPECT_THAT((called<std::int8_t, std::int8_t>("floor_divide", {{low}, {-1}})), ElementsAre(low));
  EXPECT_THAT((called<std::int8_t, std::int8_t>("remainder", {{low}, {-1}})), ElementsAre(0));
  EXPECT_THAT((called<std::int8_t, std::int8_t>("fmod", {{low}, {-1}})), ElementsAre(0));
  EXPECT_THAT((called<std::int8_t, std::int8_t>("absolute", {{low}})), ElementsAre(low));
  EXPECT_THAT((called<std::int8_t, std::int8_t>("negative", {{low}})), ElementsAre(low));
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  EXPECT_THAT((called<std::int64_t, std::int64_t>("floor_divide", {{lowest}, {-1}})), ElementsAre(lowest));
  EXPECT_THAT((called<std::int64_t, std::int64_t>("gcd", {{lowest, lowest}, {0, 6}})), ElementsAre(lowest, 2));
  EXPECT_THAT((called<std::int64_t, std::int64_t>("lcm", {{lowest}, {1}})), ElementsAre(lowest));
  EXPECT_THAT((called<std::int8_t, std::int8_t>("gcd", {{low}, {96}})), ElementsAre(32));
}

TEST(IntegerLoops, DivisionRoundsDown) {
  Numbers numbers(1);
  for (int i = 0; i < 20000; ++i) {
    const auto a = static_cast<std::int16_t>(numbers.within(-32768, 32767) >> numbers.within(0, 12));
    const auto b = static_cast<std::int16_t>(numbers.within(-32768, 32767) >> numbers.within(0, 12));
    if (b == 0) continue;
    const int quotient = static_cast<int>(std::floor(static_cast<double>(a) / b));
    ASSERT_EQ((called<std::int16_t, std::int16_t>("floor_divide", {{a}, {b}}).front()),
              static_cast<std::int16_t>(quotient));
    ASSERT_EQ((called<std::int16_t, std::int16_t>("remainder", {{a}, {b}}).front()),
              static_cast<std::int16_t>(a - quotient * b));
    i += 9;
  }
  EXPECT_THAT((called<std::int32_t, std::int32_t>("floor_divide", {{5, -5, 0}, {0, 0, 0}})), ElementsAre(0, 0, 0));
  EXPECT_THAT((called<std::int32_t, std::int32_t>("remainder", {{5, -5}, {0, 0}})), ElementsAre(0, 0));
}

TEST(IntegerLoops, Shifts) {
  EXPECT_THAT((called<std::int64_t, std::int64_t>("left_shift", {{1, 1, 1, 1}, {63, 64, 67, -1}})),
              ElementsAre(std::numeric_limits<std::int64_t>::min(), 0, 0, 0));
  EXPECT_THAT((called<std::int8_t, std::int8_t>("right_shift", {{-1, 5, -128, 5}, {8, 8, 7, -1}})),
              ElementsAre(-1, 0, -1, 0));
}

TEST(IntegerLoops, PowersWrap) {
  EXPECT_THAT((called<std::uint8_t, std::uint8_t>("power", {{3, 2, 0, 255}, {5, 8, 0, 2}})), ElementsAre(243, 0, 1, 1));
  EXPECT_THAT((called<std::int64_t, std::int64_t>("power", {{-3, 10}, {3, 19}})),
              ElementsAre(-27, static_cast<std::int64_t>(10000000000000000000u)));
}

TEST(IntegerLoops, CountsOfBits) {
  EXPECT_THAT((called<std::uint8_t, std::int8_t>("bitwise_count", {{-128, -1, 127}})), ElementsAre(1, 1, 7));
}

TEST(IntegerLoops, WithAndWithoutSignAreComparedAsTheyAre) {
  const Array a = array_of<std::uint64_t>({3}, {~0ull, 1ull << 63, (1ull << 53) + 1});
  const Array b = array_of<std::int64_t>({3}, {-1, std::numeric_limits<std::int64_t>::min(), 1LL << 53});
  const auto compared = [&](const char* name, Release release) {
    return elements<bool>(call_ufunc(name, std::vector<ConstDynamicView>{a.view(), b.view()}, {release})->front());
  };
  EXPECT_THAT(compared("equal", newest_release), ElementsAre(false, false, false));
  EXPECT_THAT(compared("greater", newest_release), ElementsAre(true, true, true));
  EXPECT_THAT(compared("equal", {1, 24}), ElementsAre(false, false, true));
}

TEST(FloatLoops, DivisionAsPythonDivides) {
  EXPECT_THAT((called<double, double>("floor_divide", {{1, -1, inf, 1, -1}, {0, 0, 0, -0.0, -0.0}})),
              ElementsAre(inf, -inf, inf, -inf, inf));
  EXPECT_TRUE(std::isnan(called<double, double>("floor_divide", {{0.0}, {0.0}}).front()));
  EXPECT_TRUE(std::isnan(called<double, double>("remainder", {{1.0}, {0.0}}).front()));
  EXPECT_THAT((called<double, double>("remainder", {{-1, 1, 5.5, -5.5}, {inf, -inf, 2, 2}})),
              ElementsAre(inf, -inf, 1.5, 0.5));
  EXPECT_TRUE(std::signbit(called<double, double>("remainder", {{4.0}, {-2.0}}).front()));
  EXPECT_EQ((called<double, double>("floor_divide", {{1.0}, {0.1}}).front()), 9.0);
}

TEST(FloatLoops, ZerosAndSigns) {
  for (const char* name : {"rint", "ceil", "trunc"}) {
    for (const double value : called<double, double>(name, {{-0.0, -0.2, -0.4}})) {
      EXPECT_TRUE(value == 0 && std::signbit(value)) << name;
    }
  }
  EXPECT_THAT((called<double, double>("sign", {{-3, 0.0, 2}})), ElementsAre(-1, 0, 1));
  EXPECT_FALSE(std::signbit(called<double, double>("sign", {{-0.0}}).front()));
  EXPECT_THAT((called<double, double>("heaviside", {{-1, 0, 1, -0.0}, {0.5, 0.5, 0.5, 0.5}})),
              ElementsAre(0, 0.5, 1, 0.5));
  EXPECT_THAT((called<double, double>("rint", {{0.5, 1.5, 2.5, -0.5}})), ElementsAre(0, 2, 2, -0.0));
}

TEST(FloatLoops, NaN) {
  EXPECT_TRUE(std::isnan(called<double, double>("maximum", {{nan}, {1}}).front()));
  EXPECT_TRUE(std::isnan(called<double, double>("maximum", {{1}, {nan}}).front()));
  EXPECT_EQ((called<double, double>("fmax", {{nan}, {1}}).front()), 1);
  EXPECT_EQ((called<double, double>("fmin", {{1}, {nan}}).front()), 1);
  EXPECT_TRUE(std::isnan(called<double, double>("clip", {{1}, {nan}, {2}}).front()));
  EXPECT_TRUE(std::isnan(called<double, double>("clip", {{1}, {0}, {nan}}).front()));
  EXPECT_EQ((called<double, double>("clip", {{5}, {3}, {1}}).front()), 1);
  for (const char* name : {"equal", "less", "greater", "less_equal", "greater_equal"}) {
    EXPECT_FALSE((called<bool, double>(name, {{nan}, {nan}}).front())) << name;
  }
  EXPECT_TRUE((called<bool, double>("not_equal", {{nan}, {nan}}).front()));
  EXPECT_TRUE((called<bool, double>("logical_and", {{nan}, {nan}}).front()));
}

TEST(FloatLoops, PartsOfNumbers) {
  EXPECT_THAT((called<double, double>("modf", {{-2.5, inf}})), ElementsAre(-0.5, 0));
  EXPECT_THAT((called<double, double>("modf", {{-2.5, -inf}}, {}, 1)), ElementsAre(-2, -inf));
  EXPECT_THAT((called<double, double>("frexp", {{5e-324, -3, 0}})), ElementsAre(0.5, -0.75, 0));
  EXPECT_THAT((called<std::int32_t, double>("frexp", {{5e-324, -3, 0}}, {}, 1)), ElementsAre(-1073, 2, 0));
  const Array x = array_of<float>({3}, {1.5F, 1, 1});
  const Array e = array_of<std::int64_t>({3}, {-150, std::int64_t{1} << 40, -(std::int64_t{1} << 40)});
  EXPECT_THAT(elements<float>(call_ufunc("ldexp", std::vector<ConstDynamicView>{x.view(), e.view()})->front()),
              ElementsAre(0x1p-149F, HUGE_VALF, 0));
}

TEST(FloatLoops, Spacing) {
  EXPECT_THAT((called<double, double>("spacing", {{0, 1, -1, 5e-324, 1.7976931348623157e308}})),
              ElementsAre(5e-324, 0x1p-52, -0x1p-52, 5e-324, 0x1p971));
  EXPECT_TRUE(std::isnan(called<double, double>("spacing", {{inf}}).front()));
  const auto halves = called<Float16, Float16>(
      "spacing", {{Float16::from(0.0F), Float16::from(1.0F), Float16::from(-1.0F), Float16::from(65504.0F)}});
  EXPECT_THAT(half_bits(halves), ElementsAre(0x0001, 0x1400, 0x9400, 0x5000));
}

TEST(Float16Loops, EveryNeighbour) {
  const Float16 up = Float16::from_bits(0x7c00);
  for (unsigned i = 0; i < 65536; ++i) {
    if ((i & 0x7fff) > 0x7c00) continue;
    const unsigned expected = i == 0x7c00 ? i : i == 0x8000 ? 1 : i >= 0x8000 ? i - 1 : i + 1;
    const auto next =
        called<Float16, Float16>("nextafter", {{Float16::from_bits(static_cast<std::uint16_t>(i))}, {up}});
    ASSERT_EQ(next.front().bits(), expected) << i;
    i += i % 1024 == 5 ? 0 : 12;
  }
  EXPECT_THAT(half_bits(called<Float16, Float16>("nextafter", {{Float16::from(-0.0F)}, {Float16::from(0.0F)}})),
              ElementsAre(0));
}

TEST(Float16Loops, ArithmeticRoundsOnce) {
  Numbers numbers(7);
  std::vector<Float16> a;
  std::vector<Float16> b;
  for (int i = 0; i < 20000; ++i) {
    a.push_back(Float16::from_bits(static_cast<std::uint16_t>(numbers.within(0, 0x7bff))));
    b.push_back(Float16::from_bits(static_cast<std::uint16_t>(numbers.within(0, 0x7bff))));
  }
  const auto product = called<Float16, Float16>("multiply", {a, b});
  const auto quotient = called<Float16, Float16>("divide", {a, b});
  const auto sum = called<Float16, Float16>("add", {a, b});
  for (std::size_t i = 0; i < a.size(); ++i) {
    const long double x = a[i].to_float();
    const long double y = b[i].to_float();
    ASSERT_EQ(product[i], Float16::from(x * y));
    ASSERT_EQ(sum[i], Float16::from(x + y));
    if (y != 0) {
      ASSERT_EQ(quotient[i], Float16::from(x / y));
    }
  }
}

TEST(ComplexLoops, DivisionWithoutOverflow) {
  using Complex = std::complex<double>;
  EXPECT_THAT((called<Complex, Complex>(
                  "divide", {{{1e308, 1e308}, {1e-310, 1e-310}, {1, 2}}, {{1e308, 1e308}, {1e-310, 1e-310}, {1, 2}}})),
              ElementsAre(Complex(1, 0), Complex(1, 0), Complex(1, 0)));
}

TEST(ComplexLoops, MagnitudesSignsAndOrder) {
  using Complex = std::complex<double>;
  EXPECT_THAT((called<double, Complex>("absolute", {{{inf, nan}, {nan, -inf}, {3, 4}, {1e308, 1e308}, {5e-324, 0}}})),
              ElementsAre(inf, inf, 5, 1.4142135623730951e308, 5e-324));
  EXPECT_THAT((called<Complex, Complex>("sign", {{{3, 4}, {0, -2}, {0, 0}}})),
              ElementsAre(Complex(0.6, 0.8), Complex(0, -1), Complex(0, 0)));
  EXPECT_THAT((called<Complex, Complex>("sign", {{{3, 4}, {0, -2}}}, {Release{1, 26}})),
              ElementsAre(Complex(1, 0), Complex(-1, 0)));
  EXPECT_THAT((called<bool, Complex>("less", {{{1, 2}, {1, 2}, {0, nan}}, {{1, 3}, {2, 0}, {1, 0}}})),
              ElementsAre(true, true, false));
}

TEST(TimeLoops, NaT) {
  constexpr std::int64_t nat = std::numeric_limits<std::int64_t>::min();
  const Array a = times("m8[s]", {5, nat, 7});
  const Array b = times("m8[s]", {2, 1, 0});
  const std::vector<ConstDynamicView> both{a.view(), b.view()};
  EXPECT_THAT(ticks_of(call_ufunc("add", both)->front()), ElementsAre(7, nat, 7));
  EXPECT_THAT(integers(call_ufunc("floor_divide", both)->front()), ElementsAre(2, 0, 0));
  EXPECT_THAT(ticks_of(call_ufunc("remainder", both)->front()), ElementsAre(1, nat, nat));
  EXPECT_THAT(elements<bool>(call_ufunc("less", both)->front()), ElementsAre(false, false, false));
  EXPECT_THAT(elements<bool>(call_ufunc("not_equal", both)->front()), ElementsAre(true, true, true));
  EXPECT_THAT(ticks_of(call_ufunc("maximum", both)->front()), ElementsAre(5, nat, 7));
  EXPECT_THAT(ticks_of(call_ufunc("fmin", both)->front()), ElementsAre(2, 1, 0));
}

TEST(TimeLoops, WhatDoesNotFitIsAnError) {
  const Array late = times("M8[ns]", {std::int64_t{1} << 62});
  const Array long_time = times("m8[ns]", {std::int64_t{1} << 62});
  EXPECT_EQ(call_ufunc("add", std::vector<ConstDynamicView>{late.view(), long_time.view()}).error().kind,
            ErrorKind::range);
  const Array days = times("m8[D]", {106752});
  const Array nanoseconds = times("m8[ns]", {1});
  EXPECT_EQ(call_ufunc("add", std::vector<ConstDynamicView>{days.view(), nanoseconds.view()}).error().kind,
            ErrorKind::range);
}

}  // namespace
}  // namespace fairplay::arraycore
