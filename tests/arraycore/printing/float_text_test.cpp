#include "arraycore/printing/float_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

std::string positional(double value, FloatLayout layout = {}) { return format_positional(value, layout).value(); }
std::string scientific(double value, FloatLayout layout = {}) { return format_scientific(value, layout).value(); }

TEST(FloatTextTest, FewestDigits) {
  EXPECT_EQ(positional(0.1), "0.1");
  EXPECT_EQ(positional(1e16), "10000000000000000.");
  EXPECT_EQ(positional(-0.0), "-0.");
  EXPECT_EQ(scientific(5e-324), "5.e-324");
  EXPECT_EQ(format_positional(0.1F, {}).value(), "0.1");
  EXPECT_EQ(format_positional(Float16::from(0.1F), {}).value(), "0.1");
  EXPECT_EQ(format_positional(0.1L, {}).value(), "0.1");
}

TEST(FloatTextTest, PrecisionRoundsTheExactValue) {
  EXPECT_EQ(positional(2.675, {.precision = 2}), "2.67");
  EXPECT_EQ(positional(0.125, {.precision = 2}), "0.12");
  EXPECT_EQ(positional(99.96, {.precision = 1}), "100.");
  EXPECT_EQ(positional(1.3002, {.precision = 3}), "1.300");
  EXPECT_EQ(positional(0.0001, {.precision = 2}), "0.00");
  EXPECT_EQ(positional(12345.6, {.precision = 2, .fractional = false}), "12000.");
  EXPECT_EQ(scientific(9.9999e10, {.precision = 2}), "1.e+11");
}

TEST(FloatTextTest, ExactDigits) {
  EXPECT_EQ(positional(0.1, {.precision = 30, .unique = false}), "0.100000000000000005551115123126");
  EXPECT_EQ(positional(1.5, {.precision = 3, .unique = false}), "1.500");
  EXPECT_EQ(scientific(0.0, {.precision = 3, .unique = false}), "0.000e+00");
  EXPECT_EQ(positional(0.1, {.min_digits = 20}), "0.10000000000000000555");
  // The shortest digits, 0.682, are below the number; the zeros that were asked for stay.
  const FloatLayout fifteen{.precision = 15, .fractional = false, .min_digits = 15};
  EXPECT_EQ(format_positional(Float16::from(-0.68212890625F), fifteen).value(), "-0.682128906250000");
}

TEST(FloatTextTest, TrimsZeros) {
  EXPECT_EQ(positional(1, {.precision = 3, .unique = false, .trim = Trim::zeros}), "1.");
  EXPECT_EQ(positional(1, {.trim = Trim::all_but_one}), "1.0");
  EXPECT_EQ(positional(1, {.trim = Trim::zeros_and_point}), "1");
  EXPECT_EQ(scientific(1.0001, {.precision = 2, .trim = Trim::zeros_and_point}), "1e+00");
}

TEST(FloatTextTest, Pads) {
  EXPECT_EQ(positional(1.5, {.pad_left = 4, .pad_right = 3}), "   1.5  ");
  EXPECT_EQ(positional(1, {.trim = Trim::zeros_and_point, .pad_right = 2}), "1   ");
  EXPECT_EQ(scientific(1.5, {.plus_sign = true, .exponent_digits = 4}), "+1.5e+0000");
}

TEST(FloatTextTest, WhatIsntFinite) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(positional(-infinity, {.pad_left = 8}), "-inf");
  EXPECT_EQ(scientific(infinity, {.plus_sign = true}), "+inf");
  EXPECT_EQ(positional(std::nan(""), {.plus_sign = true}), "nan");
}

TEST(FloatTextTest, BadLayouts) {
  EXPECT_FALSE(format_positional(1.0, {.precision = -2}));
  EXPECT_FALSE(format_positional(1.0, {.precision = 1'000'000'000}));
  EXPECT_FALSE(format_positional(1.0, {.pad_left = 1'000'000'000}));
  EXPECT_FALSE(format_positional(1.0, {.unique = false}));
  EXPECT_FALSE(format_positional(1.0, {.precision = 0, .fractional = false}));
  EXPECT_FALSE(format_scientific(1.0, {.precision = 2, .min_digits = 3}));
}

TEST(FloatTextTest, NamesOfTrims) {
  EXPECT_EQ(trim_of("."), Trim::zeros);
  EXPECT_EQ(trim_of("-"), Trim::zeros_and_point);
  EXPECT_EQ(trim_of(""), std::nullopt);
}

}  // namespace
}  // namespace fairplay::arraycore
