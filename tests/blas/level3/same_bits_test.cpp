// The same input gives the same bits: on every instruction set, with any number of threads, at any alignment, with and
// without working memory.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <optional>

#include "blas/threads/scratch.h"
#include "tests/blas/level3/same_bits.h"

namespace fairplay::blas {
namespace {

template <class T>
class SameBits : public testing::Test {
 protected:
  void TearDown() override {
    use(**supported().begin());
    use_threads(1);
  }
};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(SameBits, Types);

template <class T>
std::vector<Problem> problems(Index m, Index n, Index k) {
  std::vector<Problem> all;
  for (Routine routine : all_routines)
    for (Problem p : option_combinations<T>(routine, m, n, k)) {
      p.alpha[0] = all.size() % 3 == 0 ? 1 : -0.3;
      p.beta[0] = all.size() % 4 == 0 ? 1 : all.size() % 4 == 1 ? 0 : 1.7;
      if (is_complex<T>) p.alpha[1] = all.size() % 5 == 0 ? 0 : 0.9, p.beta[1] = p.beta[0] == 1.7 ? -0.4 : 0;
      all.push_back(p);
    }
  return all;
}

TYPED_TEST(SameBits, EveryOption) {
  for (const Problem& p : problems<TypeParam>(13, 11, 9))
    ASSERT_NO_FATAL_FAILURE(expect_same<TypeParam>(p, every_set(), true));
  for (const Problem& p : problems<TypeParam>(53, 50, 21))
    ASSERT_NO_FATAL_FAILURE(expect_same<TypeParam>(p, every_set(), p.routine != Routine::trsm));
}

// Beyond the tiles of the widest set in each direction, past the sizes that are computed without packing, and over more
// than one block of k.
TYPED_TEST(SameBits, EdgesOfTiles) {
  constexpr Index block = longest_block<TypeParam>;
  for (auto [m, n, k] :
       {std::array<Index, 3>{1, 1, 1}, std::array<Index, 3>{49, 13, 2}, std::array<Index, 3>{97, 25, 3},
        std::array<Index, 3>{66, 65, 5}, std::array<Index, 3>{3, 2, block}, std::array<Index, 3>{3, 2, block + 1},
        std::array<Index, 3>{17, 9, 2 * block + 1}}) {
    Problem p{Routine::gemm, m, n, k};
    p.beta[0] = 0.1;
    p.alpha[0] = 3;
    p.transa = k % 2 == 0 ? Trans::none : Trans::conjugate;
    ASSERT_NO_FATAL_FAILURE(expect_same<TypeParam>(p, every_set(), true));
    p.routine = Routine::syr2k;
    p.transa = k % 2 == 0 ? Trans::none : Trans::transpose;
    ASSERT_NO_FATAL_FAILURE(expect_same<TypeParam>(p, every_set(), true));
  }
}

TYPED_TEST(SameBits, EdgesOfCacheBlocks) {
  for (const KernelSet* set : all_kernel_sets()) {
    const MatrixKernels<TypeParam>& kernels = *set->of<TypeParam>().matrix;
    ASSERT_NO_FATAL_FAILURE(expect_same<TypeParam>({Routine::gemm, kernels.block_rows + 1, 65, 2}, every_set()));
    ASSERT_NO_FATAL_FAILURE(expect_same<TypeParam>({Routine::gemm, 3, kernels.block_columns + 1, 2}, every_set()));
  }
}

TYPED_TEST(SameBits, AnyNumberOfThreads) {
  const KernelSet* best = *supported().begin();
  Index n = is_complex<TypeParam> ? 141 : 207;  // enough work for four threads
  for (const Problem& p : problems<TypeParam>(n + 4, n - 4, n))
    ASSERT_NO_FATAL_FAILURE(expect_same<TypeParam>(p, {{best, 1, 0}, {best, 2, 1}, {best, 3, 2}, {best, 4, 3}}));
}

TYPED_TEST(SameBits, AnyAlignment) {
  const KernelSet* best = *supported().begin();
  for (const Problem& p : problems<TypeParam>(45, 70, 40))
    ASSERT_NO_FATAL_FAILURE(
        expect_same<TypeParam>(p, {{best, 1, 0}, {best, 1, 1}, {best, 1, 2}, {best, 1, 3}, {best, 1, 5}}));
}

// An address space that is full: products are then computed element by element.
TYPED_TEST(SameBits, WithoutWorkingMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers need their own address space";
#endif
  const KernelSet* best = *supported().begin();
  use(*best);
  for (const Problem& p : problems<TypeParam>(70, 69, 67)) {
    Operands<TypeParam> with = operands_of<TypeParam>(p, 3), without = with;
    run(p, with);
    rlimit before;
    ::getrlimit(RLIMIT_AS, &before);
    rlimit none = {1 << 20, before.rlim_max};
    ::setrlimit(RLIMIT_AS, &none);
    std::array<std::optional<Scratch>, 70> kept;  // every block that calls have left for the next
    for (std::optional<Scratch>& block : kept) block.emplace(4096);
    bool none_left = kept.back()->data() == nullptr;
    run(p, without);
    ::setrlimit(RLIMIT_AS, &before);
    ASSERT_TRUE(none_left);
    ASSERT_EQ(difference(with.c, without.c), "") << p.text();
  }
}

}  // namespace
}  // namespace fairplay::blas
