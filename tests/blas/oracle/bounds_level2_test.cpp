// The library's own level 1 and 2 against the oracle within the bounds: each stored form of a matrix against its dense
// one.

#include <gtest/gtest.h>

#include <algorithm>

#include "blas/bounds/routines.h"
#include "blas/hunting/random.h"
#include "blas/level1.h"
#include "blas/level2.h"
#include "blas/oracle/level1.h"
#include "blas/oracle/matrices.h"
#include "blas/oracle/residual.h"

namespace fairplay::blas {
namespace {

using bounds::Moduli;
using bounds::worst;

constexpr Index n = 19, k = 3;

template <class T>
class BoundsLevel2 : public testing::Test {
 protected:
  hunting::Random random{31};

  T any() {
    Real<T> re = random.uniform<Real<T>>(), im = random.uniform<Real<T>>();
    return make<T>(re, im);
  }
  std::vector<T> some(Index count) {
    std::vector<T> x(static_cast<std::size_t>(count));
    for (T& value : x) value = any();
    return x;
  }
  // One matrix with k diagonals beside the main one, stored in three ways, with both triangles' meaning.
  struct Stored {
    std::vector<T> dense, packed, band;   // the triangle `uplo`
    std::vector<T> symmetric, hermitian;  // full
  };
  Stored stored(Uplo uplo) {
    Stored s;
    s.dense.resize(n * n);
    s.symmetric = s.hermitian = s.dense;
    s.band.resize(static_cast<std::size_t>((k + 1) * n));
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i < n; ++i) {
        if (uplo == Uplo::upper ? i > j : i < j) continue;
        bool in_band = std::max(i - j, j - i) <= k;
        T value = in_band ? any() : T{};
        if (i == j) value = make<T>(real(value) + 2);
        s.dense[static_cast<std::size_t>(i + j * n)] = value;
        s.packed.push_back(value);
        if (in_band) s.band[static_cast<std::size_t>((uplo == Uplo::upper ? k + i - j : i - j) + j * (k + 1))] = value;
        s.symmetric[static_cast<std::size_t>(i + j * n)] = s.symmetric[static_cast<std::size_t>(j + i * n)] = value;
        s.hermitian[static_cast<std::size_t>(i + j * n)] = value;
        s.hermitian[static_cast<std::size_t>(j + i * n)] = i == j ? value : conj(value);
      }
    return s;
  }
};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(BoundsLevel2, Types);
constexpr Uplo both[] = {Uplo::upper, Uplo::lower};

TYPED_TEST(BoundsLevel2, MatrixByVector) {
  using T = TypeParam;
  for (Uplo uplo : both) {
    auto s = this->stored(uplo);
    std::vector<T> x = this->some(n), before = this->some(n);
    T alpha = this->any(), beta = this->any();
    auto holds = [&](const std::vector<T>& full, auto&& routine, const Moduli& limits) {
      std::vector<T> ours = before, exact = before;
      routine(ours.data());
      oracle::gemv<T>(Trans::none, n, n, alpha, full.data(), n, x.data(), 1, beta, exact.data(), 1);
      EXPECT_LE(worst(n, 1, ours.data(), n, exact.data(), n, limits).ratio, 1);
    };
    holds(
        s.symmetric, [&](T* y) { symv<T>(uplo, n, alpha, s.dense.data(), n, x.data(), 1, beta, y, 1); },
        bounds::symv(uplo, false, n, alpha, s.dense.data(), n, x.data(), 1, beta, before.data(), 1));
    holds(
        s.symmetric, [&](T* y) { sbmv<T>(uplo, n, k, alpha, s.band.data(), k + 1, x.data(), 1, beta, y, 1); },
        bounds::sbmv(uplo, false, n, k, alpha, s.band.data(), k + 1, x.data(), 1, beta, before.data(), 1));
    holds(
        s.symmetric, [&](T* y) { spmv<T>(uplo, n, alpha, s.packed.data(), x.data(), 1, beta, y, 1); },
        bounds::spmv(uplo, false, n, alpha, s.packed.data(), x.data(), 1, beta, before.data(), 1));
    if constexpr (is_complex<T>) {
      holds(
          s.hermitian, [&](T* y) { hemv<T>(uplo, n, alpha, s.dense.data(), n, x.data(), 1, beta, y, 1); },
          bounds::symv(uplo, true, n, alpha, s.dense.data(), n, x.data(), 1, beta, before.data(), 1));
      holds(
          s.hermitian, [&](T* y) { hbmv<T>(uplo, n, k, alpha, s.band.data(), k + 1, x.data(), 1, beta, y, 1); },
          bounds::sbmv(uplo, true, n, k, alpha, s.band.data(), k + 1, x.data(), 1, beta, before.data(), 1));
      holds(
          s.hermitian, [&](T* y) { hpmv<T>(uplo, n, alpha, s.packed.data(), x.data(), 1, beta, y, 1); },
          bounds::spmv(uplo, true, n, alpha, s.packed.data(), x.data(), 1, beta, before.data(), 1));
    }
    Index kl = uplo == Uplo::upper ? 0 : k, ku = uplo == Uplo::upper ? k : 0;
    holds(
        s.dense,
        [&](T* y) { gbmv<T>(Trans::none, n, n, kl, ku, alpha, s.band.data(), k + 1, x.data(), 1, beta, y, 1); },
        bounds::gbmv(Trans::none, n, n, kl, ku, alpha, s.band.data(), k + 1, x.data(), 1, beta, before.data(), 1));
    holds(
        s.dense, [&](T* y) { gemv<T>(Trans::none, n, n, alpha, s.dense.data(), n, x.data(), 1, beta, y, 1); },
        bounds::gemv(Trans::none, n, n, alpha, s.dense.data(), n, x.data(), 1, beta, before.data(), 1));
  }
}

TYPED_TEST(BoundsLevel2, TriangularProductsAndSolves) {
  using T = TypeParam;
  for (Uplo uplo : both)
    for (Trans trans : {Trans::none, Trans::transpose, Trans::conjugate})
      for (Diag diag : {Diag::non_unit, Diag::unit}) {
        auto s = this->stored(uplo);
        std::vector<T> before = this->some(n), exact = before, rest(n), zeros(n);
        oracle::trmm<T>(Side::left, uplo, trans, diag, n, 1, make<T>(1), s.dense.data(), n, exact.data(), n);
        Moduli forms[] = {bounds::triangular(uplo, trans, diag, n, s.dense.data(), n),
                          bounds::triangular_band(uplo, trans, diag, n, k, s.band.data(), k + 1),
                          bounds::triangular_packed(uplo, trans, diag, n, s.packed.data())};
        for (int form = 0; form < 3; ++form) {
          std::vector<T> x = before;
          if (form == 0) trmv<T>(uplo, trans, diag, n, s.dense.data(), n, x.data(), 1);
          if (form == 1) tbmv<T>(uplo, trans, diag, n, k, s.band.data(), k + 1, x.data(), 1);
          if (form == 2) tpmv<T>(uplo, trans, diag, n, s.packed.data(), x.data(), 1);
          EXPECT_LE(worst(n, 1, x.data(), n, exact.data(), n, bounds::trmv(forms[form], before.data(), 1)).ratio, 1)
              << form;
          x = before;
          if (form == 0) trsv<T>(uplo, trans, diag, n, s.dense.data(), n, x.data(), 1);
          if (form == 1) tbsv<T>(uplo, trans, diag, n, k, s.band.data(), k + 1, x.data(), 1);
          if (form == 2) tpsv<T>(uplo, trans, diag, n, s.packed.data(), x.data(), 1);
          oracle::residual<T>(Side::left, uplo, trans, diag, n, 1, make<T>(1), s.dense.data(), n, before.data(), n,
                              x.data(), n, rest.data(), n);
          EXPECT_LE(
              worst(n, 1, rest.data(), n, zeros.data(), n, bounds::trsv(forms[form], before.data(), 1, x.data(), 1))
                  .ratio,
              1)
              << form;
        }
      }
}

TYPED_TEST(BoundsLevel2, Updates) {
  using T = TypeParam;
  std::vector<T> x = this->some(n), y = this->some(n), before = this->some(n * n), ours = before, exact = before;
  T alpha = this->any();
  ger<T>(n, n, alpha, x.data(), 1, y.data(), 1, ours.data(), n);
  oracle::ger<T>(false, n, n, alpha, x.data(), 1, y.data(), 1, exact.data(), n);
  EXPECT_LE(
      worst(n, n, ours.data(), n, exact.data(), n, bounds::ger(n, n, alpha, x.data(), 1, y.data(), 1, before.data(), n))
          .ratio,
      1);
  for (Uplo uplo : both) {
    ours = exact = before;
    syr<T>(uplo, n, alpha, x.data(), 1, ours.data(), n);
    oracle::syrk<T>(uplo, Trans::none, n, 1, alpha, x.data(), n, make<T>(1), exact.data(), n);
    EXPECT_LE(worst(n, n, ours.data(), n, exact.data(), n,
                    bounds::syr(alpha, x.data(), 1, bounds::symmetric(uplo, false, n, before.data(), n)))
                  .ratio,
              1);
    // alpha x y^T + alpha y x^T is one product of two terms.
    ours = exact = before;
    std::vector<T> left(x), right(y);
    left.insert(left.end(), y.begin(), y.end());
    right.insert(right.end(), x.begin(), x.end());
    syr2<T>(uplo, n, alpha, x.data(), 1, y.data(), 1, ours.data(), n);
    oracle::gemmt<T>(uplo, Trans::none, Trans::transpose, n, 2, alpha, left.data(), n, right.data(), n, make<T>(1),
                     exact.data(), n);
    EXPECT_LE(worst(n, n, ours.data(), n, exact.data(), n,
                    bounds::syr2(alpha, x.data(), 1, y.data(), 1, bounds::symmetric(uplo, false, n, before.data(), n)))
                  .ratio,
              1);
  }
}

TYPED_TEST(BoundsLevel2, Level1) {
  using T = TypeParam;
  using R = Real<T>;
  for (Index length : {1, 2, 33, 1000, 4099}) {
    std::vector<T> x = this->some(length), y = this->some(length), ours = y, exact = y;
    auto near = [](auto got, auto expected, double limit) {
      Moduli one(1, 1);
      one(0, 0) = limit;
      return worst(1, 1, &got, 1, &expected, 1, one).ratio;
    };
    double limit = bounds::dot(length, x.data(), 1, y.data(), 1);
    EXPECT_LE(near(dot(length, x.data(), 1, y.data(), 1), oracle::dot(length, x.data(), 1, y.data(), 1), limit), 1);
    EXPECT_LE(near(asum(length, x.data(), 1), oracle::asum(length, x.data(), 1), bounds::asum(length, x.data(), 1)), 1);
    EXPECT_LE(near(nrm2(length, x.data(), 1), oracle::nrm2(length, x.data(), 1), bounds::nrm2(length, x.data(), 1)), 1);
    T alpha = this->any();
    axpy<T>(length, alpha, x.data(), 1, ours.data(), 1);
    oracle::axpy(length, alpha, x.data(), 1, exact.data(), 1);
    EXPECT_LE(worst(length, 1, ours.data(), length, exact.data(), length,
                    bounds::axpby(length, alpha, x.data(), 1, make<T>(1), y.data(), 1))
                  .ratio,
              1);
    if constexpr (sizeof(R) == 4 && !is_complex<T>) {
      EXPECT_LE(near(dsdot(length, 0, x.data(), 1, y.data(), 1), oracle::dsdot(length, x.data(), 1, y.data(), 1),
                     bounds::dsdot(length, x.data(), 1, y.data(), 1)),
                1);
    }
  }
}

}  // namespace
}  // namespace fairplay::blas
