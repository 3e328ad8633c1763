// The generator holds what it promises: condition numbers, by the oracle; the same numbers everywhere; reach.

#include <gtest/gtest.h>

#include "blas/hunting/dots.h"
#include "blas/hunting/matrices.h"
#include "blas/hunting/sparse.h"
#include "blas/level1.h"
#include "blas/level3.h"
#include "blas/oracle/level1.h"
#include "blas/oracle/matrices.h"

namespace fairplay::blas::hunting {
namespace {

template <class R>
double log2_condition(const Dot<R>& d) {
  Index n = static_cast<Index>(d.x.size());
  std::vector<R> x, y;
  for (R v : d.x) x.push_back(std::fabs(v));
  for (R v : d.y) y.push_back(std::fabs(v));
  double sum = static_cast<double>(oracle::dot(n, d.x.data(), 1, d.y.data(), 1)),
         moduli = static_cast<double>(oracle::dot(n, x.data(), 1, y.data(), 1));
  return 1 + std::log2(moduli) - std::log2(std::fabs(sum));
}

TEST(Hunting, DotsHaveTheConditionNumberAskedFor) {
  Random random(1);
  for (Index n : {6, 7, 20, 101, 1000})
    for (int wanted : {10, 30, 60, 120, 250}) {
      if (n < 2 * (wanted / 53 + 2)) continue;
      auto d = conditioned_dot<double>(n, wanted, random);
      ASSERT_EQ(d.x.size(), static_cast<std::size_t>(n));
      EXPECT_NEAR(log2_condition(d), wanted, 10) << "n = " << n;
      if (wanted > 60 || n < 2 * (wanted / 24 + 2)) continue;
      EXPECT_NEAR(log2_condition(conditioned_dot<float>(n, wanted, random)), wanted, 10) << "float, n = " << n;
    }
}

template <class T>
class HuntingMatrices : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(HuntingMatrices, Types);

template <class T>
double size_of(T x) {
  return std::hypot(static_cast<double>(real(x)), static_cast<double>(imag(x)));
}

TYPED_TEST(HuntingMatrices, ProductsHaveTheConditionNumberAskedFor) {
  using T = TypeParam;
  Random random(2);
  for (Index k : {3, 10, 101})
    for (int wanted : {20, 50, 100}) {
      Index m = 7, n = 6;
      Pair<T> pair = conditioned_pair<T>(m, n, k, wanted, random);
      std::vector<T> c(static_cast<std::size_t>(m * n));
      oracle::gemm<T>(Trans::none, Trans::none, m, n, k, make<T>(1), pair.a.data(), m, pair.b.data(), k, T{}, c.data(),
                      m);
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < m; ++i) {
          double moduli = 0;
          for (Index p = 0; p < k; ++p)
            moduli += size_of(pair.a[static_cast<std::size_t>(i + p * m)]) *
                      size_of(pair.b[static_cast<std::size_t>(p + j * k)]);
          double condition = 1 + std::log2(moduli) - std::log2(size_of(c[static_cast<std::size_t>(i + j * m)]));
          EXPECT_NEAR(condition, wanted, 10) << "k = " << k;
        }
    }
}

TYPED_TEST(HuntingMatrices, TrianglesHaveTheConditionNumberAskedFor) {
  using T = TypeParam;
  Random random(3);
  for (Uplo uplo : {Uplo::upper, Uplo::lower})
    for (Index n : {2, 9, 40})
      for (int wanted : {5, 20, 60}) {
        std::vector<T> t = conditioned_triangle<T>(uplo, n, wanted, random), inverse(static_cast<std::size_t>(n * n));
        for (Index i = 0; i < n; ++i) inverse[static_cast<std::size_t>(i + i * n)] = make<T>(1);
        trsm<T>(Side::left, uplo, Trans::none, Diag::non_unit, n, n, make<T>(1), t.data(), n, inverse.data(), n);
        double norm = 0, inverse_norm = 0;
        for (Index i = 0; i < n; ++i) {
          double row = 0, inverse_row = 0;
          for (Index j = 0; j < n; ++j) {
            if (uplo == Uplo::upper ? i <= j : i >= j) row += size_of(t[static_cast<std::size_t>(i + j * n)]);
            inverse_row += size_of(inverse[static_cast<std::size_t>(i + j * n)]);
          }
          norm = std::max(norm, row);
          inverse_norm = std::max(inverse_norm, inverse_row);
        }
        EXPECT_NEAR(std::log2(norm * inverse_norm), wanted, 2) << "n = " << n;
      }
}

// Reproducible: these numbers are part of the interface, for a seed in a report must mean the same input everywhere.
TEST(Hunting, TheSameSeedGivesTheSameNumbers) {
  Random random(42);
  EXPECT_EQ(random.bits(), 0xbdd732262feb6e95u);
  EXPECT_EQ(random.bits(), 0x28efe333b266f103u);
  std::uint64_t digest = 0;
  auto digest_of = [&digest](const auto& values) {
    for (auto value : values)
      digest = (digest ^ std::bit_cast<std::uint64_t>(static_cast<double>(value))) * 0x9e3779b97f4a7c15;
  };
  for (DotFamily family : dot_families) {
    digest_of(make_dot<double>(family, 31, random).x);
    digest_of(make_dot<float>(family, 31, random).y);
  }
  for (MatrixFamily family : matrix_families) {
    digest_of(make_pair_of<double>(family, 4, 5, 7, random).a);
    digest_of(make_pair_of<float>(family, 4, 5, 7, random).b);
  }
  EXPECT_EQ(digest, 0x4b34860a5de7748du) << std::hex << digest;
}

TEST(Hunting, SizesCrossEveryEdgeOnce) {
  std::vector<Index> sizes = edge_sizes(100);
  EXPECT_TRUE(std::is_sorted(sizes.begin(), sizes.end()));
  for (Index edge : {1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96})
    for (Index size : {edge - 1, edge, edge + 1}) EXPECT_EQ(std::count(sizes.begin(), sizes.end(), size), 1) << size;
  EXPECT_LE(sizes.back(), 100);
  EXPECT_EQ(edge_lengths().back(), 100003);
}

TEST(Hunting, GapsAndUnreferencedTrianglesHoldNan) {
  std::vector<double> x(5 * 4, 1.0);
  fill_gaps(4, 4, x.data(), 5);
  fill_unreferenced(Uplo::lower, Diag::unit, 4, x.data(), 5);
  for (Index j = 0; j < 4; ++j)
    for (Index i = 0; i < 5; ++i)
      EXPECT_EQ(std::isnan(x[static_cast<std::size_t>(i + 5 * j)]), i == 4 || i <= j) << i << ", " << j;
  Index calls = 0;
  for_special_positions<float>(5, [&](Index position, float) { calls += position < 5; });
  EXPECT_EQ(calls, 5 * static_cast<Index>(special_values<float>().size()));
}

// Offsets beyond 2^31 elements: the library's own routines, and the oracle.
TEST(Hunting, DistantElements) {
  constexpr Index n = 5, inc = (Index{1} << 29) + 3;  // the last element at 2^31 + 12
  Sparse<float> x((n - 1) * inc + 1);
  if (x.data() == nullptr) GTEST_SKIP() << "no 8 GB of address space";
  std::vector<float> y;
  for (Index i = 0; i < n; ++i) {
    x.data()[i * inc] = static_cast<float>(i + 1);
    y.push_back(static_cast<float>(1 << i));
  }
  EXPECT_EQ(oracle::dot(n, x.data(), inc, y.data(), 1), 129);
  EXPECT_EQ(oracle::dot(n, x.data(), -inc, y.data(), 1), 57);
  EXPECT_EQ(dot(n, x.data(), inc, y.data(), 1), 129);
  EXPECT_EQ(dot(n, x.data(), -inc, y.data(), 1), 57);
  // The same elements as a 1 x 5 matrix with a distant leading dimension.
  float ours = 0, exact = 0;
  gemm<float>(Trans::none, Trans::none, 1, 1, n, 1, x.data(), inc, y.data(), n, 0, &ours, 1);
  oracle::gemm<float>(Trans::none, Trans::none, 1, 1, n, 1, x.data(), inc, y.data(), n, 0, &exact, 1);
  EXPECT_EQ(ours, 129);
  EXPECT_EQ(exact, 129);
}

}  // namespace
}  // namespace fairplay::blas::hunting
