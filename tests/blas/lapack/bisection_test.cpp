// Bisection: a matrix whose eigenvalues are known, every interval, and matrices that split.

#include "blas/lapack/bisection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace fairplay::blas::lapack {
namespace {

template <class R>
struct Result {
  std::vector<R> w;
  std::vector<std::int32_t> block, split;
};

template <class R>
Result<R> eigenvalues(const std::vector<R>& d, const std::vector<R>& e, const Spectrum<R>& spectrum) {
  const std::size_t n = d.size();
  Result<R> result{std::vector<R>(n), std::vector<std::int32_t>(n), std::vector<std::int32_t>(n)};
  std::vector<R> squares(n);
  std::int32_t count = -1, blocks = -1;
  tridiagonal_eigenvalues<R, std::int32_t>(static_cast<Index>(n), d.data(), e.data(), spectrum, count, blocks,
                                           result.w.data(), result.block.data(), result.split.data(), squares.data());
  result.w.resize(static_cast<std::size_t>(count));
  result.block.resize(static_cast<std::size_t>(count));
  result.split.resize(static_cast<std::size_t>(blocks));
  return result;
}

template <class R>
class Bisection : public testing::Test {};
using Types = testing::Types<float, double>;
TYPED_TEST_SUITE(Bisection, Types);

// Eigenvalue k of the matrix with 2 on the diagonal and -1 beside it is 2 - 2 cos(k pi / (n + 1)).
TYPED_TEST(Bisection, EveryIntervalOfIndices) {
  using R = TypeParam;
  constexpr Index n = 17;
  const std::vector<R> d(n, 2), e(n - 1, -1);
  Spectrum<R> spectrum;
  spectrum.wanted = Wanted::indices;
  for (spectrum.first = 1; spectrum.first <= n; ++spectrum.first) {
    for (spectrum.last = spectrum.first; spectrum.last <= n; ++spectrum.last) {
      const Result<R> result = eigenvalues(d, e, spectrum);
      ASSERT_EQ(static_cast<Index>(result.w.size()), spectrum.last - spectrum.first + 1);
      for (std::size_t k = 0; k < result.w.size(); ++k) {
        const long double angle = (spectrum.first + static_cast<Index>(k)) * 3.14159265358979323846L / (n + 1);
        EXPECT_NEAR(result.w[k], 2 - 2 * std::cos(angle), 20 * std::numeric_limits<R>::epsilon());
      }
    }
  }
}

TYPED_TEST(Bisection, EqualEigenvaluesOfSeveralBlocks) {
  using R = TypeParam;
  // Five blocks: [0 1; 1 0] has -1 and 1, and so have the single elements.
  const std::vector<R> d = {0, 0, 1, -1, 0, 0, 1}, e = {1, 0, 0, 0, 1, 0};
  Spectrum<R> spectrum;
  spectrum.wanted = Wanted::indices;
  for (Index first = 1; first <= 7; ++first) {
    for (Index last = first; last <= 7; ++last) {
      spectrum.first = first;
      spectrum.last = last;
      for (bool whole : {false, true}) {
        spectrum.whole_matrix = whole;
        const Result<R> result = eigenvalues(d, e, spectrum);
        EXPECT_EQ(result.split, (std::vector<std::int32_t>{2, 3, 4, 6, 7}));
        ASSERT_EQ(static_cast<Index>(result.w.size()), last - first + 1);
        std::vector<R> sorted = result.w;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t k = 0; k < sorted.size(); ++k)
          EXPECT_NEAR(sorted[k], first + static_cast<Index>(k) <= 3 ? -1 : 1, 8 * std::numeric_limits<R>::epsilon());
        EXPECT_TRUE(whole ? sorted == result.w : std::is_sorted(result.block.begin(), result.block.end()));
      }
    }
  }
}

TYPED_TEST(Bisection, IntervalsOfValuesExcludeTheirLowerEnd) {
  using R = TypeParam;
  Spectrum<R> spectrum;
  spectrum.wanted = Wanted::values;
  spectrum.lower = 1;
  spectrum.upper = 3;
  EXPECT_EQ(eigenvalues<R>({3, 1, 2}, {0, 0}, spectrum).w, (std::vector<R>{3, 2}));
  spectrum.lower = 3;
  spectrum.upper = 9;
  EXPECT_TRUE(eigenvalues<R>({3, 1, 2}, {0, 0}, spectrum).w.empty());
}

}  // namespace
}  // namespace fairplay::blas::lapack
