#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The methods of Hyndman and Fan, "Sample quantiles in statistical packages" (1996), in their order, and NumPy's
/// older ones. Up to 1.21 NumPy has `linear`, `lower`, `higher`, `midpoint` and `nearest`.
enum class QuantileMethod {
  inverted_cdf,
  averaged_inverted_cdf,
  closest_observation,
  interpolated_inverted_cdf,
  hazen,
  weibull,
  linear,
  median_unbiased,
  normal_unbiased,
  lower,
  higher,
  midpoint,
  nearest,
};

/// The arguments of quantiles.
struct QuantileOptions {
  Release release = newest_release;
  /// None: all axes.
  std::optional<std::span<const std::int64_t>> axes = std::nullopt;
  bool keepdims = false;
  QuantileMethod method = QuantileMethod::linear;
  /// From 2.0 on, with `inverted_cdf` only: of the input's shape, or of that of the axes.
  std::optional<ConstDynamicView> weights = std::nullopt;
  /// The quantile is a Python number, whose dtype doesn't count from 2.0 on. Only of one without axes.
  bool python_number = false;
};

/// numpy.quantile of `q` within [0, 1]: axes of `q`, then those of the input that stay. Where there is a NaN it is the
/// result. Neighbours are interpolated by the formula of the release; where a step of it overflows, or an infinity
/// isn't weighted, the result is what exact arithmetic says. Errors: `q` out of its range or with more than two axes,
/// complex numbers (from 1.22 on), no element, weights that don't fit, are negative or sum up to no number.
Expected<Array> quantile(const ConstDynamicView& input, const ConstDynamicView& q, const QuantileOptions& options = {});

/// numpy.percentile: `q` within [0, 100].
Expected<Array> percentile(const ConstDynamicView& input, const ConstDynamicView& q,
                           const QuantileOptions& options = {});

/// numpy.nanquantile and nanpercentile: the same of the elements that are no NaN; of none NaN.
Expected<Array> nanquantile(const ConstDynamicView& input, const ConstDynamicView& q,
                            const QuantileOptions& options = {});
Expected<Array> nanpercentile(const ConstDynamicView& input, const ConstDynamicView& q,
                              const QuantileOptions& options = {});

}  // namespace fairplay::arraycore
