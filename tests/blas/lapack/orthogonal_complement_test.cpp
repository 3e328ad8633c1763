// Projections and reflectors with a positive result; tests/blas/interface/mends_spectra_test.py has their hard cases.

#include "blas/lapack/orthogonal_complement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/blas/lapack/matrices.h"

namespace fairplay::blas::lapack {
namespace {

template <class T>
class Complement : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Complement, Types);

TYPED_TEST(Complement, ReflectsOntoAPositiveNumber) {
  using T = TypeParam;
  using R = Real<T>;
  const R safe = std::numeric_limits<R>::min() / std::numeric_limits<R>::epsilon();
  for (R size : {R(1), safe / 64, safe * 8}) {
    T alpha = make<T>(-3 * size), x[3] = {make<T>(4 * size), make<T>(9), make<T>(0)}, tau;
    positive_reflector<T>(3, alpha, x, 2, tau);
    EXPECT_NEAR(real(alpha) / size, 5, 20 * std::numeric_limits<R>::epsilon());
    // v = x / (alpha - beta), tau = (beta - alpha) / beta.
    EXPECT_NEAR(real(x[0]), -0.5, 8 * std::numeric_limits<R>::epsilon());
    EXPECT_NEAR(real(tau), 1.6, 8 * std::numeric_limits<R>::epsilon());
    EXPECT_EQ(real(x[1]), 9);
  }
}

TYPED_TEST(Complement, LeavesWhatIsOrthogonalAndReplacesWhatIsNot) {
  using T = TypeParam;
  using R = Real<T>;
  // The first two unit vectors of three, of which the first is in the upper part.
  const T q1[2] = {make<T>(1), make<T>(0)}, q2[4] = {make<T>(0), make<T>(0), make<T>(1), make<T>(0)};
  T x1[1] = {make<T>(5)}, x2[2] = {make<T>(7), make<T>(2)}, work[2];
  const SplitVector<T> x{1, 2, x1, 1, x2, 1};
  const SplitBasis<T> q{2, q1, 1, q2, 2};
  project_out(x, q, work);
  EXPECT_TRUE(is_zero(x1[0]) && is_zero(x2[0]));
  EXPECT_EQ(real(x2[1]), 2);
  x2[1] = make<T>(0);
  vector_of_complement(x, q, work);
  EXPECT_TRUE(is_zero(x1[0]) && is_zero(x2[0]));
  EXPECT_NEAR(real(x2[1]), 1, 4 * std::numeric_limits<R>::epsilon());
}

}  // namespace
}  // namespace fairplay::blas::lapack
