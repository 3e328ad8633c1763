// The oracle where operands aren't finite, under foreign floating-point environments, and on every instruction set.

#include <gtest/gtest.h>

#include <cfenv>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "blas/hunting/dots.h"
#include "blas/hunting/matrices.h"
#include "blas/oracle/level1.h"
#include "blas/oracle/matrices.h"
#include "tests/blas/kernel_sets.h"
#include "tests/blas/oracle/mpfr_sum.h"

namespace fairplay::blas::oracle {
namespace {

using hunting::MatrixFamily;
using hunting::Random;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// On small whole numbers plain arithmetic is exact, and shows what NaN and infinity lead to.
TEST(OracleSpecial, GemmWithNanAndInfinityIsWhatAnyOrderGives) {
  Random random(5);
  for (Index n : {3, 18})
    for (int round = 0; round < 40; ++round) {
      auto pair = hunting::make_pair_of<double>(MatrixFamily::integers, n, n, n, random);
      std::vector<double> c(static_cast<std::size_t>(n * n), 1.0);
      auto spoil = [&](std::vector<double>& x, int count) {
        for (int i = 0; i < count; ++i)
          x[static_cast<std::size_t>(random.below(n * n))] = random.one_in(3)   ? nan
                                                             : random.one_in(2) ? infinity
                                                                                : -infinity;
      };
      spoil(pair.a, random.between(0, 2));
      spoil(pair.b, random.between(0, 2));
      spoil(c, random.between(0, 2));
      double alpha = random.one_in(4) ? infinity : random.between(1, 3), beta = random.between(0, 2);
      std::vector<double> expected(c);
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i) {
          double total = 0;
          for (Index p = 0; p < n; ++p)
            total += pair.a[static_cast<std::size_t>(i + p * n)] * pair.b[static_cast<std::size_t>(p + j * n)];
          double& to = expected[static_cast<std::size_t>(i + j * n)];
          to = beta == 0 ? alpha * total : alpha * total + beta * to;
        }
      Statistics statistics;
      gemm<double>(Trans::none, Trans::none, n, n, n, alpha, pair.a.data(), n, pair.b.data(), n, beta, c.data(), n,
                   &statistics);
      for (std::size_t i = 0; i < c.size(); ++i)
        ASSERT_TRUE(same(c[i], expected[i]))
            << "n = " << n << ", round " << round << ", element " << i << ": " << c[i] << ", not " << expected[i];
      EXPECT_EQ(statistics.certified + statistics.exact + statistics.sliced + statistics.not_finite,
                static_cast<std::uint64_t>(n * n));
    }
}

// Rows that must be scaled by more than a double's exponent, and fewer products than a panel has rows (ger: one): every
// result is a whole number, exactly.
TEST(OracleSpecial, FewProductsOfTinyAndHugeFactors) {
  for (Index k : {1, 2, 5})
    for (Index n : {1, 3, 18, 33}) {
      std::vector<double> a(static_cast<std::size_t>(n * k)), b(a.size()), c(static_cast<std::size_t>(n * n)),
          expected(c.size());
      for (Index p = 0; p < k; ++p)
        for (Index i = 0; i < n; ++i) {
          a[static_cast<std::size_t>(i + p * n)] = std::ldexp(static_cast<double>(i + p + 1), -1000);
          b[static_cast<std::size_t>(p + i * k)] = std::ldexp(static_cast<double>(i + 2 * p - 7), 1000);
        }
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i)
          for (Index p = 0; p < k; ++p)
            expected[static_cast<std::size_t>(i + j * n)] += static_cast<double>((i + p + 1) * (j + 2 * p - 7));
      gemm<double>(Trans::none, Trans::none, n, n, k, 1.0, a.data(), n, b.data(), k, 0.0, c.data(), n);
      EXPECT_EQ(c, expected) << "n = " << n << ", k = " << k;
    }
}

// Part by part, as Fortran's complex products are; alpha = 1 and beta = 0 multiply nothing.
TEST(OracleSpecial, ComplexGemmWithNanAndInfinity) {
  using C = Complex<double>;
  Random random(6);
  for (Index n : {3, 18})
    for (int round = 0; round < 20; ++round) {
      auto pair = hunting::make_pair_of<C>(MatrixFamily::integers, n, n, n, random);
      for (std::vector<C>* x : {&pair.a, &pair.b}) {
        C& spoiled = (*x)[static_cast<std::size_t>(random.below(n * n))];
        (random.one_in(2) ? spoiled.re : spoiled.im) = random.one_in(4) ? nan : random.one_in(2) ? infinity : -infinity;
      }
      std::vector<C> c(static_cast<std::size_t>(n * n));
      gemm<C>(Trans::none, Trans::none, n, n, n, {1, 0}, pair.a.data(), n, pair.b.data(), n, {0, 0}, c.data(), n);
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i) {
          double re = 0, im = 0;
          for (Index p = 0; p < n; ++p) {
            C x = pair.a[static_cast<std::size_t>(i + p * n)], y = pair.b[static_cast<std::size_t>(p + j * n)];
            re += x.re * y.re - x.im * y.im;
            im += x.re * y.im + x.im * y.re;
          }
          C got = c[static_cast<std::size_t>(i + j * n)];
          ASSERT_TRUE(same(got.re, re) && same(got.im, im)) << "n = " << n << ", (" << i << ", " << j << "): " << got.re
                                                            << " + " << got.im << "i, not " << re << " + " << im << "i";
        }
    }
}

TEST(OracleSpecial, StructuralZerosMeetNoInfinity) {
  for (Index n : {3, 20}) {
    std::vector<double> a(static_cast<std::size_t>(n * n), 1.0), b(a);
    b[static_cast<std::size_t>(n - 1)] = infinity;  // the last row of the first column
    b[static_cast<std::size_t>(n)] = nan;           // the first row of the second
    trmm<double>(Side::left, Uplo::lower, Trans::none, Diag::non_unit, n, n, 1, a.data(), n, b.data(), n);
    for (Index i = 0; i + 1 < n; ++i) EXPECT_EQ(b[static_cast<std::size_t>(i)], static_cast<double>(i + 1));
    EXPECT_EQ(b[static_cast<std::size_t>(n - 1)], infinity);
    for (Index i = 0; i < n; ++i) EXPECT_TRUE(std::isnan(b[static_cast<std::size_t>(i + n)]));
  }
}

TEST(OracleSpecial, DotsWithNanAndInfinity) {
  struct Case {
    std::vector<double> x, y;
    double expected;
  };
  double max = std::numeric_limits<double>::max();
  for (const Case& c :
       {Case{{1, infinity}, {1, 2}, infinity}, Case{{1, -infinity}, {1, 2}, -infinity},
        Case{{0, 1}, {infinity, 1}, nan}, Case{{infinity, infinity}, {1, -1}, nan}, Case{{nan, 1}, {0, 1}, nan},
        Case{{max, max}, {max, max}, infinity}, Case{{max, max}, {max, -max}, 0.0}}) {
    double got = dot(2, c.x.data(), 1, c.y.data(), 1);
    EXPECT_TRUE(same(got, c.expected)) << got << ", not " << c.expected;
  }
  double x[] = {3, infinity, nan};
  EXPECT_EQ(nrm2(2, x, 1), infinity);
  EXPECT_TRUE(std::isnan(nrm2(3, x, 1)));
  EXPECT_EQ(asum(2, x, 1), infinity);
  EXPECT_EQ(asum(0, x, 1), 0);
}

struct Results {
  double dot, nrm2;
  std::vector<double> gemm;
  bool operator==(const Results&) const = default;
};
Results some_results() {
  Results results;
  Random random(3);
  auto d = hunting::conditioned_dot<double>(50, 120, random);
  results.dot = dot(50, d.x.data(), 1, d.y.data(), 1);
  results.nrm2 = nrm2(50, d.x.data(), 1);
  Index n = 37;
  for (MatrixFamily family : {MatrixFamily::uniform, MatrixFamily::cancelling, MatrixFamily::subnormal}) {
    auto pair = hunting::make_pair_of<double>(family, n, n, n, random);
    std::vector<double> c(static_cast<std::size_t>(n * n));
    gemm<double>(Trans::none, Trans::none, n, n, n, 0.7, pair.a.data(), n, pair.b.data(), n, 0, c.data(), n);
    results.gemm.insert(results.gemm.end(), c.begin(), c.end());
  }
  return results;
}

TEST(OracleSpecial, EveryInstructionSetGivesTheSame) {
  const KernelSet& before = kernels();
  Results expected = some_results();
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    EXPECT_EQ(some_results(), expected) << set->isa;
  }
  use(before);
}

TEST(OracleSpecial, TheCallersEnvironmentIsNeitherUsedNorChanged) {
  double x[] = {0x1p-1060, 1, 0x1p-1074}, y[] = {1, 0x1p-1060, 1}, z[] = {1, 0x1p-60};
  double expected = dot(3, x, 1, y, 1), expected_up = dot(2, z, 1, z, 1);
  std::vector<double> a(400, 0.1), c(400), expected_c(400);
  gemm<double>(Trans::none, Trans::none, 20, 20, 20, 1, a.data(), 20, a.data(), 20, 0, expected_c.data(), 20);
  for (int rounding : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    std::fesetround(rounding);
    std::feclearexcept(FE_ALL_EXCEPT);
    std::feraiseexcept(FE_DIVBYZERO);
#if defined(__x86_64__)
    unsigned before = _mm_getcsr() | 0x8040;  // FTZ and DAZ
    _mm_setcsr(before);
#endif
    double got = dot(3, x, 1, y, 1), got_up = dot(2, z, 1, z, 1);
    gemm<double>(Trans::none, Trans::none, 20, 20, 20, 1, a.data(), 20, a.data(), 20, 0, c.data(), 20);
#if defined(__x86_64__)
    unsigned after = _mm_getcsr();
    _mm_setcsr(0x1f80);
    EXPECT_EQ(after, before);
#else
    EXPECT_EQ(std::fegetround(), rounding);
    EXPECT_EQ(std::fetestexcept(FE_ALL_EXCEPT), FE_DIVBYZERO);
#endif
    std::fesetenv(FE_DFL_ENV);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(got), std::bit_cast<std::uint64_t>(expected));
    EXPECT_EQ(got_up, expected_up);
    EXPECT_EQ(c, expected_c);
  }
}

}  // namespace
}  // namespace fairplay::blas::oracle
