#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/random/generator.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_state.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Which square root of the covariance matrix the numbers are made with.
enum class CovarianceRoot { svd, eigh, cholesky };

struct MultivariateNormal {
  Array numbers;
  /// Whether the covariance matrix is symmetric and has no negative eigenvalue, within `tolerance`.
  bool positive_semidefinite;
};

/// numpy.random.Generator.multivariate_normal: normal numbers with this mean and covariance. The normal numbers inside
/// are NumPy's, bit for bit, and so are the results within 4 n² eps times the largest term, for n variables; by
/// singular values and eigenvalues also times the largest eigenvalue over the least distance of two. These roots are
/// unique only up to the signs of their columns, which are those of LAPACK 3.10 and later (NumPy's wheels since 1.24).
/// A build without Netlib's LAPACK takes other ones. Errors: a mean of other than one axis, a covariance that isn't
/// square, or of another length; by Cholesky's method a matrix that isn't positive definite; no memory.
Expected<MultivariateNormal> multivariate_normal(Generator& generator, const ConstDynamicView& mean,
                                                 const ConstDynamicView& covariance, const DrawnSize& size,
                                                 CovarianceRoot root = CovarianceRoot::svd, double tolerance = 1e-8);
/// RandomState's, by singular values: the right vectors, where a matrix that is no covariance has others on the left.
Expected<MultivariateNormal> multivariate_normal(RandomState& state, const ConstDynamicView& mean,
                                                 const ConstDynamicView& covariance, const DrawnSize& size,
                                                 double tolerance = 1e-8);

}  // namespace fairplay::arraycore
