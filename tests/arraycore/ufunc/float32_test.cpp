// float32 functions are correctly rounded for a million numbers each, and for all of them in `make test-all`. The truth
// is found in another way than by the library: the C library's vector functions of double (long double where it has
// none), and where an error of many units in their last place could matter, MPFR with 200 bits.
#include <gtest/gtest.h>
#include <mpfr.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/dtype.h"
#include "arraycore/ufunc/ufunc.h"

namespace fairplay::arraycore {
namespace {

#if defined(__x86_64__) && defined(__GLIBC__)
// libmvec: its errors are said to be at most 4 units in the last place.
using Pair = __m128d;
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): the names of the vector ABI
Pair _ZGVbN2v_exp(Pair);
Pair _ZGVbN2v_log(Pair);
Pair _ZGVbN2v_sin(Pair);
Pair _ZGVbN2v_cos(Pair);
Pair _ZGVbN2v_tan(Pair);
Pair _ZGVbN2v_tanh(Pair);
Pair _ZGVbN2v_cbrt(Pair);
Pair _ZGVbN2v_log1p(Pair);
Pair _ZGVbN2v_expm1(Pair);
// NOLINTEND(bugprone-reserved-identifier)
}

/// Two numbers at once; zeros, whose signs a vector function needn't keep, and the last of an odd number by the scalar.
template <Pair (*Function)(Pair), double (*Scalar)(double)>
void by_pairs(const std::vector<float>& inputs, std::vector<double>& values) {
  std::size_t i = 0;
  for (; i + 1 < inputs.size(); i += 2) _mm_storeu_pd(&values[i], Function(_mm_set_pd(inputs[i + 1], inputs[i])));
  for (; i < inputs.size(); ++i) values[i] = Scalar(inputs[i]);
  for (i = 0; i < inputs.size(); ++i) {
    if (inputs[i] == 0) values[i] = Scalar(inputs[i]);
  }
}
#define FAIRPLAY_WIDE(function) by_pairs<_ZGVbN2v_##function, std::function>
using WideValue = double;
#else
template <long double (*Function)(long double)>
void one_by_one(const std::vector<float>& inputs, std::vector<long double>& values) {
  for (std::size_t i = 0; i < inputs.size(); ++i) values[i] = Function(inputs[i]);
}
#define FAIRPLAY_WIDE(function) one_by_one<std::function>
using WideValue = long double;
#endif

void wide_roots(const std::vector<float>& inputs, std::vector<WideValue>& values) {
  for (std::size_t i = 0; i < inputs.size(); ++i) values[i] = std::sqrt(WideValue(inputs[i]));
}

struct Float32Function {
  const char* name;
  void (*wide)(const std::vector<float>&, std::vector<WideValue>&);
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

/// What lies within 64 units of the wide value's last place rounds to it, or MPFR decides.
float truth(const Float32Function& function, float x, WideValue value) {
  // What is infinite or NaN there is so here.
  if (!std::isfinite(value)) return static_cast<float>(value);
  const WideValue error = std::fabs(value) * (64 * std::numeric_limits<WideValue>::epsilon());
  const auto below = static_cast<float>(value - error);
  if (below == static_cast<float>(value + error)) return below;
  return by_mpfr(function, x);
}

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) || (std::isnan(a) && std::isnan(b));
}

/// Inputs whose exp, expm1 or log lies nearest to the middle of two floats, found by trying all.
constexpr std::uint32_t hard_cases[]{0xc16912cd, 0xbbf0edf1, 0x377eff81, 0x3dc252dd, 0x3a254e7a, 0x36322b1b,
                                     0x65d890d3, 0x4c5d65a5, 0x4d604ebe, 0x41178feb, 0x66a8c860, 0x3c413d3a,
                                     0x6f31a8ec, 0x38dcbe38, 0x4665a9a6, 0x5ee8984e};

class Float32Test : public ::testing::TestWithParam<Float32Function> {
 protected:
  /// Of these bit patterns.
  static void expect_right(const std::vector<std::uint32_t>& patterns) {
    // Copied as bytes: made_up_calls.h's way costs more than the functions.
    const auto n = static_cast<std::int64_t>(patterns.size());
    Array operand = Array::zeros(Kind::float32, Extents{n}).value();
    std::memcpy(operand.view().data(), patterns.data(), 4 * patterns.size());
    const std::vector<ConstDynamicView> operands{operand};
    const Array result = std::move(call_ufunc(GetParam().name, operands).value().at(0));
    std::vector<float> inputs(patterns.size());
    std::vector<float> results(patterns.size());
    std::memcpy(inputs.data(), patterns.data(), 4 * patterns.size());
    std::memcpy(results.data(), result.view().data(), 4 * patterns.size());
    std::vector<WideValue> wide(inputs.size());
    GetParam().wide(inputs, wide);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const float expected = truth(GetParam(), inputs[i], wide[i]);
      if (same_bits(results[i], expected)) continue;
      FAIL() << GetParam().name << ' ' << inputs[i] << ": " << results[i] << ", not " << expected;
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

INSTANTIATE_TEST_SUITE_P(Functions, Float32Test,
                         ::testing::Values(Float32Function{"exp", FAIRPLAY_WIDE(exp), mpfr_exp},
                                           Float32Function{"log", FAIRPLAY_WIDE(log), mpfr_log},
                                           Float32Function{"sin", FAIRPLAY_WIDE(sin), mpfr_sin},
                                           Float32Function{"cos", FAIRPLAY_WIDE(cos), mpfr_cos},
                                           Float32Function{"tan", FAIRPLAY_WIDE(tan), mpfr_tan},
                                           Float32Function{"tanh", FAIRPLAY_WIDE(tanh), mpfr_tanh},
                                           Float32Function{"cbrt", FAIRPLAY_WIDE(cbrt), mpfr_cbrt},
                                           Float32Function{"log1p", FAIRPLAY_WIDE(log1p), mpfr_log1p},
                                           Float32Function{"expm1", FAIRPLAY_WIDE(expm1), mpfr_expm1},
                                           Float32Function{"sqrt", wide_roots, mpfr_sqrt}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace fairplay::arraycore
