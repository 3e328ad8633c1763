// Transcendental functions are correctly rounded: against the C library's long double functions, which have eleven bits
// more than a double.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "arraycore/types/float16.h"
#include "tests/arraycore/made_up_arrays.h"
#include "tests/arraycore/ufunc/made_up_calls.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;

constexpr double inf = std::numeric_limits<double>::infinity();

struct Function {
  const char* name;
  long double (*wide)(long double);
  double low;
  double high;
};

const Function functions[]{{"exp", std::exp, -12, 12},        {"exp2", std::exp2, -12, 12},
                           {"expm1", std::expm1, -12, 12},    {"log", std::log, 1e-3, 1e4},
                           {"log2", std::log2, 1e-3, 1e4},    {"log10", std::log10, 1e-3, 1e4},
                           {"log1p", std::log1p, -0.99, 1e4}, {"cbrt", std::cbrt, -1e4, 1e4},
                           {"sin", std::sin, -1e3, 1e3},      {"cos", std::cos, -1e3, 1e3},
                           {"tan", std::tan, -1e3, 1e3},      {"arcsin", std::asin, -1, 1},
                           {"arccos", std::acos, -1, 1},      {"arctan", std::atan, -1e3, 1e3},
                           {"sinh", std::sinh, -9, 9},        {"cosh", std::cosh, -9, 9},
                           {"tanh", std::tanh, -9, 9},        {"arcsinh", std::asinh, -1e3, 1e3},
                           {"arccosh", std::acosh, 1, 1e4},   {"arctanh", std::atanh, -0.999, 0.999}};

double between(Numbers& numbers, double low, double high) {
  return low + (high - low) * static_cast<double>(numbers.next() >> 11) * 0x1p-53;
}

TEST(RoundedTest, DoublesAreWithinHalfAnUlp) {
  Numbers numbers(3);
  for (const Function& function : functions) {
    std::vector<double> inputs;
    for (int i = 0; i < 400; ++i) inputs.push_back(between(numbers, function.low, function.high));
    const auto results = called<double, double>(function.name, {inputs});
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const long double truth = function.wide(inputs[i]);
      const long double ulp = std::nextafter(std::fabs(results[i]), inf) - std::fabs(results[i]);
      ASSERT_LE(std::fabs(results[i] - truth), 0.502L * ulp) << function.name << ' ' << inputs[i];
    }
  }
}

/// `make test-all` takes every float16.
int float16_step() { return std::getenv("FAIRPLAY_ARRAYCORE_TESTS") != nullptr ? 1 : 97; }

TEST(RoundedTest, FloatsAndHalvesAreTheRoundedDoubles) {
  // The long double function, rounded once, is the right result unless it lies very near the middle of two numbers.
  Numbers numbers(4);
  for (const Function& function : functions) {
    std::vector<float> inputs;
    std::vector<Float16> halves;
    for (int i = 0; i < 400; ++i) inputs.push_back(static_cast<float>(between(numbers, function.low, function.high)));
    for (int i = 0; i < 65536; i += float16_step()) {
      const auto half = Float16::from_bits(static_cast<std::uint16_t>(i));
      if (half.to_float() >= function.low && half.to_float() <= function.high) halves.push_back(half);
    }
    const auto results = called<float, float>(function.name, {inputs});
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      ASSERT_EQ(results[i], static_cast<float>(function.wide(inputs[i]))) << function.name << ' ' << inputs[i];
    }
    const auto half_results = called<Float16, Float16>(function.name, {halves});
    for (std::size_t i = 0; i < halves.size(); ++i) {
      ASSERT_EQ(half_results[i].bits(), Float16::from(function.wide(halves[i].to_float())).bits())
          << function.name << ' ' << halves[i].to_float();
    }
  }
}

TEST(RoundedTest, SubnormalResultsRoundOnce) {
  // exp2 of these is 1.5 and 2.5 times the smallest number, and a bit more than half of it.
  EXPECT_THAT((called<double, double>("exp2", {{-1074, -1075, -1074.9999}})), ElementsAre(5e-324, 0, 5e-324));
  EXPECT_THAT((called<float, float>("exp2", {{-149, -150, -149.99F}})), ElementsAre(0x1p-149F, 0, 0x1p-149F));
  EXPECT_EQ((called<Float16, Float16>("exp2", {{Float16::from(-24.9F)}}).front().bits()), 1);
  EXPECT_EQ((called<double, double>("exp", {{-745.2}}).front()), 0);
}

TEST(RoundedTest, SpecialValues) {
  EXPECT_THAT(
      (called<double, double>("hypot", {{inf, std::nan(""), 3, 1e308, 5e-324}, {std::nan(""), inf, 4, 1e308, 0}})),
      ElementsAre(inf, inf, 5, 1.4142135623730951e308, 5e-324));
  EXPECT_THAT((called<double, double>("power", {{1, std::nan(""), -1, 0, 2, -8}, {std::nan(""), 0, inf, -1, 0.5, 3}})),
              ElementsAre(1, 1, 1, inf, std::sqrt(2.0), -512));
  EXPECT_TRUE(std::isnan(called<double, double>("power", {{-8.0}, {1.0 / 3}}).front()));
  EXPECT_THAT((called<double, double>("logaddexp", {{inf, -inf, inf, 0, -inf}, {inf, -inf, -inf, -inf, 5}})),
              ElementsAre(inf, -inf, inf, 0, 5));
  EXPECT_THAT((called<double, double>("logaddexp2", {{0, 1e300, -1e300, 3}, {0, 0, -1e300, 3}})),
              ElementsAre(1, 1e300, -1e300, 4));
  EXPECT_TRUE(std::signbit(called<double, double>("arctan2", {{-0.0}, {5.0}}).front()));
  EXPECT_THAT((called<double, double>("degrees", {{1e308, 3.141592653589793}})), ElementsAre(inf, 180));
  EXPECT_NEAR((called<double, double>("degrees", {{3e306}}).front()) / 1.7188733853924696e308, 1, 1e-15);
  EXPECT_THAT((called<double, double>("deg2rad", {{180, inf}})), ElementsAre(3.141592653589793, inf));
}

TEST(RoundedTest, LogaddexpNearZero) {
  // log(e^x + e^y) where both nearly cancel: x = log(1/2 + t), y = log(1/2 - t).
  const double x = std::log(0.7);
  const double y = std::log(0.3);
  const long double truth = std::log(std::exp(static_cast<long double>(x)) + std::exp(static_cast<long double>(y)));
  EXPECT_NEAR((called<double, double>("logaddexp", {{x}, {y}}).front()), static_cast<double>(truth), 2e-19);
}

TEST(RoundedTest, LongDoubles) {
  const auto third = called<long double, long double>("exp", {{1.0L / 3}}).front();
  EXPECT_NEAR(static_cast<double>((third - std::exp(1.0L / 3)) / third), 0, 0x1p-62);
}

}  // namespace
}  // namespace fairplay::arraycore
