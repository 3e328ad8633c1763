// Functions of complex numbers against MPC, another implementation, where it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpc.h>

#include <bit>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "tests/arraycore/made_up_arrays.h"
#include "tests/arraycore/ufunc/made_up_calls.h"

namespace fairplay::arraycore {
namespace {

using Complex = std::complex<double>;

constexpr double tiny = 5e-324;

/// Bits that decide every number below, but for what cancels.
constexpr mpfr_prec_t many_bits = 2500;

/// A complex number of MPC.
class Wide {
 public:
  Wide() { mpc_init2(value_, many_bits); }
  ~Wide() { mpc_clear(value_); }
  Wide(const Wide&) = delete;
  Wide& operator=(const Wide&) = delete;
  mpc_ptr get() { return value_; }

 private:
  mpc_t value_;
};

void exp2_of(mpc_ptr result, mpc_srcptr z) {
  mpfr_t two;
  mpfr_init2(two, many_bits);
  mpfr_const_log2(two, MPFR_RNDN);
  mpc_mul_fr(result, z, two, MPC_RNDNN);
  mpc_exp(result, result, MPC_RNDNN);
  mpfr_clear(two);
}
void log2_of(mpc_ptr result, mpc_srcptr z) {
  mpfr_t two;
  mpfr_init2(two, many_bits);
  mpfr_const_log2(two, MPFR_RNDN);
  mpc_log(result, z, MPC_RNDNN);
  mpc_div_fr(result, result, two, MPC_RNDNN);
  mpfr_clear(two);
}
void expm1_of(mpc_ptr result, mpc_srcptr z) {
  mpc_exp(result, z, MPC_RNDNN);
  mpc_sub_ui(result, result, 1, MPC_RNDNN);
}
void log1p_of(mpc_ptr result, mpc_srcptr z) {
  mpc_add_ui(result, z, 1, MPC_RNDNN);
  mpc_log(result, result, MPC_RNDNN);
}

template <int (*Function)(mpc_ptr, mpc_srcptr, mpc_rnd_t)>
void plain(mpc_ptr result, mpc_srcptr z) {
  Function(result, z, MPC_RNDNN);
}

struct Function {
  const char* name;
  void (*wide)(mpc_ptr, mpc_srcptr);
};

const Function functions[]{{"exp", plain<mpc_exp>},
                           {"exp2", exp2_of},
                           {"expm1", expm1_of},
                           {"log", plain<mpc_log>},
                           {"log2", log2_of},
                           {"log10", plain<mpc_log10>},
                           {"log1p", log1p_of},
                           {"sqrt", plain<mpc_sqrt>},
                           {"sin", plain<mpc_sin>},
                           {"cos", plain<mpc_cos>},
                           {"tan", plain<mpc_tan>},
                           {"sinh", plain<mpc_sinh>},
                           {"cosh", plain<mpc_cosh>},
                           {"tanh", plain<mpc_tanh>},
                           {"arcsin", plain<mpc_asin>},
                           {"arccos", plain<mpc_acos>},
                           {"arctan", plain<mpc_atan>},
                           {"arcsinh", plain<mpc_asinh>},
                           {"arccosh", plain<mpc_acosh>},
                           {"arctanh", plain<mpc_atanh>}};

template <class T>
T part_of(mpfr_srcptr part) {
  if constexpr (std::is_same_v<T, float>) {
    return mpfr_get_flt(part, MPFR_RNDN);
  } else if constexpr (std::is_same_v<T, double>) {
    return mpfr_get_d(part, MPFR_RNDN);
  } else {
    return mpfr_get_ld(part, MPFR_RNDN);
  }
}

template <class T>
void expect_as_in_mpc(const Function& function, const std::vector<std::complex<T>>& inputs) {
  const auto results = called<std::complex<T>, std::complex<T>>(function.name, {inputs});
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Wide z;
    Wide result;
    mpc_set_ld_ld(z.get(), inputs[i].real(), inputs[i].imag(), MPC_RNDNN);
    function.wide(result.get(), z.get());
    const std::complex<T> truth(part_of<T>(mpc_realref(result.get())), part_of<T>(mpc_imagref(result.get())));
    EXPECT_TRUE(same(results[i], truth)) << function.name << ' ' << inputs[i] << ": " << results[i] << ", MPC "
                                         << truth;
  }
}

/// A number between powers of two, of either sign.
template <class T>
T random_part(Numbers& numbers) {
  const auto fraction = static_cast<T>(static_cast<double>(numbers.next() >> 11) * 0x1p-53 + 1);
  const T magnitude = std::ldexp(fraction, static_cast<int>(numbers.within(-24, 5)));
  return numbers.next() % 2 == 0 ? magnitude : -magnitude;
}

template <class T>
void expect_random_numbers_as_in_mpc(int count) {
  Numbers numbers(11);
  for (const Function& function : functions) {
    std::vector<std::complex<T>> inputs;
    for (int i = 0; i < count; ++i) {
      const T real = random_part<T>(numbers);
      inputs.push_back({real, random_part<T>(numbers)});
    }
    expect_as_in_mpc(function, inputs);
  }
}

TEST(RoundedComplexTest, RandomNumbersAsInMpc) {
  expect_random_numbers_as_in_mpc<double>(60);
  expect_random_numbers_as_in_mpc<float>(30);
  expect_random_numbers_as_in_mpc<long double>(30);
}

TEST(RoundedComplexTest, AxesBranchCutsAndExtremesAsInMpc) {
  for (const Function& function : functions) {
    const std::string name = function.name;
    std::vector<Complex> inputs;
    for (const double x : {0.0, 0.5, 1.0, 2.0, 3.0, 1 + 0x1p-52, 1 - 0x1p-53, 1e-160, 1e-5, 650.0}) {
      for (const double y : {0.0, 0.5, 1.0, 2.0, 4.0, 1e-160, 1e-9, 1 + 0x1p-52, 650.0}) {
        // Poles are flags' matter; of 1 + 0 and the like MPC knows no more than its bits.
        for (const double sign : {1.0, -1.0}) {
          for (const double other : {1.0, -1.0}) inputs.push_back({sign * x, other * y});
        }
      }
    }
    std::erase_if(inputs, [&](Complex z) { return z == 0.0 && (name == "expm1" || name == "log1p"); });
    std::erase_if(inputs, [&](Complex z) { return z.imag() == 0 && (name == "expm1" || name == "log2"); });
    expect_as_in_mpc(function, inputs);
  }
}

TEST(RoundedComplexTest, WhatMpcDoesNotEnd) {
  EXPECT_EQ((called<Complex, Complex>("tan", {{{1, 1e17}, {1, -1e17}, {2, 1e300}}})),
            (std::vector<Complex>{{0, 1}, {0, -1}, {-0.0, 1}}));
  using Long = std::complex<long double>;
  const auto arcs = called<Long, Long>("arcsin", {{{1, 1e-4900L}, {0.5L, 1e-4900L}}});
  EXPECT_EQ(arcs[0].real(), 1.57079632679489661926L);
  EXPECT_EQ(arcs[0].imag(), std::sqrt(1e-4900L));
  EXPECT_EQ(arcs[1].real(), std::asin(0.5L));
  const auto small = called<Long, Long>("arctan", {{{1e-4900L, 1e-4900L}}});
  EXPECT_EQ(small[0], Long(1e-4900L, 1e-4900L));
}

TEST(RoundedComplexTest, WhatCancelsIsThere) {
  // x + y^2/2 and x - y^2/2, nearly; a naive formula gives 0.
  const Complex first = called<Complex, Complex>("log1p", {{{1e-20, 1e-12}}}).front();
  EXPECT_EQ(first, Complex(std::bit_cast<double>(std::uint64_t{0x3bc79cee6b9ca8c5}), 1e-12));
  const Complex second = called<Complex, Complex>("expm1", {{{1e-18, 1e-10}}}).front();
  EXPECT_DOUBLE_EQ(second.real(), 1e-18 - 1e-10 * 1e-10 / 2);
  // |z| is next to 1, so that log |z| is (x^2 + y^2 - 1) / 2.
  const double real = (called<Complex, Complex>("log", {{{0.6, 0.8}}}).front()).real();
  const double beside = std::fma(0.8, 0.8, std::fma(0.6, 0.6, -1.0)) / 2;
  EXPECT_NEAR(real, beside, 0x1p-54);
  EXPECT_NE(real, 0);
}

TEST(RoundedComplexTest, SubnormalPartsRoundOnce) {
  EXPECT_EQ((called<Complex, Complex>("sqrt", {{{0.5, tiny}}}).front()), Complex(0.70710678118654757, tiny));
  EXPECT_EQ((called<Complex, Complex>("arctan", {{{tiny, 0.5}}}).front()), Complex(tiny, 0.54930614433405489));
  EXPECT_EQ((called<Complex, Complex>("exp2", {{{-1075, 0}, {-1074.9999, 0}}})), (std::vector<Complex>{0, tiny}));
}

TEST(RoundedComplexTest, Powers) {
  const std::vector<Complex> bases{{1, 1}, {0, 1}, {-4, 0}, {-4, -0.0}, {0, 2},
                                   {3, 4}, {2, 0}, {1, 1},  {-8, 0},    {-2, 0.0}};
  const std::vector<Complex> exponents{{2, 0},  {2, 0},   {0.5, 0}, {0.5, 0}, {0.5, 0},
                                       {-1, 0}, {0.5, 0}, {100, 0}, {3, 0},   {1, 0}};
  EXPECT_EQ((called<Complex, Complex>("power", {bases, exponents})), (std::vector<Complex>{{0, 2},
                                                                                           {-1, 0},
                                                                                           {0, 2},
                                                                                           {0, -2},
                                                                                           {1, 1},
                                                                                           {0.12, -0.16},
                                                                                           {std::sqrt(2.0), 0},
                                                                                           {-0x1p50, 0},
                                                                                           {-512, 0},
                                                                                           {-2, 0}}));
  // i^i = e^(-pi/2); the principal value lies below the cut for -0.
  EXPECT_EQ((called<Complex, Complex>("power", {{{0, 1}}, {{0, 1}}}).front()), Complex(0.20787957635076190855, 0));
  EXPECT_EQ((called<Complex, Complex>("float_power", {{{3, 0}}, {{2, 0}}}).front()), Complex(9, 0));
}

}  // namespace
}  // namespace fairplay::arraycore
