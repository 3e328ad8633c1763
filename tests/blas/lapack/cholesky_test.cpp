// Cholesky: residuals with the rigorous bound, indefinite input, the triangle that is nobody's business, the same bits
// everywhere.

#include "blas/lapack/cholesky.h"

#include <gtest/gtest.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/lapack/matrices.h"

namespace fairplay::blas::lapack {
namespace {

template <class T>
class Cholesky : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Cholesky, Types);

bool within(Uplo uplo, Index i, Index j) { return uplo == Uplo::upper ? i <= j : i >= j; }

// Diagonally dominant, NaN in the other triangle; a Hermitian diagonal's imaginary parts are NaN too, for nobody may
// read them.
template <class T>
Matrix<T> definite(Uplo uplo, Index n) {
  Matrix<T> a = random_matrix<T>(n, n, 11);
  const auto nan = std::numeric_limits<Real<T>>::quiet_NaN();
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < n; ++i) {
      if (!within(uplo, i, j)) a(i, j) = make<T>(nan, nan);
      if (i == j) a(i, j) = make<T>(static_cast<Real<T>>(2 * n + 1), is_complex<T> ? nan : 0);
    }
  return a;
}

template <class T>
Wide element(Uplo uplo, const Matrix<T>& a, Index i, Index j) {
  if (i == j) return static_cast<long double>(real(a(i, i)));
  return within(uplo, i, j) ? wide(a(i, j)) : std::conj(wide(a(j, i)));
}

TYPED_TEST(Cholesky, FactorsSolvesAndInverts) {
  using T = TypeParam;
  for (Uplo uplo : {Uplo::upper, Uplo::lower}) {
    for (Index n : {0, 1, 2, 3, 8, 9, 17, 33, 64, 100}) {
      const Matrix<T> a = definite<T>(uplo, n);
      Matrix<T> factor = a;
      ASSERT_EQ(potrf(uplo, n, factor.data(), factor.ld), 0) << n;
      const long double unit = unit_roundoff<T>() * (is_complex<T> ? 4 : 1);
      for (Index j = 0; j < n; ++j) {
        for (Index i = 0; i < n; ++i) {
          if (!within(uplo, i, j)) {
            EXPECT_TRUE(std::isnan(real(factor(i, j)))) << "the other triangle was written";
            continue;
          }
          Wide sum = 0;
          long double bound = 0;
          for (Index k = 0; k <= std::min(i, j); ++k) {
            Wide left = uplo == Uplo::upper ? std::conj(wide(factor(k, i))) : wide(factor(i, k));
            Wide right = uplo == Uplo::upper ? wide(factor(k, j)) : std::conj(wide(factor(j, k)));
            sum += left * right;
            bound += magnitude(left) * magnitude(right);
          }
          ASSERT_LE(magnitude(sum - element(uplo, a, i, j)), (n + 4) * unit * bound) << n << ", " << i << ", " << j;
        }
      }
      const Matrix<T> b = random_matrix<T>(n, 2, 12);
      Matrix<T> x = b;
      potrs(uplo, n, Index{2}, factor.data(), factor.ld, x.data(), x.ld);
      Matrix<T> inverse = factor;
      ASSERT_EQ(potri(uplo, n, inverse.data(), inverse.ld), 0);
      for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < 2; ++j) {
          Wide sum = -wide(b(i, j));
          for (Index k = 0; k < n; ++k) sum += element(uplo, a, i, k) * wide(x(k, j));
          ASSERT_LE(magnitude(sum), 30.0L * n * unit) << n;
        }
        for (Index j = 0; j < n; ++j) {
          Wide sum = i == j ? -1 : 0;
          for (Index k = 0; k < n; ++k) sum += element(uplo, a, i, k) * element(uplo, inverse, k, j);
          ASSERT_LE(magnitude(sum), 30.0L * n * unit) << n;
        }
      }
    }
  }
}

TYPED_TEST(Cholesky, ReportsTheFirstMinorThatIsNotPositive) {
  using T = TypeParam;
  for (Uplo uplo : {Uplo::upper, Uplo::lower})
    for (Index n : {1, 2, 9, 40})
      for (Index bad : {Index{0}, n / 2, n - 1})
        for (double value : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
          Matrix<T> a = definite<T>(uplo, n);
          a(bad, bad) = make<T>(static_cast<Real<T>>(value));
          EXPECT_EQ(potrf(uplo, n, a.data(), a.ld), bad + 1) << n << ", " << value;
        }
}

TYPED_TEST(Cholesky, TheSameBitsFromEveryInstructionSetAndThreadCount) {
  using T = TypeParam;
  const KernelSet& usual = kernels();
  for (Uplo uplo : {Uplo::upper, Uplo::lower})
    for (Index n : {9, 64, 150}) {
      std::vector<T> expected;
      for (const KernelSet* set : all_kernel_sets())
        for (int count : {1, 4}) {
          use(*set);
          use_threads(count);
          Matrix<T> a = definite<T>(uplo, n);
          potrf(uplo, n, a.data(), a.ld);
          potri(uplo, n, a.data(), a.ld);
          if (expected.empty()) expected = a.elements;
          EXPECT_TRUE(same_bits(expected, a.elements)) << set->isa << ", " << count << " threads, n = " << n;
        }
    }
  use(usual);
  use_threads(1);
}

}  // namespace
}  // namespace fairplay::blas::lapack
