// float32 functions are correctly rounded for a million numbers each, and for all of them in `make test-all`. The truth
// is found in another way than by the library: the C library's long double function, and where an error of some units
// in its last place could matter, MPFR with 200 bits.
#include <gtest/gtest.h>
#include <mpfr.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

#include "tests/arraycore/made_up_arrays.h"
#include "tests/arraycore/ufunc/made_up_calls.h"

namespace fairplay::arraycore {
namespace {

struct Float32Function {
  const char* name;
  long double (*wide)(long double);
  int (*exact)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
};

void PrintTo(const Float32Function& function, std::ostream* out) { *out << function.name; }

/// With more bits than any of these functions of a float needs (exact results fit), converted once.
float by_mpfr(const Float32Function& function, float x) {
  mpfr_t argument;
  mpfr_t result;
  mpfr_init2(argument, 24);
  mpfr_init2(result, 200);
  mpfr_set_flt(argument, x, MPFR_RNDN);
  function.exact(result, argument, MPFR_RNDN);
  const float rounded = mpfr_get_flt(result, MPFR_RNDN);
  mpfr_clear(argument);
  mpfr_clear(result);
  return rounded;
}

float truth(const Float32Function& function, float x) {
  const long double value = function.wide(x);
  // What is infinite or NaN there is so here.
  if (!std::isfinite(value)) return static_cast<float>(value);
  const long double error = std::fabs(value) * 0x1p-59L;
  const auto below = static_cast<float>(value - error);
  if (below == static_cast<float>(value + error)) return below;
  return by_mpfr(function, x);
}

/// Inputs whose exp, expm1 or log lies nearest to the middle of two floats, found by trying all.
constexpr std::uint32_t hard_cases[]{0xc16912cd, 0xbbf0edf1, 0x377eff81, 0x3dc252dd, 0x3a254e7a, 0x36322b1b,
                                     0x65d890d3, 0x4c5d65a5, 0x4d604ebe, 0x41178feb, 0x66a8c860, 0x3c413d3a,
                                     0x6f31a8ec, 0x38dcbe38, 0x4665a9a6, 0x5ee8984e};

class Float32Test : public ::testing::TestWithParam<Float32Function> {
 protected:
  /// Of these bit patterns.
  static void expect_right(const std::vector<std::uint32_t>& patterns) {
    std::vector<float> inputs;
    for (const std::uint32_t bits : patterns) inputs.push_back(std::bit_cast<float>(bits));
    const auto results = called<float, float>(GetParam().name, {inputs});
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const float expected = truth(GetParam(), inputs[i]);
      if (std::isnan(results[i]) && std::isnan(expected)) continue;
      ASSERT_EQ(std::bit_cast<std::uint32_t>(results[i]), std::bit_cast<std::uint32_t>(expected))
          << GetParam().name << ' ' << inputs[i] << ": " << results[i] << ", not " << expected;
    }
  }
};

TEST_P(Float32Test, ManyNumbers) {
  // Every 8191st of all bit patterns, and all in some stretches: beside 0, around 1, where results become subnormal,
  // infinite or 1, and where arguments are reduced by many turns.
  constexpr std::uint32_t stretch = 40'000;
  std::vector<std::uint32_t> patterns;
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 8191) {
    patterns.push_back(static_cast<std::uint32_t>(bits));
  }
  for (const float place : {0x1p-149F, 0x1p-126F, 0x1p-13F, 0.7F, 0.999F, 1.0F, 1.57079F, 6.28F, 9.0F, 16.6F, 88.7F,
                            103.9F, 1e5F, 3.4e38F}) {
    for (std::uint32_t i = 0; i < stretch; ++i) {
      patterns.push_back(std::bit_cast<std::uint32_t>(place) + i - stretch / 2);
      if (i % 8 == 0) patterns.push_back(patterns.back() | 0x80000000);
    }
  }
  for (const std::uint32_t hard : hard_cases) {
    for (std::uint32_t i = 0; i < 64; ++i) patterns.push_back(hard + i - 32);
  }
  EXPECT_GT(patterns.size(), 1'000'000);
  expect_right(patterns);
}

TEST_P(Float32Test, AllNumbers) {
  // Without `make test-all` a piece.
  const bool all = std::getenv("FAIRPLAY_ARRAYCORE_TESTS") != nullptr;
  constexpr std::uint64_t batch = std::uint64_t{1} << 16;
  std::vector<std::uint32_t> patterns(batch);
  for (std::uint64_t first = 0; first < (all ? std::uint64_t{1} << 32 : batch); first += batch) {
    for (std::uint64_t i = 0; i < batch; ++i) patterns[i] = static_cast<std::uint32_t>(first + i);
    expect_right(patterns);
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Functions, Float32Test,
    ::testing::Values(Float32Function{"exp", std::exp, mpfr_exp}, Float32Function{"log", std::log, mpfr_log},
                      Float32Function{"sin", std::sin, mpfr_sin}, Float32Function{"cos", std::cos, mpfr_cos},
                      Float32Function{"tan", std::tan, mpfr_tan}, Float32Function{"tanh", std::tanh, mpfr_tanh},
                      Float32Function{"sqrt", std::sqrt, mpfr_sqrt}, Float32Function{"cbrt", std::cbrt, mpfr_cbrt},
                      Float32Function{"log1p", std::log1p, mpfr_log1p},
                      Float32Function{"expm1", std::expm1, mpfr_expm1}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace fairplay::arraycore
