// Bunch and Kaufman's factorisation: residuals, the choice of pivots, singular, subnormal and non-finite matrices, what
// isn't touched, the same bits everywhere.

#include "blas/lapack/indefinite.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/lapack/matrices.h"

namespace fairplay::blas::lapack {
namespace {

template <class T>
class Indefinite : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Indefinite, Types);

struct Kind {
  Symmetry symmetry;
  Uplo uplo;
};
template <class T>
std::vector<Kind> kinds() {
  std::vector<Kind> all;
  for (Uplo uplo : {Uplo::lower, Uplo::upper})
    for (Symmetry symmetry : {Symmetry::symmetric, Symmetry::hermitian})
      if (is_complex<T> || symmetry == Symmetry::symmetric) all.push_back({symmetry, uplo});
  return all;
}
std::string name_of(Kind kind) {
  return std::string(kind.symmetry == Symmetry::hermitian ? "hermitian " : "symmetric ") + static_cast<char>(kind.uplo);
}

bool stored(Uplo uplo, Index i, Index j) { return uplo == Uplo::lower ? i >= j : i <= j; }

// What of a random matrix is the triangle; the other one, the gaps and a Hermitian diagonal's imaginary parts are NaN.
template <class T>
Matrix<T> triangle_of(Kind kind, Matrix<T> a) {
  const Real<T> nan = std::numeric_limits<Real<T>>::quiet_NaN();
  for (Index j = 0; j < a.columns; ++j)
    for (Index i = 0; i < a.rows; ++i)
      if (!stored(kind.uplo, i, j))
        a(i, j) = make<T>(nan, nan);
      else if (i == j && kind.symmetry == Symmetry::hermitian)
        a(i, j) = make<T>(real(a(i, j)), nan);
  return a;
}
template <class T>
Wide element(Kind kind, const Matrix<T>& a, Index i, Index j) {
  const Wide value = stored(kind.uplo, i, j) ? wide(a(i, j)) : wide(a(j, i));
  if (kind.symmetry == Symmetry::symmetric) return value;
  return i == j ? Wide(value.real()) : stored(kind.uplo, i, j) ? value : std::conj(value);
}

template <class T>
struct Factored {
  Matrix<T> factors;
  std::vector<std::int32_t> pivots;
  Index info;
};
template <class T>
Factored<T> factored(Kind kind, const Matrix<T>& a, Index columns_of_work) {
  Factored<T> f = {a, std::vector<std::int32_t>(static_cast<std::size_t>(a.rows)), 0};
  const Index size = std::max<Index>(1, columns_of_work * a.rows);
  std::vector<T> work(static_cast<std::size_t>(size), make<T>(std::numeric_limits<Real<T>>::quiet_NaN()));
  f.info = factor_indefinite(kind.symmetry, kind.uplo, a.rows, f.factors.data(), f.factors.ld, f.pivots.data(),
                             work.data(), size);
  return f;
}

// Puts the matrix together again, from the block eliminated last to the first, beside the sizes of all terms, and holds
// it against the original: |A - P L D L' P'| <= c n u (|A| + P |L||D||L'| P') in every element (Higham, theorem 11.3).
template <class T>
void expect_factors(Kind kind, const Matrix<T>& a, const Factored<T>& f, long double underflow = 0) {
  const Index n = a.rows;
  const bool lower = kind.uplo == Uplo::lower;
  const Matrix<T>& l = f.factors;
  auto mirror = [&](Wide x) { return kind.symmetry == Symmetry::hermitian ? std::conj(x) : x; };
  std::vector<Index> starts;  // of blocks, in the order of elimination, as numbers of columns eliminated before
  for (Index step = 0; step < n; step += f.pivots[static_cast<std::size_t>(lower ? step : n - 1 - step)] < 0 ? 2 : 1)
    starts.push_back(step);
  std::vector<std::vector<Wide>> sum(n, std::vector<Wide>(n));
  std::vector<std::vector<long double>> size(n, std::vector<long double>(n));
  const auto growth = static_cast<long double>(is_complex<T> ? 2 : 1) * (1 + 100 * unit_roundoff<T>());
  for (auto start = starts.rbegin(); start != starts.rend(); ++start) {
    auto column = [&](Index step) { return lower ? step : n - 1 - step; };
    const Index k = column(*start), pivot = f.pivots[static_cast<std::size_t>(k)];
    const bool two = pivot < 0;
    const Index last = two ? column(*start + 1) : k;
    if (two) {
      ASSERT_EQ(pivot, f.pivots[static_cast<std::size_t>(last)]) << "a block of order 2 has the same pivot twice";
    }
    const Wide a11 = element(kind, l, k, k), a21 = two ? element(kind, l, last, k) : Wide(0),
               a22 = two ? element(kind, l, last, last) : Wide(0);
    std::vector<Wide> w1(n), w2(n);
    std::vector<long double> s1(n), s2(n);
    for (Index step = *start + (two ? 2 : 1); step < n; ++step) {
      const Index i = column(step);
      const Wide x = wide(l(i, k)), y = two ? wide(l(i, last)) : Wide(0);
      if (!two && pivot != k + 1) {  // a pivot that keeps its place may be smaller than its column: its row's largest
                                     // element makes up for it
        ASSERT_LE(magnitude(x), 1.5616L * growth) << "row " << i << " of column " << k;
      } else if (two) {
        ASSERT_LE(magnitude(y), 2.79L * growth * growth) << "row " << i << " of column " << last;
      }
      w1[i] = x * a11 + y * a21;
      w2[i] = x * mirror(a21) + y * a22;
      s1[i] = magnitude(x) * magnitude(a11) + magnitude(y) * magnitude(a21);
      s2[i] = magnitude(x) * magnitude(a21) + magnitude(y) * magnitude(a22);
    }
    for (Index from = *start + (two ? 2 : 1); from < n; ++from) {
      const Index i = column(from);
      for (Index to = *start + (two ? 2 : 1); to < n; ++to) {
        const Index j = column(to);
        const Wide x = wide(l(j, k)), y = two ? wide(l(j, last)) : Wide(0);
        sum[i][j] += w1[i] * mirror(x) + w2[i] * mirror(y);
        size[i][j] += s1[i] * magnitude(x) + s2[i] * magnitude(y);
      }
      sum[i][k] = w1[i], sum[k][i] = mirror(w1[i]), size[i][k] = size[k][i] = s1[i];
      if (two) sum[i][last] = w2[i], sum[last][i] = mirror(w2[i]), size[i][last] = size[last][i] = s2[i];
    }
    sum[k][k] = a11, size[k][k] = magnitude(a11);
    if (two) {
      sum[last][k] = a21, sum[k][last] = mirror(a21), sum[last][last] = a22;
      size[last][k] = size[k][last] = magnitude(a21), size[last][last] = magnitude(a22);
    }
    const Index p = (two ? -pivot : pivot) - 1;
    ASSERT_TRUE(lower ? p >= last && p < n : p <= last && p >= 0) << "pivot " << pivot << " of column " << k;
    std::swap(sum[last], sum[p]);
    std::swap(size[last], size[p]);
    for (Index i = 0; i < n; ++i) std::swap(sum[i][last], sum[i][p]), std::swap(size[i][last], size[i][p]);
  }
  const long double unit = unit_roundoff<T>() * (is_complex<T> ? 4 : 1);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < n; ++i) {
      const Wide expected = element(kind, a, i, j);
      ASSERT_LE(magnitude(sum[i][j] - expected),
                4 * static_cast<long double>(n + 10) * unit * (size[i][j] + magnitude(expected)) + underflow)
          << name_of(kind) << ", n = " << n << ", element " << i << ", " << j;
    }
}

template <class T>
void expect_only_triangle_written(Kind kind, const Matrix<T>& before, const Matrix<T>& after) {
  Matrix<T> x = before, y = after;
  for (Index j = 0; j < x.columns; ++j)
    for (Index i = 0; i < x.rows; ++i)
      if (stored(kind.uplo, i, j)) x(i, j) = y(i, j) = T{};
  EXPECT_TRUE(same_bits(x.elements, y.elements)) << name_of(kind);
}

constexpr Index widths[] = {0, 2, 3, 7, indefinite_columns};

TYPED_TEST(Indefinite, FactorsEverySizeWithAnyWorkspace) {
  using T = TypeParam;
  for (Kind kind : kinds<T>())
    for (Index n : {0, 1, 2, 3, 4, 5, 8, 13, 47, 48, 49, 97})
      for (Index width : widths) {
        const Matrix<T> a = triangle_of(kind, random_matrix<T>(n, n, 11));
        const Factored<T> f = factored(kind, a, width);
        EXPECT_EQ(f.info, 0) << name_of(kind) << ", n = " << n;
        expect_factors(kind, a, f);
        expect_only_triangle_written(kind, a, f.factors);
      }
}

// Only blocks of order 2 can do: a pivot taken from the diagonal would be zero.
TYPED_TEST(Indefinite, AZeroDiagonalTakesBlocksOfTwo) {
  using T = TypeParam;
  for (Kind kind : kinds<T>())
    for (Index n : {2, 4, 6, 50, 98})
      for (Index width : widths) {
        Matrix<T> a = triangle_of(kind, random_matrix<T>(n, n, 12));
        for (Index i = 0; i < n; ++i) a(i, i) = T{};
        const Factored<T> f = factored(kind, a, width);
        EXPECT_EQ(f.info, 0);
        EXPECT_LT(f.pivots[static_cast<std::size_t>(kind.uplo == Uplo::lower ? 0 : n - 1)], 0);
        expect_factors(kind, a, f);
      }
}

TYPED_TEST(Indefinite, ALargeDiagonalKeepsItsPlace) {
  using T = TypeParam;
  for (Kind kind : kinds<T>())
    for (Index width : widths) {
      const Index n = 60;
      Matrix<T> a = triangle_of(kind, random_matrix<T>(n, n, 13));
      for (Index i = 0; i < n; ++i) a(i, i) = make<T>(i % 2 == 0 ? n : -n);
      const Factored<T> f = factored(kind, a, width);
      std::vector<std::int32_t> in_place(n);
      std::iota(in_place.begin(), in_place.end(), 1);
      EXPECT_EQ(f.pivots, in_place);
      expect_factors(kind, a, f);
    }
}

TYPED_TEST(Indefinite, ReportsTheFirstZeroPivotAndGoesOn) {
  using T = TypeParam;
  for (Kind kind : kinds<T>())
    for (Index n : {1, 3, 20, 70})
      for (Index width : widths) {
        const Index first = kind.uplo == Uplo::lower ? 1 : n;
        Matrix<T> zero = triangle_of(kind, Matrix<T>(n, n, 2));
        const Factored<T> all = factored(kind, zero, width);
        EXPECT_EQ(all.info, first) << name_of(kind) << ", n = " << n;
        expect_factors(kind, zero, all);
        // A zero row and column in a large diagonal is reached in its own place.
        const Index place = n / 2;
        Matrix<T> a = triangle_of(kind, random_matrix<T>(n, n, 14));
        for (Index i = 0; i < n; ++i) {
          a(i, i) = make<T>(n + 1);
          (stored(kind.uplo, i, place) ? a(i, place) : a(place, i)) = T{};
        }
        const Factored<T> f = factored(kind, a, width);
        EXPECT_EQ(f.info, place + 1) << name_of(kind) << ", n = " << n;
        expect_factors(kind, a, f);
      }
}

TYPED_TEST(Indefinite, SubnormalPivotsAreDividedBy) {
  using T = TypeParam;
  using R = Real<T>;
  const R tiny = std::numeric_limits<R>::denorm_min();
  const Index n = 60;
  for (Kind kind : kinds<T>())
    for (Index width : widths)
      for (int exponent : {sizeof(R) == 8 ? -1035 : -135, sizeof(R) == 8 ? -1020 : -124}) {
        Matrix<T> a = triangle_of(kind, random_matrix<T>(n, n, 15));
        for (T& x : a.elements) x = make<T>(std::ldexp(real(x), exponent), std::ldexp(imag(x), exponent));
        const Factored<T> f = factored(kind, a, width);
        EXPECT_EQ(f.info, 0);
        // Rounding to subnormal numbers adds a unit of the last place for each of n products, times the largest
        // elements of L.
        expect_factors(kind, a, f, 16.0L * n * tiny);
      }
}

// A pivot of order 2 whose elements differ by nearly all of the range: L itself is in it.
TYPED_TEST(Indefinite, ABlockOfTwoNeitherOverflowsNorUnderflows) {
  using T = TypeParam;
  using R = Real<T>;
  const R small = std::numeric_limits<R>::min() * 8, large = std::numeric_limits<R>::max() / 8;
  for (Kind kind : kinds<T>())
    for (Index width : {0, 3})
      for (R coupling : {small, R(1)}) {
        const R other = coupling == 1 ? large : R(1);
        const bool lower = kind.uplo == Uplo::lower;
        Matrix<T> a = triangle_of(kind, Matrix<T>(3, 3));
        auto put = [&](Index i, Index j, R value) {
          if (!lower) i = 2 - i, j = 2 - j;
          a(i, j) = make<T>(value);
        };
        put(1, 0, coupling), put(2, 1, other), put(2, 2, other / 4);
        const Factored<T> f = factored(kind, a, width);
        EXPECT_EQ(f.info, 0);
        for (Index j = 0; j < 3; ++j)
          for (Index i = 0; i < 3; ++i)
            if (stored(kind.uplo, i, j)) {
              EXPECT_TRUE(std::isfinite(real(f.factors(i, j)))) << name_of(kind) << ' ' << i << ' ' << j << " coupling "
                                                                << coupling << " = " << real(f.factors(i, j));
            }
      }
}

TYPED_TEST(Indefinite, NonFiniteElementsComeOutAndEndTheCall) {
  using T = TypeParam;
  using R = Real<T>;
  const Index n = 52;
  for (Kind kind : kinds<T>())
    for (Index width : widths)
      for (R bad : {std::numeric_limits<R>::quiet_NaN(), std::numeric_limits<R>::infinity()})
        for (Index i : {Index{0}, Index{7}, n - 1})
          for (Index j : {Index{0}, Index{7}, n - 1}) {
            Matrix<T> a = triangle_of(kind, random_matrix<T>(n, n, 16));
            if (!stored(kind.uplo, i, j)) continue;
            a(i, j) = make<T>(bad);
            const Factored<T> f = factored(kind, a, width);
            EXPECT_EQ(f.info, 0);
            bool finite = true;
            for (Index column = 0; column < n; ++column)
              for (Index row = 0; row < n; ++row)
                if (stored(kind.uplo, row, column)) finite = finite && std::isfinite(real(f.factors(row, column)));
            EXPECT_FALSE(finite) << name_of(kind) << ", width " << width << ": " << bad << " at " << i << ", " << j;
            for (std::int32_t pivot : f.pivots) EXPECT_TRUE(pivot != 0 && std::abs(pivot) <= n);
            expect_only_triangle_written(kind, a, f.factors);
          }
}

TYPED_TEST(Indefinite, TheSameBitsFromEveryInstructionSetAndThreadCount) {
  using T = TypeParam;
  const KernelSet& usual = kernels();
  for (Kind kind : kinds<T>())
    for (Index n : {5, 31, 64, 500})  // the largest uses threads
      for (Index width : {Index{0}, Index{5}, indefinite_columns}) {
        if (n == 500 && width != indefinite_columns) continue;
        const Matrix<T> a = random_matrix<T>(n, n, 17);
        Factored<T> expected = {a, {}, -1};
        for (const KernelSet* set : all_kernel_sets())
          for (int count : {1, 3}) {
            if (n == 500 ? set != &usual : count > 1) continue;
            use(*set);
            use_threads(count);
            const Factored<T> got = factored(kind, a, width);
            if (expected.info < 0) expected = got;
            EXPECT_TRUE(same_bits(expected.factors.elements, got.factors.elements) && expected.pivots == got.pivots)
                << set->isa << ", " << count << " threads, n = " << n << ' ' << name_of(kind);
          }
      }
  use(usual);
  use_threads(1);
}

}  // namespace
}  // namespace fairplay::blas::lapack
