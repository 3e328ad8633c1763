// The library's own routines against the oracle, within the bounds; and the bounds' own arithmetic.

#include <gtest/gtest.h>

#include "blas/bounds/routines.h"
#include "blas/hunting/matrices.h"
#include "blas/level3.h"
#include "blas/oracle/matrices.h"
#include "blas/oracle/residual.h"
#include "tests/blas/oracle/mpfr_element.h"

namespace fairplay::blas {
namespace {

using bounds::Moduli;
using bounds::Worst;
using bounds::worst;

using hunting::MatrixFamily;
using hunting::Random;

template <class T>
class Bounds : public testing::Test {
 protected:
  Random random{21};
  T any() {
    Real<T> re = random.uniform<Real<T>>(), im = random.uniform<Real<T>>();
    return make<T>(re, im);
  }
  std::vector<T> matrix(Index rows, Index columns) {
    std::vector<T> x(static_cast<std::size_t>(rows * columns));
    for (T& value : x) value = any();
    return x;
  }
};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Bounds, Types);

TYPED_TEST(Bounds, GemmOfEveryFamilyStaysWithin) {
  using T = TypeParam;
  for (MatrixFamily family : hunting::matrix_families)
    for (Index n : {1, 13, 40, 65}) {
      auto pair = hunting::make_pair_of<T>(family, n, n, n, this->random);
      std::vector<T> before = this->matrix(n, n), ours = before, exact = before;
      T alpha = this->any(), beta = this->any();
      gemm<T>(Trans::none, Trans::none, n, n, n, alpha, pair.a.data(), n, pair.b.data(), n, beta, ours.data(), n);
      oracle::gemm<T>(Trans::none, Trans::none, n, n, n, alpha, pair.a.data(), n, pair.b.data(), n, beta, exact.data(),
                      n);
      Moduli limits = bounds::gemm(Trans::none, Trans::none, n, n, n, alpha, pair.a.data(), n, pair.b.data(), n, beta,
                                   before.data(), n);
      Worst found = worst(n, n, ours.data(), n, exact.data(), n, limits);
      EXPECT_LE(found.ratio, 1) << hunting::name_of(family) << ", n = " << n << ", (" << found.i << ", " << found.j
                                << ")";
      // One element off by a few times its bound is found.
      if (std::isfinite(limits(0, 0)) && std::isfinite(real(exact[0]))) {
        ours[0] = make<T>(static_cast<Real<T>>(static_cast<double>(real(exact[0])) + 3 * limits(0, 0) +
                                               std::fabs(static_cast<double>(real(exact[0]))) *
                                                   std::numeric_limits<Real<T>>::epsilon()),
                          imag(exact[0]));
        EXPECT_GT(worst(n, n, ours.data(), n, exact.data(), n, limits).ratio, 1)
            << hunting::name_of(family) << ", n = " << n;
      }
    }
}

TYPED_TEST(Bounds, TriangularProductsAndSolvesStayWithin) {
  using T = TypeParam;
  for (Index m : {3, 33})
    for (Side side : {Side::left, Side::right})
      for (Uplo uplo : {Uplo::upper, Uplo::lower})
        for (Trans trans : {Trans::none, Trans::transpose, Trans::conjugate})
          for (Diag diag : {Diag::non_unit, Diag::unit}) {
            Index n = m + 4, order = side == Side::left ? m : n;
            std::vector<T> a = this->matrix(order, order), before = this->matrix(m, n), x = before, product = before,
                           exact = before, rest(before.size()), zeros(before.size());
            hunting::fill_unreferenced(uplo, diag, order, a.data(), order);
            T alpha = this->any();
            trmm<T>(side, uplo, trans, diag, m, n, alpha, a.data(), order, product.data(), m);
            oracle::trmm<T>(side, uplo, trans, diag, m, n, alpha, a.data(), order, exact.data(), m);
            EXPECT_LE(worst(m, n, product.data(), m, exact.data(), m,
                            bounds::trmm(side, uplo, trans, diag, m, n, alpha, a.data(), order, before.data(), m))
                          .ratio,
                      1);
            trsm<T>(side, uplo, trans, diag, m, n, alpha, a.data(), order, x.data(), m);
            oracle::residual<T>(side, uplo, trans, diag, m, n, alpha, a.data(), order, before.data(), m, x.data(), m,
                                rest.data(), m);
            Moduli limits =
                bounds::trsm(side, uplo, trans, diag, m, n, alpha, a.data(), order, before.data(), m, x.data(), m);
            EXPECT_LE(worst(m, n, rest.data(), m, zeros.data(), m, limits).ratio, 1);
            // A wrong solution is found. The last one computed enters no other.
            bool forward = (uplo == Uplo::lower) != (trans != Trans::none);
            std::size_t last = side == Side::left ? static_cast<std::size_t>(forward ? m - 1 : 0)
                                                  : static_cast<std::size_t>(forward ? 0 : (n - 1) * m);
            x[last] = make<T>(
                real(x[last]) * (1 + 1000 * static_cast<Real<T>>(order) * std::numeric_limits<Real<T>>::epsilon()) +
                    std::numeric_limits<Real<T>>::min(),
                imag(x[last]));
            x[last] = make<T>(real(x[last]) * Real<T>{2}, imag(x[last]));
            oracle::residual<T>(side, uplo, trans, diag, m, n, alpha, a.data(), order, before.data(), m, x.data(), m,
                                rest.data(), m);
            EXPECT_GT(worst(m, n, rest.data(), m, zeros.data(), m, limits).ratio, 1);
          }
}

TYPED_TEST(Bounds, SymmetricRoutinesStayWithin) {
  using T = TypeParam;
  for (Index n : {5, 40})
    for (Uplo uplo : {Uplo::upper, Uplo::lower})
      for (bool hermitian : {false, true}) {
        Index k = 17;
        std::vector<T> a = this->matrix(n, k), s = this->matrix(n, n), b = this->matrix(n, n),
                       before = this->matrix(n, n), ours = before, exact = before;
        T alpha = this->any(), beta = this->any();
        if (hermitian) {
          alpha = make<T>(real(alpha));
          beta = make<T>(real(beta));
          herk<T>(uplo, Trans::none, n, k, real(alpha), a.data(), n, real(beta), ours.data(), n);
          oracle::herk<T>(uplo, Trans::none, n, k, real(alpha), a.data(), n, real(beta), exact.data(), n);
        } else {
          syrk<T>(uplo, Trans::none, n, k, alpha, a.data(), n, beta, ours.data(), n);
          oracle::syrk<T>(uplo, Trans::none, n, k, alpha, a.data(), n, beta, exact.data(), n);
        }
        EXPECT_LE(worst(n, n, ours.data(), n, exact.data(), n,
                        bounds::syrk(uplo, hermitian, Trans::none, n, k, alpha, a.data(), n, beta, before.data(), n))
                      .ratio,
                  1);
        ours = exact = before;
        if (hermitian) {
          hemm<T>(Side::right, uplo, n, n, alpha, s.data(), n, b.data(), n, beta, ours.data(), n);
          oracle::hemm<T>(Side::right, uplo, n, n, alpha, s.data(), n, b.data(), n, beta, exact.data(), n);
        } else {
          symm<T>(Side::right, uplo, n, n, alpha, s.data(), n, b.data(), n, beta, ours.data(), n);
          oracle::symm<T>(Side::right, uplo, n, n, alpha, s.data(), n, b.data(), n, beta, exact.data(), n);
        }
        EXPECT_LE(worst(n, n, ours.data(), n, exact.data(), n,
                        bounds::symm(Side::right, uplo, hermitian, n, n, alpha, s.data(), n, b.data(), n, beta,
                                     before.data(), n))
                      .ratio,
                  1);
      }
}

// The three ways of storing a triangle give the same moduli.
TYPED_TEST(Bounds, BandAndPackedMatricesAreTheirDenseOnes) {
  using T = TypeParam;
  constexpr Index n = 7, k = 2;
  for (Uplo uplo : {Uplo::upper, Uplo::lower}) {
    std::vector<T> dense(n * n), packed, band_of(static_cast<std::size_t>((k + 1) * n));
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i < n; ++i) {
        bool in_triangle = uplo == Uplo::upper ? i <= j : i >= j;
        T value = in_triangle && std::abs(i - j) <= k ? this->any() : T{};
        dense[static_cast<std::size_t>(i + j * n)] = value;
        if (in_triangle) packed.push_back(value);
        if (in_triangle && std::abs(i - j) <= k)
          band_of[static_cast<std::size_t>((uplo == Uplo::upper ? k + i - j : i - j) + j * (k + 1))] = value;
      }
    for (bool hermitian : {false, true}) {
      Moduli expected = bounds::symmetric(uplo, hermitian, n, dense.data(), n);
      EXPECT_EQ(bounds::symmetric_packed(uplo, hermitian, n, packed.data()).data, expected.data);
      EXPECT_EQ(bounds::symmetric_band(uplo, hermitian, n, k, band_of.data(), k + 1).data, expected.data);
    }
    for (Trans trans : {Trans::none, Trans::conjugate})
      for (Diag diag : {Diag::non_unit, Diag::unit}) {
        Moduli expected = bounds::triangular(uplo, trans, diag, n, dense.data(), n);
        EXPECT_EQ(bounds::triangular_packed(uplo, trans, diag, n, packed.data()).data, expected.data);
        EXPECT_EQ(bounds::triangular_band(uplo, trans, diag, n, k, band_of.data(), k + 1).data, expected.data);
      }
    Moduli expected = bounds::general(Trans::transpose, n, n, dense.data(), n);
    EXPECT_EQ((uplo == Uplo::upper ? bounds::band(Trans::transpose, n, n, 0, k, band_of.data(), k + 1)
                                   : bounds::band(Trans::transpose, n, n, k, 0, band_of.data(), k + 1))
                  .data,
              expected.data);
  }
}

TEST(BoundsUpward, GammaIsNeverBelowTheExactOne) {
  for (Index n : {1, 2, 3, 10, 1000, 100003, 1 << 30}) {
    // gamma (1 - n u) >= n u, exactly: both sides are sums of products.
    oracle::MpfrSum sum;
    double gamma = bounds::gamma_up<double>(n), nu = static_cast<double>(n) * 0x1p-53;
    sum.add(gamma, 1);
    sum.add(-gamma, nu);
    sum.add(-nu, 1);
    EXPECT_GT(sum.rounded<double>(), 0) << n;
    EXPECT_LT(gamma, nu * 1.001);
  }
  EXPECT_EQ(bounds::gamma_up<float>(1 << 25), std::numeric_limits<double>::infinity());
}

TEST(BoundsUpward, WhatIsNotFiniteIsComparedExactly) {
  double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN(),
         huge = std::numeric_limits<double>::max();
  double a[] = {infinity, 1}, b[] = {1, 1}, big[] = {huge, -huge};
  EXPECT_EQ(bounds::dot(2, a, 1, b, 1), 0);
  EXPECT_EQ(bounds::dot(2, big, 1, big, 1), infinity);  // a partial sum overflows: anything may come out
  Moduli exact(1, 1), open(1, 1), some(1, 1);
  open(0, 0) = infinity;
  some(0, 0) = 1;
  EXPECT_EQ(worst(1, 1, &nan, 1, &nan, 1, exact).ratio, 0);
  EXPECT_EQ(worst(1, 1, &nan, 1, &infinity, 1, exact).ratio, infinity);
  EXPECT_EQ(worst(1, 1, &infinity, 1, &infinity, 1, exact).ratio, 0);
  EXPECT_EQ(worst(1, 1, &huge, 1, &infinity, 1, exact).ratio, infinity);
  EXPECT_EQ(worst(1, 1, &huge, 1, &infinity, 1, some).ratio, 0);
  EXPECT_EQ(worst(1, 1, &nan, 1, b, 1, some).ratio, infinity);
  EXPECT_EQ(worst(1, 1, &nan, 1, b, 1, open).ratio, 0);
}

}  // namespace
}  // namespace fairplay::blas
