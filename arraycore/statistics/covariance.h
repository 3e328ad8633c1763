#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.cov.
struct CovarianceOptions {
  Release release = newest_release;
  /// More variables.
  std::optional<ConstDynamicView> others = std::nullopt;
  /// Each row is a variable, otherwise each column.
  bool rows = true;
  /// What is subtracted from the number of observations; otherwise 1, or with `bias` 0.
  std::optional<std::int64_t> ddof = std::nullopt;
  bool bias = false;
  /// How often each observation was made: whole numbers.
  std::optional<ConstDynamicView> frequencies = std::nullopt;
  /// How much each observation weighs.
  std::optional<ConstDynamicView> weights = std::nullopt;
  /// From 1.20 on; otherwise at least float64.
  std::optional<DType> dtype = std::nullopt;
};

/// numpy.cov: the matrix of covariances; of one variable one number. Infinite or NaN where not more than `ddof`
/// observations are there. Errors: more than two axes, weights that are negative or don't fit, frequencies that aren't
/// whole.
Expected<Array> covariance(const ConstDynamicView& input, const CovarianceOptions& options = {});

/// numpy.corrcoef: covariances over the products of standard deviations, within [-1, 1]. Takes release, others, rows
/// and dtype. Errors: those of covariance.
Expected<Array> correlation_coefficients(const ConstDynamicView& input, const CovarianceOptions& options = {});

}  // namespace fairplay::arraycore
