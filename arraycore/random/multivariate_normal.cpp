#include "arraycore/random/multivariate_normal.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/solve.h"
#include "arraycore/linalg/spectral.h"
#include "arraycore/random/generator.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_state.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

/// A factor F of the covariance: F F^T, in row-major order.
struct Root {
  std::vector<double> factor;
  bool positive_semidefinite = true;
};

struct NormalParameters {
  std::vector<double> mean;
  Array covariance;
};

std::vector<double> doubles_in(const Array& array) {
  const auto* numbers = reinterpret_cast<const double*>(array.view().data());
  return {numbers, numbers + array.count()};
}

Expected<NormalParameters> normal_parameters(const ConstDynamicView& mean, const ConstDynamicView& covariance,
                                             Release release) {
  if (mean.dimensions() != 1) return fail(ErrorKind::value, "a mean of shape " + describe(mean.shape()));
  if (covariance.dimensions() != 2 || covariance.shape()[0] != covariance.shape()[1] ||
      covariance.shape()[0] != mean.shape()[0]) {
    return fail(ErrorKind::value, "a covariance of shape " + describe(covariance.shape()) + " for a mean of shape " +
                                      describe(mean.shape()));
  }
  const auto means = parameter_of(mean, Kind::float64, Casting::same_kind, release);
  if (!means) return std::unexpected(means.error());
  const auto matrix = parameter_of(covariance, Kind::float64, Casting::same_kind, release);
  if (!matrix) return std::unexpected(matrix.error());
  auto copy = Array::copy_of(matrix->under(covariance.shape()));
  if (!copy) return std::unexpected(copy.error());
  return NormalParameters{doubles_of(*means), std::move(*copy)};
}

/// The columns of a matrix times the roots of these numbers.
std::vector<double> scaled_columns(std::vector<double> matrix, const std::vector<double>& squares) {
  const std::size_t n = squares.size();
  for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] *= std::sqrt(std::fabs(squares[i % n]));
  return matrix;
}

/// numpy.allclose of V diag(s) V^T and the matrix.
bool is_restored(const std::vector<double>& vh, const std::vector<double>& s, const std::vector<double>& matrix,
                 double tolerance) {
  const std::size_t n = s.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < n; ++k) sum += vh[k * n + i] * s[k] * vh[k * n + j];
      const double expected = matrix[i * n + j];
      if (!(std::fabs(sum - expected) <= tolerance + tolerance * std::fabs(expected))) return false;
    }
  }
  return true;
}

/// Which singular vectors the root by them is made of. Of a covariance they are the same, of another matrix they
/// aren't.
enum class SingularVectors { left, right };

std::vector<double> transposed_square(const std::vector<double>& matrix, std::size_t n) {
  std::vector<double> result(matrix.size());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) result[j * n + i] = matrix[i * n + j];
  }
  return result;
}

Expected<Root> root_of(const Array& covariance, CovarianceRoot root, SingularVectors side, double tolerance,
                       Release release) {
  if (root == CovarianceRoot::cholesky) {
    const auto lower = cholesky(covariance, false, release);
    if (!lower) return std::unexpected(lower.error());
    return Root{doubles_in(*lower)};
  }
  if (root == CovarianceRoot::eigh) {
    const auto factors = eigh(covariance, false, release, SpectralMethod::lapack);
    if (!factors) return std::unexpected(factors.error());
    const std::vector<double> values = doubles_in(factors->values);
    Root result{scaled_columns(doubles_in(factors->vectors), values)};
    for (const double one : values) result.positive_semidefinite = result.positive_semidefinite && one >= -tolerance;
    return result;
  }
  const auto factors = svd(covariance, true, release, MatrixForm::general, SpectralMethod::lapack);
  if (!factors) return std::unexpected(factors.error());
  const std::vector<double> s = doubles_in(factors->s), vh = doubles_in(factors->vh);
  auto vectors = side == SingularVectors::left ? doubles_in(factors->u) : transposed_square(vh, s.size());
  return Root{scaled_columns(std::move(vectors), s), is_restored(vh, s, doubles_in(covariance), tolerance)};
}

/// `standard(size)` makes standard normal numbers, which a root turns into those wanted.
template <class Standard>
Expected<MultivariateNormal> drawn_normal(Standard standard, const ConstDynamicView& mean,
                                          const ConstDynamicView& covariance, const DrawnSize& size,
                                          CovarianceRoot method, SingularVectors side, double tolerance,
                                          Release release) {
  const auto parameters = normal_parameters(mean, covariance, release);
  if (!parameters) return std::unexpected(parameters.error());
  const std::size_t n = parameters->mean.size();
  Extents shape = size.value_or(Extents{});
  shape.push_back(static_cast<std::int64_t>(n));
  auto numbers = standard(shape);
  if (!numbers) return std::unexpected(numbers.error());
  const auto root = root_of(parameters->covariance, method, side, tolerance, release);
  if (!root) return std::unexpected(root.error());
  auto* row = reinterpret_cast<double*>(numbers->view().data());
  std::vector<double> result(n);
  for (std::int64_t i = 0; n > 0 && i < numbers->count() / static_cast<std::int64_t>(n); ++i, row += n) {
    for (std::size_t j = 0; j < n; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < n; ++k) sum += row[k] * root->factor[j * n + k];
      result[j] = parameters->mean[j] + sum;
    }
    for (std::size_t j = 0; j < n; ++j) row[j] = result[j];
  }
  return MultivariateNormal{std::move(*numbers), root->positive_semidefinite};
}

}  // namespace

Expected<MultivariateNormal> multivariate_normal(Generator& generator, const ConstDynamicView& mean,
                                                 const ConstDynamicView& covariance, const DrawnSize& size,
                                                 CovarianceRoot root, double tolerance) {
  const auto side = generator.release() < Release{1, 18} ? SingularVectors::right : SingularVectors::left;
  return drawn_normal([&](const Extents& shape) { return generator.standard_normal(shape); }, mean, covariance, size,
                      root, side, tolerance, generator.release());
}

Expected<MultivariateNormal> multivariate_normal(RandomState& state, const ConstDynamicView& mean,
                                                 const ConstDynamicView& covariance, const DrawnSize& size,
                                                 double tolerance) {
  return drawn_normal([&](const Extents& shape) { return state.draw("standard_normal", {}, shape); }, mean, covariance,
                      size, CovarianceRoot::svd, SingularVectors::right, tolerance, state.release());
}

}  // namespace fairplay::arraycore
