// Level 2: every routine, option and type against sums in long double, within the bound that any correct order keeps;
// the same bits from every instruction set, for every increment and number of threads.

#include "blas/level2.h"

#include <gtest/gtest.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/level2/trials.h"

namespace fairplay::blas {
namespace {

template <class T>
class Level2 : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Level2, Types);

TYPED_TEST(Level2, EveryRoutineKeepsItsBoundAndItsHandsOffEverythingElse) {
  using T = TypeParam;
  for (const Trial<T>& trial : all_trials<T>())
    for (auto [incx, incy] : {std::pair<Index, Index>{1, 1}, {2, -3}}) {
      const std::string complaint = trial.complaint(trial.run(incx, incy));
      EXPECT_EQ(complaint, "") << letter_of<T> << " " << trial.what << ", increments " << incx << " " << incy;
    }
}

TYPED_TEST(Level2, BitsDependNeitherOnTheInstructionSetNorOnIncrements) {
  using T = TypeParam;
  const KernelSet& before = kernels();
  for (const Trial<T>& trial : all_trials<T>()) {
    use(before);
    const std::vector<T> expected = trial.run(1, 1);
    EXPECT_TRUE(same_bits(trial.run(-1, 2), expected)) << trial.what << ": increments -1 and 2";
    for (const KernelSet* set : all_kernel_sets()) {
      use(*set);
      EXPECT_TRUE(same_bits(trial.run(1, 1), expected)) << letter_of<T> << " " << trial.what << " on " << set->isa;
    }
    use(before);
  }
}

TYPED_TEST(Level2, ThreadsAndAlignmentChangeNoBitOfGemv) {
  using T = TypeParam;
  Draw draw(3);
  const Index m = 1500, n = 1400, ld = m + 1;
  const std::vector<T> a = draw.many<T>(ld * n + 8), x = draw.many<T>(m), y = draw.many<T>(m);
  for (Trans trans : every_trans) {
    const bool turned = transposes(trans);
    std::vector<T> expected;
    for (int count : {1, 2, 3, 4})
      for (std::size_t shift : {0, 1, 3}) {
        use_threads(count);
        std::vector<T> shifted(a.size() + shift), result = y;
        std::copy(a.begin(), a.end(), shifted.begin() + static_cast<std::ptrdiff_t>(shift));
        gemv<T>(trans, m, n, element<T>(0.5, 0.25), shifted.data() + shift, ld, x.data(), 1, element<T>(1, 0),
                result.data(), 1);
        result.resize(static_cast<std::size_t>(turned ? n : m));
        if (expected.empty()) expected = result;
        EXPECT_TRUE(same_bits(result, expected)) << name_of(trans) << ", " << count << " threads, shifted by " << shift;
      }
  }
  use_threads(1);
}

TYPED_TEST(Level2, NothingIsSkippedForBeingZero) {
  using T = TypeParam;
  const T nan = nan_of<T>(), zero = T{}, one = make<T>(1);
  // A column of NaN times an x of zero; a zero times NaN in every kind of update and triangle.
  std::vector<T> a = {one, nan, one, one}, x = {zero, zero}, y = {one, one};
  gemv<T>(Trans::none, 2, 2, one, a.data(), 2, x.data(), 1, one, y.data(), 1);
  EXPECT_TRUE(is_nan(y[1]));
  x = {zero, zero};
  trmv<T>(Uplo::lower, Trans::none, Diag::non_unit, 2, a.data(), 2, x.data(), 1);
  EXPECT_TRUE(is_nan(x[1]));
  x = {zero, zero};
  trsv<T>(Uplo::lower, Trans::none, Diag::non_unit, 2, a.data(), 2, x.data(), 1);
  EXPECT_TRUE(is_nan(x[1]));
  std::vector<T> b(4, one), u = {nan, nan}, v = {zero, zero};
  ger<T>(2, 2, one, u.data(), 1, v.data(), 1, b.data(), 2);
  EXPECT_TRUE(is_nan(b[0]) && is_nan(b[3]));
  b.assign(4, one);
  u = {zero, nan};
  syr<T>(Uplo::upper, 2, one, u.data(), 1, b.data(), 2);
  EXPECT_TRUE(is_nan(b[2])) << "0 * NaN above the diagonal";
}

TYPED_TEST(Level2, ZeroFactorsReadNothing) {
  using T = TypeParam;
  const T nan = nan_of<T>(), zero = T{}, one = make<T>(1), two = make<T>(2);
  std::vector<T> a(4, nan), x(2, nan), y = {one, one};
  for (Trans trans : every_trans) {
    y = {one, one};
    gemv<T>(trans, 2, 2, zero, a.data(), 2, x.data(), 1, two, y.data(), 1);
    EXPECT_EQ(real(y[0]), 2);
    y = {nan, nan};
    gemv<T>(trans, 2, 2, zero, a.data(), 2, x.data(), 1, zero, y.data(), 1);
    EXPECT_EQ(real(y[1]), 0);
    y = {nan, nan};
    gbmv<T>(trans, 2, 2, 1, 0, zero, a.data(), 2, x.data(), 1, zero, y.data(), 1);
    EXPECT_EQ(real(y[1]), 0);
  }
  y = {nan, nan};
  hemv<T>(Uplo::upper, 2, zero, a.data(), 2, x.data(), 1, zero, y.data(), 1);
  EXPECT_EQ(real(y[0]), 0);
  std::vector<T> b = {one, one, one, one};
  ger<T>(2, 2, zero, x.data(), 1, x.data(), 1, b.data(), 2);
  her2<T>(Uplo::lower, 2, zero, x.data(), 1, x.data(), 1, b.data(), 2);
  EXPECT_EQ(real(b[0]), 1);
  // Empty: pointers aren't looked at.
  gemv<T>(Trans::none, 0, 2, one, nullptr, 1, nullptr, 1, zero, y.data(), 1);
  trsv<T>(Uplo::upper, Trans::none, Diag::unit, 0, nullptr, 1, nullptr, 1);
}

TEST(Level2Range, AlphaComesLastSoThatTinyFactorsLoseNothing) {
  // alpha x_j underflows, the product with a_ij doesn't.
  const double alpha = 0x1p-600;
  const std::vector<double> a = {0x1p1000}, x = {0x1p-600};
  std::vector<double> y = {0};
  gemv<double>(Trans::none, 1, 1, alpha, a.data(), 1, x.data(), 1, 0.0, y.data(), 1);
  EXPECT_EQ(y[0], 0x1p-200);
  y = {0};
  symv<double>(Uplo::upper, 1, alpha, a.data(), 1, x.data(), 1, 0.0, y.data(), 1);
  EXPECT_EQ(y[0], 0x1p-200);
  std::vector<double> b = {0};
  ger<double>(1, 1, alpha, a.data(), 1, x.data(), 1, b.data(), 1);
  EXPECT_EQ(b[0], 0x1p-200);
}

TEST(Level2Range, SubnormalDiagonalsDivideExactly) {
  const double tiny = 1e-310;
  const std::vector<double> a = {tiny};
  std::vector<double> x = {3 * tiny};
  trsv<double>(Uplo::upper, Trans::none, Diag::non_unit, 1, a.data(), 1, x.data(), 1);
  EXPECT_EQ(x[0], 3.0);
}

}  // namespace
}  // namespace fairplay::blas
