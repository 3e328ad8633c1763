// The emulated fused multiply-add against the C library's.

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>

#define FAIRPLAY_ISA baseline
#include "blas/vector/soft_fma.h"

namespace fairplay::blas {
namespace {

// Random signs and significands, often short ones; exponents around zero, so that products and sums cancel, and now and
// then anything at all.
template <class R, class Bits>
R any(std::mt19937_64& random, int significand, int spread, int bias) {
  Bits bits = static_cast<Bits>(random());
  Bits fraction = bits & ((Bits{1} << significand) - 1);
  if (random() % 4 == 0) fraction &= ~Bits{0} << (random() % significand);
  if (random() % 64 == 0) return std::bit_cast<R>(bits);
  Bits exponent = static_cast<Bits>(bias - spread + static_cast<int>(random() % (2 * spread + 1)));
  return std::bit_cast<R>(
      static_cast<Bits>(fraction | exponent << significand | (bits & (Bits{1} << (sizeof(Bits) * 8 - 1)))));
}

template <class R, class Bits>
void agrees_with_libm(int significand, int spread, int bias) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 2'000'000; ++i) {
    R a = any<R, Bits>(random, significand, spread, bias), b = any<R, Bits>(random, significand, spread, bias),
      c = any<R, Bits>(random, significand, spread, bias);
    if (i % 3 == 0) c = -a * b;  // what is left is the product's rounding error
    R expected = std::fma(a, b, c), got = baseline::soft_fma(a, b, c);
    if (std::isnan(expected) && std::isnan(got)) continue;
    ASSERT_EQ(std::bit_cast<Bits>(got), std::bit_cast<Bits>(expected))
        << std::hexfloat << a << " * " << b << " + " << c << " is " << expected << ", not " << got;
  }
}

TEST(SoftFma, DoubleNearOne) { agrees_with_libm<double, std::uint64_t>(52, 60, 1023); }
TEST(SoftFma, DoubleOfEveryExponent) { agrees_with_libm<double, std::uint64_t>(52, 1022, 1023); }
TEST(SoftFma, FloatNearOne) { agrees_with_libm<float, std::uint32_t>(23, 30, 127); }
TEST(SoftFma, FloatOfEveryExponent) { agrees_with_libm<float, std::uint32_t>(23, 126, 127); }

TEST(SoftFma, SignsOfZero) {
  for (double a : {0.0, -0.0, 1.0, -1.0})
    for (double b : {0.0, -0.0, 1.0, -1.0})
      for (double c : {0.0, -0.0, 1.0, -1.0}) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(baseline::soft_fma(a, b, c)),
                  std::bit_cast<std::uint64_t>(std::fma(a, b, c)))
            << a << " * " << b << " + " << c;
        float x = static_cast<float>(a), y = static_cast<float>(b), z = static_cast<float>(c);
        EXPECT_EQ(std::bit_cast<std::uint32_t>(baseline::soft_fma(x, y, z)),
                  std::bit_cast<std::uint32_t>(std::fma(x, y, z)))
            << x << " * " << y << " + " << z;
      }
}

}  // namespace
}  // namespace fairplay::blas
