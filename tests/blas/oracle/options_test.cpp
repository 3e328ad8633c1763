// Every option of every matrix routine of the oracle, against MPFR from the definition; what must not be touched holds
// NaN.

#include <gtest/gtest.h>

#include "blas/hunting/matrices.h"
#include "blas/oracle/matrices.h"
#include "tests/blas/oracle/mpfr_element.h"

namespace fairplay::blas::oracle {
namespace {

using hunting::Random;

template <class T>
class OracleOptions : public testing::Test {
 protected:
  using R = Real<T>;
  Random random{11};
  MpfrSum sum;

  T any() {
    R re = random.scaled<R>(-8, 8), im = random.scaled<R>(-8, 8);
    return make<T>(re, im);
  }
  // rows x columns with leading dimension ld, NaN in the gaps.
  std::vector<T> matrix(Index rows, Index columns, Index ld) {
    std::vector<T> x(static_cast<std::size_t>(ld * columns));
    for (T& value : x) value = any();
    hunting::fill_gaps(rows, columns, x.data(), ld);
    return x;
  }
  // Holds where both are the same bits, NaN being NaN, except in the elements (i, j) that `written` names.
  template <class Written>
  void only_written(const std::vector<T>& before, const std::vector<T>& after, Index ld, Written&& written) {
    for (std::size_t at = 0; at < before.size(); ++at) {
      Index i = static_cast<Index>(at) % ld, j = static_cast<Index>(at) / ld;
      if (written(i, j)) continue;
      ASSERT_TRUE(same_parts(before[at], after[at])) << "(" << i << ", " << j << ") was written";
    }
  }
};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(OracleOptions, Types);

constexpr Trans all_trans[] = {Trans::none, Trans::transpose, Trans::conjugate, Trans::conjugate_only};
constexpr Uplo both_triangles[] = {Uplo::upper, Uplo::lower};
constexpr Side both_sides[] = {Side::left, Side::right};
bool stored(Uplo uplo, Index i, Index j) { return uplo == Uplo::upper ? i <= j : i >= j; }

TYPED_TEST(OracleOptions, Gemm) {
  using T = TypeParam;
  struct Size {
    Index m, n, k;
  };
  for (Size s : {Size{3, 2, 7}, Size{19, 17, 23}})
    for (Trans ta : all_trans)
      for (Trans tb : all_trans) {
        Index lda = (transposes(ta) ? s.k : s.m) + 2, ldb = (transposes(tb) ? s.n : s.k) + 1, ldc = s.m + 3;
        std::vector<T> a = this->matrix(lda - 2, transposes(ta) ? s.m : s.k, lda),
                       b = this->matrix(ldb - 1, transposes(tb) ? s.k : s.n, ldb), c = this->matrix(s.m, s.n, ldc),
                       before = c;
        T alpha = this->any(), beta = this->any();
        gemm<T>(ta, tb, s.m, s.n, s.k, alpha, a.data(), lda, b.data(), ldb, beta, c.data(), ldc);
        this->only_written(before, c, ldc, [&](Index i, Index) { return i < s.m; });
        for (Index j = 0; j < s.n; ++j)
          for (Index i = 0; i < s.m; ++i) {
            T expected = mpfr_element(
                this->sum, s.k, alpha, [&](Index p) { return op(ta, a.data(), lda, i, p); },
                [&](Index p) { return op(tb, b.data(), ldb, p, j); }, beta,
                before[static_cast<std::size_t>(i + j * ldc)]);
            ASSERT_TRUE(same_parts(c[static_cast<std::size_t>(i + j * ldc)], expected))
                << static_cast<char>(ta) << static_cast<char>(tb) << " (" << i << ", " << j << ")";
          }
      }
}

TYPED_TEST(OracleOptions, RankKUpdates) {
  using T = TypeParam;
  for (Index n : {4, 23})
    for (Uplo uplo : both_triangles)
      for (bool hermitian : {false, true})
        for (Trans trans : {Trans::none, Trans::transpose, Trans::conjugate}) {
          if (is_complex<T> && trans == (hermitian ? Trans::transpose : Trans::conjugate)) continue;
          Index k = 11, rows = trans == Trans::none ? n : k, lda = rows + 1, ldc = n + 1;
          std::vector<T> a = this->matrix(rows, trans == Trans::none ? k : n, lda), c = this->matrix(n, n, ldc),
                         before = c;
          hunting::fill_unreferenced(uplo, Diag::non_unit, n, c.data(), ldc);
          before = c;
          T alpha = this->any(), beta = this->any();
          if (hermitian) {
            alpha = make<T>(real(alpha));
            beta = make<T>(real(beta));
            herk<T>(uplo, trans, n, k, real(alpha), a.data(), lda, real(beta), c.data(), ldc);
          } else {
            syrk<T>(uplo, trans, n, k, alpha, a.data(), lda, beta, c.data(), ldc);
          }
          auto written = [&](Index i, Index j) { return i < n && stored(uplo, i, j); };
          this->only_written(before, c, ldc, written);
          for (Index j = 0; j < n; ++j)
            for (Index i = 0; i < n; ++i) {
              if (!written(i, j)) continue;
              T old = before[static_cast<std::size_t>(i + j * ldc)];
              if (hermitian && i == j) old = make<T>(real(old));
              auto left = [&](Index p) {
                T value = trans == Trans::none ? a[static_cast<std::size_t>(i + p * lda)]
                                               : a[static_cast<std::size_t>(p + i * lda)];
                return hermitian && trans != Trans::none ? conj(value) : value;
              };
              auto right = [&](Index p) {
                T value = trans == Trans::none ? a[static_cast<std::size_t>(j + p * lda)]
                                               : a[static_cast<std::size_t>(p + j * lda)];
                return hermitian && trans == Trans::none ? conj(value) : value;
              };
              T expected = mpfr_element(this->sum, k, alpha, left, right, beta, old);
              ASSERT_TRUE(same_parts(c[static_cast<std::size_t>(i + j * ldc)], expected))
                  << static_cast<char>(uplo) << static_cast<char>(trans) << hermitian << " (" << i << ", " << j << ")";
            }
        }
}

TYPED_TEST(OracleOptions, SymmetricProducts) {
  using T = TypeParam;
  for (Index m : {5, 21})
    for (Side side : both_sides)
      for (Uplo uplo : both_triangles)
        for (bool hermitian : {false, true}) {
          Index n = m + 3, order = side == Side::left ? m : n, lda = order + 1, ldb = m + 2, ldc = m + 1;
          std::vector<T> a = this->matrix(order, order, lda), b = this->matrix(m, n, ldb), c = this->matrix(m, n, ldc),
                         before = c;
          hunting::fill_unreferenced(uplo, Diag::non_unit, order, a.data(), lda);
          if constexpr (is_complex<T>)
            if (hermitian)
              for (Index i = 0; i < order; ++i)
                a[static_cast<std::size_t>(i + i * lda)].im = std::numeric_limits<Real<T>>::quiet_NaN();
          T alpha = this->any(), beta = this->any();
          if (hermitian)
            hemm<T>(side, uplo, m, n, alpha, a.data(), lda, b.data(), ldb, beta, c.data(), ldc);
          else
            symm<T>(side, uplo, m, n, alpha, a.data(), lda, b.data(), ldb, beta, c.data(), ldc);
          this->only_written(before, c, ldc, [&](Index i, Index) { return i < m; });
          auto full = [&](Index i, Index j) {
            T value = stored(uplo, i, j) ? a[static_cast<std::size_t>(i + j * lda)]
                                         : a[static_cast<std::size_t>(j + i * lda)];
            if (hermitian && i == j) return make<T>(real(value));
            return hermitian && !stored(uplo, i, j) ? conj(value) : value;
          };
          for (Index j = 0; j < n; ++j)
            for (Index i = 0; i < m; ++i) {
              T old = before[static_cast<std::size_t>(i + j * ldc)];
              auto element_of_b = [&](Index row, Index column) {
                return b[static_cast<std::size_t>(row + column * ldb)];
              };
              T expected = side == Side::left
                               ? mpfr_element(
                                     this->sum, order, alpha, [&](Index p) { return full(i, p); },
                                     [&](Index p) { return element_of_b(p, j); }, beta, old)
                               : mpfr_element(
                                     this->sum, order, alpha, [&](Index p) { return element_of_b(i, p); },
                                     [&](Index p) { return full(p, j); }, beta, old);
              ASSERT_TRUE(same_parts(c[static_cast<std::size_t>(i + j * ldc)], expected))
                  << static_cast<char>(side) << static_cast<char>(uplo) << hermitian << " (" << i << ", " << j << ")";
            }
        }
}

TYPED_TEST(OracleOptions, TriangularProducts) {
  using T = TypeParam;
  for (Index m : {5, 20})
    for (Side side : both_sides)
      for (Uplo uplo : both_triangles)
        for (Trans trans : all_trans)
          for (Diag diag : {Diag::non_unit, Diag::unit}) {
            Index n = m + 2, order = side == Side::left ? m : n, lda = order + 1, ldb = m + 2;
            std::vector<T> a = this->matrix(order, order, lda), b = this->matrix(m, n, ldb), before = b;
            hunting::fill_unreferenced(uplo, diag, order, a.data(), lda);
            T alpha = this->any();
            trmm<T>(side, uplo, trans, diag, m, n, alpha, a.data(), lda, b.data(), ldb);
            this->only_written(before, b, ldb, [&](Index i, Index) { return i < m; });
            auto full = [&](Index i, Index j) {  // element of op(A)
              Index row = transposes(trans) ? j : i, column = transposes(trans) ? i : j;
              if (row == column && diag == Diag::unit) return make<T>(1);
              if (!stored(uplo, row, column)) return T{};
              return op(trans, a.data(), lda, i, j);
            };
            for (Index j = 0; j < n; ++j)
              for (Index i = 0; i < m; ++i) {
                auto element_of_b = [&](Index row, Index column) {
                  return before[static_cast<std::size_t>(row + column * ldb)];
                };
                T expected = side == Side::left
                                 ? mpfr_element(
                                       this->sum, order, alpha, [&](Index p) { return full(i, p); },
                                       [&](Index p) { return element_of_b(p, j); }, T{}, T{})
                                 : mpfr_element(
                                       this->sum, order, alpha, [&](Index p) { return element_of_b(i, p); },
                                       [&](Index p) { return full(p, j); }, T{}, T{});
                ASSERT_TRUE(same_parts(b[static_cast<std::size_t>(i + j * ldb)], expected))
                    << static_cast<char>(side) << static_cast<char>(uplo) << static_cast<char>(trans)
                    << static_cast<char>(diag) << " (" << i << ", " << j << ")";
              }
          }
}

TYPED_TEST(OracleOptions, VectorsByMatrices) {
  using T = TypeParam;
  auto first = [](Index n, Index inc) { return inc < 0 ? (1 - n) * inc : 0; };
  for (Index incx : {1, 2, -3})
    for (Index incy : {1, -1, 2}) {
      Index m = 14, n = 9, lda = m + 1;
      for (Trans trans : all_trans) {
        Index rows = transposes(trans) ? n : m, inner = transposes(trans) ? m : n;
        std::vector<T> a = this->matrix(m, n, lda), x = this->matrix(3 * inner, 1, 3 * inner),
                       y = this->matrix(2 * rows, 1, 2 * rows), before = y;
        T alpha = this->any(), beta = this->any();
        gemv<T>(trans, m, n, alpha, a.data(), lda, x.data(), incx, beta, y.data(), incy);
        for (Index i = 0; i < rows; ++i) {
          std::size_t at = static_cast<std::size_t>(first(rows, incy) + i * incy);
          T expected = mpfr_element(
              this->sum, inner, alpha, [&](Index p) { return op(trans, a.data(), lda, i, p); },
              [&](Index p) { return x[static_cast<std::size_t>(first(inner, incx) + p * incx)]; }, beta, before[at]);
          ASSERT_TRUE(same_parts(y[at], expected))
              << static_cast<char>(trans) << " " << i << ", increments " << incx << ", " << incy;
        }
      }
      for (bool conjugate : {false, true}) {
        std::vector<T> a = this->matrix(m, n, lda), before = a, x = this->matrix(3 * m, 1, 3 * m),
                       y = this->matrix(2 * n, 1, 2 * n);
        T alpha = this->any();
        ger<T>(conjugate, m, n, alpha, x.data(), incx, y.data(), incy, a.data(), lda);
        this->only_written(before, a, lda, [&](Index i, Index) { return i < m; });
        for (Index j = 0; j < n; ++j)
          for (Index i = 0; i < m; ++i) {
            T right = y[static_cast<std::size_t>(first(n, incy) + j * incy)];
            T expected = mpfr_element(
                this->sum, 1, alpha, [&](Index) { return x[static_cast<std::size_t>(first(m, incx) + i * incx)]; },
                [&](Index) { return conjugate ? conj(right) : right; }, make<T>(1),
                before[static_cast<std::size_t>(i + j * lda)]);
            ASSERT_TRUE(same_parts(a[static_cast<std::size_t>(i + j * lda)], expected))
                << conjugate << " (" << i << ", " << j << ")";
          }
      }
    }
}

// beta = 0 doesn't read C, alpha = 0 reads neither A nor B, whatever they hold.
TYPED_TEST(OracleOptions, WhatIsNotRead) {
  using T = TypeParam;
  T nan = make<T>(std::numeric_limits<Real<T>>::quiet_NaN(), std::numeric_limits<Real<T>>::quiet_NaN());
  for (Index n : {3, 20}) {
    std::vector<T> a = this->matrix(n, n, n), c(static_cast<std::size_t>(n * n), nan), nans = c;
    gemm<T>(Trans::none, Trans::none, n, n, n, make<T>(1), a.data(), n, a.data(), n, T{}, c.data(), n);
    for (T value : c) ASSERT_TRUE(std::isfinite(real(value)) && std::isfinite(imag(value)));
    std::vector<T> before = c;
    gemm<T>(Trans::none, Trans::none, n, n, n, T{}, nans.data(), n, nans.data(), n, make<T>(-2), c.data(), n);
    for (std::size_t i = 0; i < c.size(); ++i)
      ASSERT_TRUE(same_parts(c[i], make<T>(-2 * real(before[i]), -2 * imag(before[i]))));
    gemm<T>(Trans::none, Trans::none, n, n, 0, make<T>(1), nans.data(), n, nans.data(), n, T{}, c.data(), n);
    for (T value : c) ASSERT_TRUE(is_zero(value));
    c = nans;
    trmm<T>(Side::left, Uplo::upper, Trans::none, Diag::non_unit, n, n, T{}, nans.data(), n, c.data(), n);
    for (T value : c) ASSERT_TRUE(is_zero(value));
  }
}

}  // namespace
}  // namespace fairplay::blas::oracle
