// Random problems of every routine, size and option: the definition's bound on the best instruction set, the same bits
// on all of them and on 1 to 4 threads. A fifth of them, unless FAIRPLAY_SWEEP_TESTS=long asks for all.

#include "tests/blas/level3/reference.h"
#include "tests/blas/level3/same_bits.h"
#include "tests/blas/long_run.h"

namespace fairplay::blas {
namespace {

template <class T>
class Sweep : public testing::Test {
 protected:
  void TearDown() override {
    use(**supported().begin());
    use_threads(1);
  }
};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Sweep, Types);

bool all_problems() { return asks_for_long_run("FAIRPLAY_SWEEP_TESTS"); }

// Mostly around the edges of tiles, sometimes around those of the blocks of k.
Index any_size(std::mt19937_64& random) {
  static constexpr Index edges[] = {1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 144, 160, 192, 208, 256, 384};
  switch (random() % 4) {
    case 0: return 1 + static_cast<Index>(random() % 20);
    case 1: return 1 + static_cast<Index>(random() % 130);
    default:
      return edges[random() % std::size(edges)] + static_cast<Index>(random() % 3) - (random() % 4 == 0 ? 0 : 1) +
             (random() % 16 == 0 ? 1 : 0);
  }
}

TYPED_TEST(Sweep, RandomProblems) {
  using T = TypeParam;
  std::mt19937_64 random(20240607);
  const KernelSet* best = *supported().begin();
  for (int i = 0; i < (all_problems() ? 500 : 100); ++i) {
    Index m = any_size(random), n = any_size(random), k = any_size(random);
    while (m * n > 40'000 || m * n * k > 2'500'000)
      (random() % 3 == 0 ? m : random() % 2 == 0 ? n : k) = 1 + static_cast<Index>(random() % 40);
    Routine routine = all_routines[random() % std::size(all_routines)];
    std::vector<Problem> options = option_combinations<T>(routine, m, n, k);
    Problem p = options[random() % options.size()];
    static constexpr double factors[] = {1, 0, -1, 0.3, 1.7};
    p.alpha[0] = factors[random() % 5];
    p.beta[0] = factors[random() % 5];
    if (is_complex<T>)
      p.alpha[1] = p.alpha[0] == 0 ? 0 : factors[random() % 5], p.beta[1] = p.beta[0] == 0 ? 0 : factors[random() % 5];
    if (has_hermitian_result(routine) && p.alpha[0] == 0 && p.beta[0] == 1)
      continue;  // returns at once, and leaves the diagonal as it is
    use(*best);
    use_threads(1);
    Operands<T> before = operands_of<T>(p, static_cast<unsigned>(i), i % 5, i % 7), after = before;
    run(p, after);
    ASSERT_EQ(mismatch(p, before, after), "");
    std::vector<Setting> settings = every_set();
    for (int threads : {2, 3, 4}) settings.push_back({best, threads, threads});
    bool rough = routine != Routine::trsm && i % 2 == 0;
    ASSERT_NO_FATAL_FAILURE(expect_same<T>(p, settings, rough));
  }
}

// As many multiplications as make threads worth starting.
TYPED_TEST(Sweep, LargeProblemsOnThreads) {
  const KernelSet* best = *supported().begin();
  std::mt19937_64 random(3);
  for (Routine routine : all_routines)
    for (int i = 0; i < (all_problems() ? 3 : 1); ++i) {
      Index m = 150 + static_cast<Index>(random() % 400), n = 150 + static_cast<Index>(random() % 400),
            k = 150 + static_cast<Index>(random() % 400);
      std::vector<Problem> options = option_combinations<TypeParam>(routine, m, n, k);
      Problem p = options[random() % options.size()];
      p.alpha[0] = 0.7;
      p.beta[0] = -0.2;
      ASSERT_NO_FATAL_FAILURE(
          expect_same<TypeParam>(p, {{best, 1, 0}, {best, 2, 1}, {best, 3, 2}, {best, 4, 3}, {best, 7, 1}}));
    }
}

}  // namespace
}  // namespace fairplay::blas
