// The oracle's level 1 against MPFR, over every family of the generator.

#include "blas/oracle/level1.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "blas/hunting/dots.h"
#include "blas/oracle/accumulator.h"
#include "tests/blas/kernel_sets.h"
#include "tests/blas/oracle/mpfr_sum.h"

namespace fairplay::blas::oracle {
namespace {

using hunting::Dot;
using hunting::DotFamily;
using hunting::Random;

bool long_run() {
  const char* wanted = std::getenv("FAIRPLAY_ORACLE_TESTS");
  return wanted != nullptr && std::string_view(wanted) == "long";
}

// Mostly short, now and then across every unroll edge of the kernels.
Index some_length(Random& random) { return random.one_in(16) ? random.below(200) : random.below(24); }

void print_shares(const char* what, const Statistics& s) {
  double all = static_cast<double>(s.certified + s.sliced + s.exact + s.not_finite);
  fmt::print("{}: {} results; certified {:.3f} %, exact accumulator {:.3f} %\n", what, s.certified + s.exact + s.sliced, 100 * static_cast<double>(s.certified) / all,
             100 * static_cast<double>(s.exact) / all);
}

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
    print_shares(fmt::format("{} dots of {}", sizeof(R) == 8 ? "double" : "float", hunting::name_of(family)).c_str(), statistics);
  }
}

TEST(Oracle, DotsOfDoublesAgreeWithMpfr) { dots_agree_with_mpfr<double>(long_run() ? 1'050'000 : 20'000, 1); }
TEST(Oracle, DotsOfFloatsAgreeWithMpfr) { dots_agree_with_mpfr<float>(long_run() ? 300'000 : 5'000, 100); }

}  // namespace
}  // namespace fairplay::blas::oracle
