// Every routine of level 3, every option, against its definition in long double; NaN wherever a routine may not look.

#include <gtest/gtest.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/level3/reference.h"

namespace fairplay::blas {
namespace {

template <class T>
class Level3 : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Level3, Types);

template <class T>
void check(const Problem& p, unsigned seed, bool nan_c = false) {
  Operands<T> before = operands_of<T>(p, seed, 3, seed % 4, nan_c), after = before;
  run(p, after);
  ASSERT_EQ(mismatch(p, before, after), "");
}

template <class T>
void check_options(Index m, Index n, Index k, double alpha, double beta) {
  unsigned seed = 1;
  for (Routine routine : all_routines)
    for (Problem p : option_combinations<T>(routine, m, n, k)) {
      p.alpha[0] = alpha;
      p.beta[0] = beta;
      if (is_complex<T> && alpha != 0 && alpha != 1) p.alpha[1] = -0.75;
      if (is_complex<T> && beta != 0 && beta != 1) p.beta[1] = 0.5;
      ASSERT_NO_FATAL_FAILURE(check<T>(p, seed++, beta == 0 && !is_triangular(routine)));
    }
}

TYPED_TEST(Level3, EveryOptionSmall) {
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    SCOPED_TRACE(set->isa);
    ASSERT_NO_FATAL_FAILURE(check_options<TypeParam>(7, 5, 6, 1.5, -0.5));
  }
  use(**supported().begin());
}
TYPED_TEST(Level3, EveryOptionPastTheTriangleBlock) { check_options<TypeParam>(71, 67, 35, -1.25, 2); }
TYPED_TEST(Level3, EveryOptionPastSmall) { check_options<TypeParam>(70, 133, 27, 1, 1); }
TYPED_TEST(Level3, BetaZeroNeverReadsC) { check_options<TypeParam>(37, 70, 41, 0.5, 0); }

// Every size around the tiles and blocks: rows and columns to beyond two tiles of the widest set.
TYPED_TEST(Level3, GemmOfEverySmallSize) {
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    SCOPED_TRACE(set->isa);
    Index tile = set->of<TypeParam>().matrix->tile_rows,
          last = std::strcmp(set->isa, "emulated512") == 0 ? tile + 2 : 2 * tile + 2;
    for (Index m = 1; m <= last; ++m)
      for (Index n : {Index{1}, Index{2}, Index{3}, Index{5}, Index{6}, Index{7}, Index{13}})
        for (Trans transa : {Trans::none, Trans::transpose}) {
          Problem p{Routine::gemm, m, n, 4};
          p.transa = transa;
          p.transb = m % 2 == 0 ? Trans::none : Trans::transpose;
          p.beta[0] = m % 3 == 0 ? 0 : 1;
          ASSERT_NO_FATAL_FAILURE(check<TypeParam>(p, static_cast<unsigned>(m)));
        }
  }
  use(**supported().begin());
}
TYPED_TEST(Level3, GemmAroundTheBlocksOfK) {
  constexpr Index block = longest_block<TypeParam>;
  for (Index k : {block - 1, block, block + 1, 2 * block, 2 * block + 1, 3 * block + 5}) {
    Problem p{Routine::gemm, 9, 11, k};
    p.alpha[0] = 0.5;
    p.beta[0] = -1;
    ASSERT_NO_FATAL_FAILURE(check<TypeParam>(p, 1));
    p = {Routine::gemm, 70, 65, k};
    p.transa = Trans::transpose;
    ASSERT_NO_FATAL_FAILURE(check<TypeParam>(p, 2));
  }
}
TYPED_TEST(Level3, GemmAroundTheBlocksOfRowsAndColumns) {
  const MatrixKernels<TypeParam>& kernels = *kernels_for<TypeParam>().matrix;
  for (Index m : {kernels.block_rows - 1, kernels.block_rows + 1})
    ASSERT_NO_FATAL_FAILURE(check<TypeParam>({Routine::gemm, m, 67, 30}, 1));
  for (Index n : {kernels.block_columns - 1, kernels.block_columns + 1})
    ASSERT_NO_FATAL_FAILURE(check<TypeParam>({Routine::gemm, 66, n, 3}, 1));
}

TYPED_TEST(Level3, EmptySizes) {
  for (Routine routine : all_routines)
    for (auto [m, n, k] : {std::array<Index, 3>{0, 3, 3}, std::array<Index, 3>{3, 0, 3}, std::array<Index, 3>{3, 3, 0}})
      for (Problem p : option_combinations<TypeParam>(routine, m, n, k)) {
        p.beta[0] = 2;
        ASSERT_NO_FATAL_FAILURE(check<TypeParam>(p, 1));
      }
}

TYPED_TEST(Level3, AlphaZeroReadsNoOperand) {
  for (Routine routine : all_routines)
    for (Problem p : option_combinations<TypeParam>(routine, 5, 6, 4))
      for (double beta : {0.0, 1.0, 3.0}) {
        p.alpha[0] = 0;
        p.beta[0] = beta;
        Operands<TypeParam> before = operands_of<TypeParam>(p, 1, 2), after = before;
        for (TypeParam& x : after.a.memory) x = garbage<TypeParam>();
        for (TypeParam& x : after.b.memory) x = garbage<TypeParam>();
        run(p, after);
        if (has_hermitian_result(routine) && beta == 1) {  // returns at once: even the diagonal's imaginary parts stay
          EXPECT_EQ(
              std::memcmp(after.c.memory.data(), before.c.memory.data(), after.c.memory.size() * sizeof(TypeParam)), 0)
              << p.text();
          continue;
        }
        after.a = before.a;
        after.b = before.b;
        ASSERT_EQ(mismatch(p, before, after), "");
      }
}

// NaN and Inf in A or B reach exactly the elements whose sums they are part of, times zero or not.
TYPED_TEST(Level3, NanTimesZeroIsNan) {
  using T = TypeParam;
  for (Routine routine : {Routine::gemm, Routine::symm, Routine::hemm, Routine::syrk, Routine::herk, Routine::trmm}) {
    Problem p{routine, 40, 40, 40};
    p.diag = Diag::non_unit;
    Operands<T> o = operands_of<T>(p, 1);
    Matrix<T>& other = routine == Routine::trmm                               ? o.c
                       : routine == Routine::syrk || routine == Routine::herk ? o.a
                                                                              : o.b;
    for (T& x : other.memory) x = T{};
    o.a(3, 20) = make<T>(std::numeric_limits<Real<T>>::quiet_NaN());
    if (&other != &o.c)
      for (T& x : o.c.memory) x = T{};
    run(p, o);
    for (Index j = routine == Routine::syrk || routine == Routine::herk ? 3 : 0; j < 40; ++j)
      EXPECT_TRUE(std::isnan(real(o.c(3, j)))) << p.text() << " column " << j;
    EXPECT_FALSE(std::isnan(real(o.c(2, 30)))) << p.text();
  }
}

}  // namespace
}  // namespace fairplay::blas
