#include "arraycore/types/float16.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace fairplay::arraycore {
namespace {

/// The value by the format's definition, with arithmetic alone.
double value_of(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const int fraction = bits & 1023;
  const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

TEST(Float16Test, EveryPatternGoesToFloatAndBack) {
  for (unsigned i = 0; i < 65536; ++i) {
    const auto bits = static_cast<std::uint16_t>(i);
    const float wide = Float16::from_bits(bits).to_float();
    if ((bits & 0x7c00) != 0x7c00) {
      ASSERT_EQ(wide, value_of(bits)) << i;
      ASSERT_EQ(std::signbit(wide), (bits & 0x8000) != 0) << i;
    }
    ASSERT_EQ(std::isnan(wide), (bits & 0x7fff) > 0x7c00) << i;
    ASSERT_EQ(Float16::from(wide).bits(), bits);
    if (std::isnan(wide)) continue;
    ASSERT_EQ(Float16::from(static_cast<double>(wide)).bits(), bits);
    ASSERT_EQ(Float16::from(static_cast<long double>(wide)).bits(), bits);
  }
}

/// Around each midpoint of two neighbours: below it, at it (to even), above it.
template <class T>
void check_midpoints() {
  for (unsigned i = 0; i < 0x7c00; ++i) {
    const auto low = static_cast<std::uint16_t>(i);
    const auto high = static_cast<std::uint16_t>(i + 1);
    const double above = i + 1 == 0x7c00 ? 65536.0 : value_of(high);
    const auto middle = static_cast<T>((value_of(low) + above) / 2);
    ASSERT_EQ(Float16::from(std::nextafter(middle, T(0))).bits(), low) << i;
    ASSERT_EQ(Float16::from(middle).bits(), (low & 1) != 0 ? high : low) << i;
    ASSERT_EQ(Float16::from(std::nextafter(middle, std::numeric_limits<T>::infinity())).bits(), high) << i;
    ASSERT_EQ(Float16::from(-middle).bits(), 0x8000 | ((low & 1) != 0 ? high : low)) << i;
  }
}

TEST(Float16Test, RoundsFloatOnce) { check_midpoints<float>(); }
TEST(Float16Test, RoundsDoubleOnce) { check_midpoints<double>(); }
TEST(Float16Test, RoundsLongDoubleOnce) { check_midpoints<long double>(); }

TEST(Float16Test, TooLargeAndTooSmall) {
  EXPECT_EQ(Float16::from(1e300).bits(), 0x7c00);
  EXPECT_EQ(Float16::from(-65520.0F).bits(), 0xfc00);
  EXPECT_EQ(Float16::from(65519.99).bits(), 0x7bff);
  EXPECT_EQ(Float16::from(-1e-300).bits(), 0x8000);
  EXPECT_EQ(Float16::from(std::numeric_limits<long double>::max()).bits(), 0x7c00);
  EXPECT_EQ(Float16::from(std::numeric_limits<long double>::denorm_min()).bits(), 0);
  EXPECT_EQ(Float16::from(-std::numeric_limits<long double>::infinity()).bits(), 0xfc00);
}

TEST(Float16Test, NanStaysNan) {
  // A payload that has no bit left over still makes a NaN.
  EXPECT_EQ(Float16::from(std::bit_cast<double>(0x7ff0000000000001u)).bits(), 0x7c01);
  EXPECT_EQ(Float16::from(std::bit_cast<float>(0xff800001u)).bits(), 0xfc01);
  EXPECT_EQ(Float16::from(std::bit_cast<float>(0x7fc02000u)).bits(), 0x7e01);
}

}  // namespace
}  // namespace fairplay::arraycore
