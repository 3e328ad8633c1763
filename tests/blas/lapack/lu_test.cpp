// LU: residuals with the rigorous bound, pivots, singular and subnormal matrices, the same bits everywhere.

#include "blas/lapack/lu.h"

#include <gtest/gtest.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/lapack/matrices.h"

namespace fairplay::blas::lapack {
namespace {

template <class T>
class Lu : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Lu, Types);

// |P A - L U| <= c gamma_k |L||U| in every element (N. Higham: "Accuracy and stability of numerical algorithms",
// theorem 9.3).
template <class T>
void expect_factors(const Matrix<T>& a, const Matrix<T>& lu, const std::vector<std::int32_t>& pivots,
                    long double underflow = 0) {
  const Index m = a.rows, n = a.columns, least = std::min(m, n);
  std::vector<Index> order(static_cast<std::size_t>(m));
  for (Index i = 0; i < m; ++i) order[i] = i;
  for (Index i = 0; i < least; ++i) std::swap(order[i], order[pivots[i] - 1]);
  const long double unit = unit_roundoff<T>() * (is_complex<T> ? 4 : 1);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < m; ++i) {
      Wide sum = 0;
      long double bound = 0;
      for (Index k = 0; k <= std::min({i, j, least - 1}); ++k) {
        Wide l = k == i ? Wide(1) : wide(lu(i, k)), u = wide(lu(k, j));
        sum += l * u;
        bound += magnitude(l) * magnitude(u);
      }
      const long double error = magnitude(sum - wide(a(order[i], j)));
      ASSERT_LE(error, (least + 3) * unit * bound + underflow) << m << " x " << n << ", element " << i << ", " << j;
      if (i > j && !is_complex<T>) {
        ASSERT_LE(magnitude(wide(lu(i, j))), 1.0L);
      }
    }
  }
}

constexpr std::pair<Index, Index> shapes[] = {{0, 0},   {0, 5},   {5, 0},     {1, 1},   {2, 2},   {3, 7},
                                              {7, 3},   {8, 8},   {9, 9},     {16, 16}, {17, 40}, {40, 17},
                                              {33, 33}, {64, 64}, {100, 100}, {5, 200}, {200, 5}, {150, 131}};

TYPED_TEST(Lu, FactorsEveryShape) {
  using T = TypeParam;
  for (auto [m, n] : shapes) {
    const Matrix<T> a = random_matrix<T>(m, n, 1);
    Matrix<T> lu = a;
    std::vector<std::int32_t> pivots(static_cast<std::size_t>(std::min(m, n)));
    EXPECT_EQ(getrf(m, n, lu.data(), lu.ld, pivots.data()), 0);
    expect_factors(a, lu, pivots);
  }
}

TYPED_TEST(Lu, SolvesAndInverts) {
  using T = TypeParam;
  for (Index n : {1, 2, 4, 9, 33, 65, 100}) {
    const Matrix<T> a = random_matrix<T>(n, n, 2), b = random_matrix<T>(n, 3, 3);
    Matrix<T> lu = a;
    std::vector<std::int64_t> pivots(static_cast<std::size_t>(n));
    ASSERT_EQ(getrf(n, n, lu.data(), lu.ld, pivots.data()), 0);
    for (Trans trans : {Trans::none, Trans::transpose, Trans::conjugate}) {
      Matrix<T> x = b;
      getrs(trans, n, Index{3}, lu.data(), lu.ld, pivots.data(), x.data(), x.ld);
      for (Index j = 0; j < 3; ++j) {
        long double scale = 0;
        for (Index i = 0; i < n; ++i) scale = std::max(scale, magnitude(wide(x(i, j))));
        for (Index i = 0; i < n; ++i) {
          Wide sum = 0;
          for (Index k = 0; k < n; ++k) {
            Wide element = trans == Trans::none ? wide(a(i, k)) : wide(a(k, i));
            sum += (trans == Trans::conjugate ? std::conj(element) : element) * wide(x(k, j));
          }
          ASSERT_LE(magnitude(sum - wide(b(i, j))), 50.0L * n * unit_roundoff<T>() * n * scale)
              << n << static_cast<char>(trans);
        }
      }
    }
    for (Index work_size : {n, 3 * n, 64 * n}) {
      Matrix<T> inverse = lu;
      std::vector<T> work(static_cast<std::size_t>(work_size));
      ASSERT_EQ(getri(n, inverse.data(), inverse.ld, pivots.data(), work.data(), work_size), 0);
      long double scale = 0;
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i) scale = std::max(scale, magnitude(wide(inverse(i, j))));
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i) {
          Wide sum = i == j ? -1 : 0;
          for (Index k = 0; k < n; ++k)
            sum += wide(inverse(i, k)) * wide(a(k, j));  // the side on which getri's residual is small
          ASSERT_LE(magnitude(sum), 50.0L * n * unit_roundoff<T>() * n * scale) << n << ", work " << work_size;
        }
    }
  }
}

TYPED_TEST(Lu, SubnormalPivotsAreDividedBy) {
  using T = TypeParam;
  using R = Real<T>;
  const R tiny = std::numeric_limits<R>::denorm_min();
  for (R a : {tiny, 2 * tiny, std::numeric_limits<R>::min() / 4, std::numeric_limits<R>::min()}) {
    Matrix<T> exchange(2, 2);
    exchange(0, 1) = exchange(1, 0) = make<T>(a);
    std::int32_t pivots[2];
    EXPECT_EQ(getrf(Index{2}, Index{2}, exchange.data(), exchange.ld, pivots), 0);
    EXPECT_EQ(pivots[0], 2);
    EXPECT_EQ(real(exchange(0, 0)), a);
    EXPECT_EQ(real(exchange(1, 0)), 0);
    EXPECT_EQ(real(exchange(1, 1)), a);
  }
  const Index n = 64;
  Matrix<T> a = random_matrix<T>(n, n, 4);
  const R scale = std::ldexp(R(1), sizeof(R) == 8 ? -1035 : -135);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < n; ++i) a(i, j) = make<T>(real(a(i, j)) * scale, imag(a(i, j)) * scale);
  Matrix<T> lu = a;
  std::vector<std::int32_t> pivots(static_cast<std::size_t>(n));
  EXPECT_EQ(getrf(n, n, lu.data(), lu.ld, pivots.data()), 0);
  expect_factors(a, lu, pivots, 4.0L * n * tiny);
}

TYPED_TEST(Lu, ReportsTheFirstZeroPivotAndGoesOn) {
  using T = TypeParam;
  for (Index n : {3, 8, 12, 40}) {
    for (Index zero : {Index{0}, n / 2, n - 1}) {
      Matrix<T> a = random_matrix<T>(n, n, 5);
      for (Index i = 0; i < n; ++i) a(i, zero) = T{};
      Matrix<T> lu = a;
      std::vector<std::int32_t> pivots(static_cast<std::size_t>(n));
      EXPECT_EQ(getrf(n, n, lu.data(), lu.ld, pivots.data()), zero + 1) << n;
      expect_factors(a, lu, pivots);
      std::vector<T> work(static_cast<std::size_t>(n));
      const Matrix<T> before = lu;
      EXPECT_EQ(getri(n, lu.data(), lu.ld, pivots.data(), work.data(), n), zero + 1);
      EXPECT_TRUE(same_bits(before.elements, lu.elements));
    }
  }
}

TYPED_TEST(Lu, ANanIsPropagatedAndNotAnEndlessLoop) {
  using T = TypeParam;
  Matrix<T> a = random_matrix<T>(20, 20, 6);
  a(3, 3) = make<T>(std::numeric_limits<Real<T>>::quiet_NaN());
  std::vector<std::int32_t> pivots(20);
  EXPECT_EQ(getrf(Index{20}, Index{20}, a.data(), a.ld, pivots.data()), 0);
  EXPECT_TRUE(std::isnan(real(a(19, 19))));
}

TYPED_TEST(Lu, TheSameBitsFromEveryInstructionSetAndThreadCount) {
  using T = TypeParam;
  const KernelSet& usual = kernels();
  for (Index n : {5, 31, 64, 150}) {
    const Matrix<T> a = random_matrix<T>(n, n + 3, 7), b = random_matrix<T>(n, 5, 8);
    std::vector<T> expected;
    for (const KernelSet* set : all_kernel_sets()) {
      for (int count : {1, 3}) {
        use(*set);
        use_threads(count);
        Matrix<T> lu = a, x = b;
        std::vector<std::int32_t> pivots(static_cast<std::size_t>(n));
        getrf(n, n + 3, lu.data(), lu.ld, pivots.data());
        getrs(Trans::transpose, n, Index{5}, lu.data(), lu.ld, pivots.data(), x.data(), x.ld);
        std::vector<T> work(static_cast<std::size_t>(10 * n));
        getri(n, lu.data(), lu.ld, pivots.data(), work.data(), 10 * n);
        std::vector<T> got = lu.elements;
        got.insert(got.end(), x.elements.begin(), x.elements.end());
        if (expected.empty()) expected = got;
        EXPECT_TRUE(same_bits(expected, got)) << set->isa << ", " << count << " threads, n = " << n;
      }
    }
  }
  use(usual);
  use_threads(1);
}

}  // namespace
}  // namespace fairplay::blas::lapack
