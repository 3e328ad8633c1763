#include "arraycore/random/multivariate_normal.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/linalg/lapack_factors.h"
#include "arraycore/random/mt19937.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/random/random_state.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Generator seeded() { return Generator(std::make_shared<Pcg64>(SeedSequence::of({12345}).value())); }

Array array_of(const std::vector<double>& numbers, const Extents& shape) {
  return Array::from(std::span<const double>(numbers)).value().reshaped(shape).value();
}

TEST(MultivariateNormal, ByCholeskysRootIsNumpys) {
  const Array mean = array_of({0, 1}, {2});
  const Array covariance = array_of({2, 1, 1, 3}, {2, 2});
  auto generator = seeded();
  const auto drawn = multivariate_normal(generator, mean, covariance, std::nullopt, CovarianceRoot::cholesky).value();
  EXPECT_EQ(drawn.numbers.shape(), (Extents{2}));
  EXPECT_NEAR(load<double>(drawn.numbers.view().data()), -2.013592677000506, 1e-14);
  EXPECT_NEAR(load<double>(drawn.numbers.view().data() + 8), 1.9913337973301055, 1e-14);
}

TEST(MultivariateNormal, ByLapacksRootsIsNumpys) {
  if (!has_lapack_factors()) GTEST_SKIP() << "no Netlib's LAPACK: other signs";
  const Array mean = array_of({0, 1, 2}, {3});
  const Array covariance = array_of({2, 1, 0.5, 1, 3, 0.25, 0.5, 0.25, 1}, {3, 3});
  const std::pair<CovarianceRoot, std::vector<double>> roots[]{
      {CovarianceRoot::svd, {2.9281284732814394, 2.319476461878196, 2.4561105962327803}},
      {CovarianceRoot::eigh, {0.3424665338764881, 3.1217725639025513, 0.5198503312719369}}};
  for (const auto& [root, wanted] : roots) {
    auto generator = seeded();
    const auto drawn = multivariate_normal(generator, mean, covariance, std::nullopt, root).value();
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_NEAR(load<double>(drawn.numbers.view().data() + 8 * i), wanted[i], 1e-13);
  }
}

TEST(MultivariateNormal, OfNoCovarianceRandomStateTakesTheRightVectors) {
  // This matrix turns by a right angle: its left singular vectors aren't its right ones.
  const Array mean = array_of({0, 0}, {2});
  const Array turning = array_of({0, -1, 4, 0}, {2, 2});
  RandomState state(std::make_shared<Mt19937>(5U));
  RandomState standard(std::make_shared<Mt19937>(5U));
  const auto drawn = multivariate_normal(state, mean, turning, std::nullopt).value();
  const Array normal = standard.draw("standard_normal", {}, Extents{2}).value();
  EXPECT_FALSE(drawn.positive_semidefinite);
  for (std::size_t i = 0; i < 2; ++i) {
    const double scale = i == 0 ? 2 : 1;
    EXPECT_NEAR(std::fabs(load<double>(drawn.numbers.view().data() + 8 * i)),
                scale * std::fabs(load<double>(normal.view().data() + 8 * i)), 1e-14);
  }
}

TEST(MultivariateNormal, HasTheCovarianceByEveryRoot) {
  const Array mean = array_of({0, 0}, {2});
  const Array covariance = array_of({4, 1, 1, 9}, {2, 2});
  for (const CovarianceRoot root : {CovarianceRoot::svd, CovarianceRoot::eigh, CovarianceRoot::cholesky}) {
    auto generator = seeded();
    const auto drawn = multivariate_normal(generator, mean, covariance, Extents{20000}, root).value();
    EXPECT_TRUE(drawn.positive_semidefinite);
    const auto* x = reinterpret_cast<const double*>(drawn.numbers.view().data());
    double products = 0;
    double squares = 0;
    for (std::int64_t i = 0; i < 20000; ++i) {
      products += x[2 * i] * x[2 * i + 1] / 20000;
      squares += x[2 * i + 1] * x[2 * i + 1] / 20000;
    }
    EXPECT_NEAR(products, 1, 0.2);
    EXPECT_NEAR(squares, 9, 0.4);
  }
}

TEST(MultivariateNormal, TellsAndRefusesBadCovariances) {
  const Array mean = array_of({0, 0}, {2});
  const Array indefinite = array_of({1, 0, 0, -1}, {2, 2});
  auto generator = seeded();
  EXPECT_FALSE(multivariate_normal(generator, mean, indefinite, std::nullopt)->positive_semidefinite);
  EXPECT_FALSE(multivariate_normal(generator, mean, indefinite, std::nullopt, CovarianceRoot::cholesky).has_value());
  EXPECT_EQ(multivariate_normal(generator, mean, array_of({1}, {1, 1}), std::nullopt).error().kind, ErrorKind::value);
  EXPECT_EQ(multivariate_normal(generator, indefinite, indefinite, std::nullopt).error().kind, ErrorKind::value);
}

}  // namespace
}  // namespace fairplay::arraycore
