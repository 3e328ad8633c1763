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
      ASSERT_TRUE(same(got, expected)) << hunting::name_of(family) << ", dot number " << i << ", n = " << n << std::hexfloat << ": " << got << ", not " << expected;
      ASSERT_EQ(statistics.not_finite, 0u);
    }
    print_shares(fmt::format("{} dots of {}", sizeof(R) == 8 ? "double" : "float", hunting::name_of(family)), statistics);
  }
}

TEST(Oracle, DotsOfDoublesAgreeWithMpfr) { dots_agree_with_mpfr<double>(long_run() ? 1'050'000 : 20'000, 1); }
TEST(Oracle, DotsOfFloatsAgreeWithMpfr) { dots_agree_with_mpfr<float>(long_run() ? 300'000 : 5'000, 100); }

}  // namespace
}  // namespace fairplay::blas::oracle
