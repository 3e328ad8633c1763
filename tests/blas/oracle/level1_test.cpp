// The oracle's level 1 against MPFR, over every family of the generator.

#include "blas/oracle/level1.h"

#include <gtest/gtest.h>

#include "blas/hunting/dots.h"
#include "blas/oracle/accumulator.h"
#include "tests/blas/kernel_sets.h"
#include "tests/blas/oracle/mpfr_sum.h"
#include "tests/blas/oracle/test_sizes.h"

namespace fairplay::blas::oracle {
namespace {

using hunting::Dot;
using hunting::DotFamily;
using hunting::Random;

// Mostly short, now and then across every unroll edge of the kernels.
Index some_length(Random& random) { return random.one_in(16) ? random.below(200) : random.below(24); }

template <class R>
void dots_agree_with_mpfr(Index count_per_family, std::uint64_t seed) {
  MpfrSum reference;
  for (DotFamily family : hunting::dot_families) {
    Random random(seed + static_cast<std::uint64_t>(family));
    Statistics statistics;
    for (Index i = 0; i < count_per_family; ++i) {
      Dot<R> d = hunting::make_dot<R>(family, some_length(random), random);
      Index n = static_cast<Index>(d.x.size());
      reference.clear();
      for (Index k = 0; k < n; ++k) reference.add(d.x[k], d.y[k]);
      R expected = n == 0 ? R{0} : reference.rounded<R>();
      R got = dot(n, d.x.data(), 1, d.y.data(), 1, &statistics);
      ASSERT_TRUE(same(got, expected)) << hunting::name_of(family) << ", dot number " << i << ", n = " << n
                                       << std::hexfloat << ": " << got << ", not " << expected;
      ASSERT_EQ(statistics.not_finite, 0u);
    }
    print_shares(fmt::format("{} dots of {}", sizeof(R) == 8 ? "double" : "float", hunting::name_of(family)),
                 statistics);
  }
}

TEST(Oracle, DotsOfDoublesAgreeWithMpfr) { dots_agree_with_mpfr<double>(long_run() ? 1'050'000 : 20'000, 1); }
TEST(Oracle, DotsOfFloatsAgreeWithMpfr) { dots_agree_with_mpfr<float>(long_run() ? 300'000 : 5'000, 100); }

// Complex dots, increments, axpy, nrm2, asum and the mixed dots, over every family.
template <class R>
void level1_agrees(Index count, std::uint64_t seed) {
  using C = Complex<R>;
  MpfrSum reference;
  auto place = [](Index n, Index inc, Index i) {
    return static_cast<std::size_t>((inc < 0 ? (1 - n) * inc : 0) + i * inc);
  };
  for (DotFamily family : hunting::dot_families) {
    Random random(seed + static_cast<std::uint64_t>(family));
    Statistics statistics;
    for (Index round = 0; round < count; ++round) {
      Dot<R> d = hunting::make_dot<R>(family, 2 * some_length(random), random);
      Index n = static_cast<Index>(d.x.size() / 2);
      if (n == 0) continue;
      Index incs[] = {1, 2, -1, -3};
      Index incx = incs[random.below(4)], incy = incs[random.below(4)];
      std::vector<C> x(static_cast<std::size_t>(3 * n)), y(static_cast<std::size_t>(3 * n));
      for (Index i = 0; i < n; ++i) {
        std::size_t at = static_cast<std::size_t>(2 * i);
        x[place(n, incx, i)] = {d.x[at], d.x[at + 1]};
        y[place(n, incy, i)] = {d.y[at], d.y[at + 1]};
      }
      auto element = [&](Index i) { return std::pair{x[place(n, incx, i)], y[place(n, incy, i)]}; };
      for (bool conjugate : {false, true}) {
        C got = conjugate ? dotc(n, x.data(), incx, y.data(), incy, &statistics)
                          : dot(n, x.data(), incx, y.data(), incy, &statistics);
        double sign = conjugate ? -1 : 1;
        reference.clear();
        for (Index i = 0; i < n; ++i) {
          auto [a, b] = element(i);
          reference.add(a.re, b.re);
          reference.add(-sign * a.im, b.im);
        }
        ASSERT_TRUE(same(got.re, reference.rounded<R>()))
            << hunting::name_of(family) << ", dot number " << round << ", conjugated " << conjugate;
        reference.clear();
        for (Index i = 0; i < n; ++i) {
          auto [a, b] = element(i);
          reference.add(a.re, b.im);
          reference.add(sign * a.im, b.re);
        }
        ASSERT_TRUE(same(got.im, reference.rounded<R>()))
            << hunting::name_of(family) << ", dot number " << round << ", conjugated " << conjugate;
      }
      reference.clear();
      for (Index i = 0; i < n; ++i) {
        auto [a, b] = element(i);
        reference.add(a.re, a.re);
        reference.add(a.im, a.im);
      }
      ASSERT_TRUE(same(nrm2(n, x.data(), incx > 0 ? incx : -incx, &statistics), reference.rounded_root<R>()))
          << hunting::name_of(family) << ", norm number " << round;
      reference.clear();
      for (Index i = 0; i < n; ++i) {
        auto [a, b] = element(i);
        reference.add(std::fabs(a.re), 1);
        reference.add(std::fabs(a.im), 1);
      }
      ASSERT_TRUE(same(asum(n, x.data(), incx, &statistics), reference.rounded<R>()))
          << hunting::name_of(family) << ", sum number " << round;
      C alpha = {d.y[0], d.x[1]};
      std::vector<C> before = y;
      axpy(n, alpha, x.data(), incx, y.data(), incy, &statistics);
      for (Index i = 0; i < n && (alpha.re != 0 || alpha.im != 0); ++i) {
        C a = x[place(n, incx, i)], b = before[place(n, incy, i)], got = y[place(n, incy, i)];
        reference.clear();
        reference.add(alpha.re, a.re);
        reference.add(-alpha.im, a.im);
        reference.add(b.re, 1);
        ASSERT_TRUE(same(got.re, reference.rounded<R>())) << hunting::name_of(family) << ", axpy number " << round;
        reference.clear();
        reference.add(alpha.re, a.im);
        reference.add(alpha.im, a.re);
        reference.add(b.im, 1);
        ASSERT_TRUE(same(got.im, reference.rounded<R>())) << hunting::name_of(family) << ", axpy number " << round;
      }
      if constexpr (sizeof(R) == 4) {
        reference.clear();
        for (std::size_t i = 0; i < d.x.size(); ++i) reference.add(d.x[i], d.y[i]);
        ASSERT_TRUE(same(dsdot(2 * n, d.x.data(), 1, d.y.data(), 1, &statistics), reference.rounded<double>()));
        reference.add(alpha.re, 1);
        ASSERT_TRUE(
            same(sdsdot(2 * n, alpha.re, d.x.data(), 1, d.y.data(), 1, &statistics), reference.rounded<float>()));
      }
    }
    ASSERT_EQ(statistics.not_finite, 0u);
  }
}

TEST(Oracle, Level1OfDoublesAgreesWithMpfr) { level1_agrees<double>(long_run() ? 20'000 : 500, 200); }
TEST(Oracle, Level1OfFloatsAgreesWithMpfr) { level1_agrees<float>(long_run() ? 20'000 : 500, 300); }

}  // namespace
}  // namespace fairplay::blas::oracle
