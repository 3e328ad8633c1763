// The oracle's matrix routines against MPFR, over every family of the generator, option and type.

#include "blas/oracle/matrices.h"

#include <gtest/gtest.h>

#include "blas/hunting/matrices.h"
#include "tests/blas/kernel_sets.h"
#include "tests/blas/oracle/mpfr_element.h"
#include "tests/blas/oracle/test_sizes.h"

namespace fairplay::blas::oracle {
namespace {

using hunting::MatrixFamily;
using hunting::Pair;
using hunting::Random;

template <class T>
class OracleMatrices : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(OracleMatrices, Types);

template <class T>
T scalar(int kind, Random& random) {
  switch (kind) {
    case 0: return make<T>(0);
    case 1: return make<T>(1);
    case 2: return make<T>(-1);
    default: return make<T>(random.uniform<Real<T>>(), random.uniform<Real<T>>());
  }
}

// C = alpha A B + beta C, checked element by element.
template <class T>
void gemm_agrees(MatrixFamily family, Index m, Index n, Index k, T alpha, T beta, Random& random, MpfrSum& sum,
                 Statistics& statistics) {
  Pair<T> pair = hunting::make_pair_of<T>(family, m, n, k, random);
  std::vector<T> c(static_cast<std::size_t>(m * n)), before;
  for (T& value : c) value = make<T>(random.uniform<Real<T>>(), random.uniform<Real<T>>());
  before = c;
  gemm<T>(Trans::none, Trans::none, m, n, k, alpha, pair.a.data(), m, pair.b.data(), k, beta, c.data(), m, &statistics);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < m; ++i) {
      T expected = mpfr_element(
          sum, k, alpha, [&](Index p) { return pair.a[static_cast<std::size_t>(i + p * m)]; },
          [&](Index p) { return pair.b[static_cast<std::size_t>(p + j * k)]; }, beta,
          before[static_cast<std::size_t>(i + j * m)]);
      T got = c[static_cast<std::size_t>(i + j * m)];
      ASSERT_TRUE(same_parts(got, expected))
          << hunting::name_of(family) << ", m = " << m << ", n = " << n << ", k = " << k << ", (" << i << ", " << j
          << ")" << std::hexfloat << ": " << real(got) << " + " << imag(got) << "i, not " << real(expected) << " + "
          << imag(expected) << "i; alpha = " << real(alpha);
    }
}

TYPED_TEST(OracleMatrices, GemmOfEveryFamilyAgreesWithMpfr) {
  using T = TypeParam;
  MpfrSum sum;
  for (MatrixFamily family : hunting::matrix_families) {
    Random random(7 + static_cast<std::uint64_t>(family));
    Statistics statistics;
    std::vector<std::array<Index, 3>> sizes = {{1, 1, 1}, {2, 3, 5}, {5, 6, 40}, {17, 13, 33}, {9, 7, 300}};
    if (long_run()) sizes.insert(sizes.end(), {{100, 100, 20}, {64, 64, 64}, {40, 50, 130}, {20, 30, 300}});
    for (auto [m, n, k] : sizes) {
      for (int i = 0; i < 3; ++i) {
        T alpha = scalar<T>(i == 0 ? 1 : 3, random), beta = scalar<T>(i == 0   ? 0
                                                                      : i == 1 ? 3
                                                                               : random.between(0, 3),
                                                                      random);
        gemm_agrees<T>(family, m, n, k, alpha, beta, random, sum, statistics);
        if (this->HasFatalFailure()) return;
      }
    }
    print_shares(fmt::format("{}{} gemm of {}", is_complex<T> ? "complex " : "",
                             sizeof(Real<T>) == 8 ? "double" : "float", hunting::name_of(family)),
                 statistics);
  }
}

}  // namespace
}  // namespace fairplay::blas::oracle
