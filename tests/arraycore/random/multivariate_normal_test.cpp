#include "arraycore/random/multivariate_normal.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/random/pcg64.h"
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
