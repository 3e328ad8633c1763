#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.average.
struct AverageOptions {
  Release release = newest_release;
  /// None: all axes.
  std::optional<std::span<const std::int64_t>> axes = std::nullopt;
  /// Of the shape of the elements, or of that of the axes (up to 1.26 of one).
  std::optional<ConstDynamicView> weights = std::nullopt;
  bool keepdims = false;
};

/// Averages, and the sums of the weights that went into them.
struct Average {
  Array mean;
  Array weights;
};

/// numpy.average with `returned`: the sum of products with the weights over the sum of the weights; without any the
/// mean, and how many elements. Errors: weights that don't fit or sum up to 0, bad axes.
Expected<Average> average(const ConstDynamicView& input, const AverageOptions& options = {});

}  // namespace fairplay::arraycore
