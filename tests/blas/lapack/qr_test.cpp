// QR: A = Q R, Q orthogonal, from the least workspace to the most, subnormal and zero columns, the same bits
// everywhere.

#include "blas/lapack/qr.h"

#include <gtest/gtest.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/lapack/matrices.h"

namespace fairplay::blas::lapack {
namespace {

template <class T>
class Qr : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Qr, Types);

// Workspace with NaN in it and a guard behind it: nothing may be read before it is written, nor written past the end.
template <class T>
struct Work {
  static constexpr std::size_t guard = 8;
  std::vector<T> elements;
  Index size;
  explicit Work(Index count)
      : elements(static_cast<std::size_t>(count) + guard, make<T>(std::numeric_limits<Real<T>>::quiet_NaN())),
        size(count) {
    for (std::size_t i = elements.size() - guard; i < elements.size(); ++i) elements[i] = make<T>(Real<T>(42));
  }
  ~Work() {
    for (std::size_t i = elements.size() - guard; i < elements.size(); ++i)
      EXPECT_EQ(real(elements[i]), 42) << "written past the workspace of " << size;
  }
};

template <class T>
void expect_qr(const Matrix<T>& a, Index work_per_column, long double scale = 1) {
  const Index m = a.rows, n = a.columns, k = std::min(m, n);
  Matrix<T> factored = a;
  std::vector<T> tau(static_cast<std::size_t>(k) + 1);
  {
    Work<T> work(std::max<Index>(1, n * work_per_column));
    geqrf(m, n, factored.data(), factored.ld, tau.data(), work.elements.data(), work.size);
  }
  Matrix<T> q(m, k);
  for (Index j = 0; j < k; ++j)
    for (Index i = 0; i < m; ++i) q(i, j) = factored(i, j);
  {
    Work<T> work(std::max<Index>(1, k * work_per_column));
    orgqr(m, k, k, q.data(), q.ld, tau.data(), work.elements.data(), work.size);
  }
  const long double unit = unit_roundoff<T>() * (is_complex<T> ? 4 : 1);
  for (Index i = 0; i < k; ++i)
    for (Index j = 0; j < k; ++j) {
      Wide sum = i == j ? -1 : 0;
      for (Index row = 0; row < m; ++row) sum += std::conj(wide(q(row, i))) * wide(q(row, j));
      ASSERT_LE(magnitude(sum), 10 * (m + 3) * unit) << m << " x " << n << ", columns " << i << ", " << j;
    }
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < m; ++i) {
      Wide sum = -wide(a(i, j));
      for (Index row = 0; row <= std::min(j, k - 1); ++row) sum += wide(q(i, row)) * wide(factored(row, j));
      ASSERT_LE(magnitude(sum), (10 * (m + 3) * unit * m) * scale + 100 * std::numeric_limits<Real<T>>::denorm_min())
          << m << " x " << n << ", element " << i << ", " << j;
    }
  }
  // Q^H A by ormqr is R, from either side.
  for (Side side : {Side::left, Side::right}) {
    Matrix<T> c = side == Side::left ? a : Matrix<T>(n, m);
    if (side == Side::right)
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < m; ++i) c(j, i) = conj(a(i, j));
    Work<T> work(std::max<Index>(1, work_per_column == 1 ? n : (n + qr_columns) * work_per_column));
    ormqr(side, side == Side::left ? Trans::conjugate : Trans::none, c.rows, c.columns, k, factored.data(), factored.ld,
          tau.data(), c.data(), c.ld, work.elements.data(), work.size);
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i < m; ++i) {
        Wide got = side == Side::left ? wide(c(i, j)) : std::conj(wide(c(j, i)));
        Wide expected = i <= j && i < k ? wide(factored(i, j)) : Wide(0);
        ASSERT_LE(magnitude(got - expected),
                  (10 * (m + 3) * unit * m) * scale + 100 * std::numeric_limits<Real<T>>::denorm_min())
            << m << " x " << n << ", side " << static_cast<char>(side);
      }
  }
}

constexpr std::pair<Index, Index> shapes[] = {{1, 1},   {2, 2},   {5, 3},   {3, 5},    {8, 8},
                                              {33, 33}, {40, 64}, {64, 40}, {100, 70}, {70, 100}};

TYPED_TEST(Qr, EveryShapeAndWorkspace) {
  for (auto [m, n] : shapes)
    for (Index work : {1, 5, 32}) expect_qr(random_matrix<TypeParam>(m, n, 21), work);
}

TYPED_TEST(Qr, NothingToDo) {
  using T = TypeParam;
  T untouched = make<T>(7), work;
  geqrf(Index{0}, Index{3}, &untouched, 1, &untouched, &work, 3);
  geqrf(Index{3}, Index{0}, &untouched, 3, &untouched, &work, 1);
  orgqr(Index{3}, Index{0}, Index{0}, &untouched, 3, &untouched, &work, 1);
  EXPECT_EQ(real(untouched), 7);
}

TYPED_TEST(Qr, ZeroAndSubnormalColumns) {
  using T = TypeParam;
  using R = Real<T>;
  Matrix<T> a = random_matrix<T>(30, 20, 22);
  for (Index i = 0; i < 30; ++i) a(i, 4) = T{};
  expect_qr(a, 32);
  const R scale = std::ldexp(R(1), sizeof(R) == 8 ? -1030 : -133);
  for (Index j = 0; j < 20; ++j)
    for (Index i = 0; i < 30; ++i) a(i, j) = make<T>(real(a(i, j)) * scale, imag(a(i, j)) * scale);
  expect_qr(a, 32, scale);
}

TYPED_TEST(Qr, FewerReflectorsThanColumns) {
  using T = TypeParam;
  Matrix<T> a = random_matrix<T>(20, 4, 23, 0);
  std::vector<T> tau(4), work(400);
  geqrf(Index{20}, Index{4}, a.data(), a.ld, tau.data(), work.data(), 400);
  Matrix<T> q(20, 12);
  for (Index j = 0; j < 4; ++j)
    for (Index i = 0; i < 20; ++i) q(i, j) = a(i, j);
  orgqr(Index{20}, Index{12}, Index{4}, q.data(), q.ld, tau.data(), work.data(), 400);
  for (Index i = 0; i < 12; ++i)
    for (Index j = 0; j < 12; ++j) {
      Wide sum = i == j ? -1 : 0;
      for (Index row = 0; row < 20; ++row) sum += std::conj(wide(q(row, i))) * wide(q(row, j));
      EXPECT_LE(magnitude(sum), 400 * unit_roundoff<T>());
    }
}

TYPED_TEST(Qr, TheSameBitsFromEveryInstructionSetAndThreadCount) {
  using T = TypeParam;
  const KernelSet& usual = kernels();
  const Index m = 120, n = 77;
  const Matrix<T> a = random_matrix<T>(m, n, 24);
  std::vector<T> expected;
  for (const KernelSet* set : all_kernel_sets())
    for (int count : {1, 3}) {
      use(*set);
      use_threads(count);
      Matrix<T> q = a;
      std::vector<T> tau(static_cast<std::size_t>(n)), work(static_cast<std::size_t>(n * 32));
      geqrf(m, n, q.data(), q.ld, tau.data(), work.data(), n * 32);
      orgqr(m, n, n, q.data(), q.ld, tau.data(), work.data(), n * 32);
      if (expected.empty()) expected = q.elements;
      EXPECT_TRUE(same_bits(expected, q.elements)) << set->isa << ", " << count << " threads";
    }
  use(usual);
  use_threads(1);
}

}  // namespace
}  // namespace fairplay::blas::lapack
