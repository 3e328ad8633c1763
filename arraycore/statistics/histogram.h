#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/bin_width.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.histogram.
struct HistogramOptions {
  Release release = newest_release;
  /// How many bins of one width, an estimator of their number, or the edges, which don't fall.
  std::variant<std::int64_t, BinEstimator, ConstDynamicView> bins = std::int64_t{10};
  /// The outer edges; otherwise the smallest and the largest element. What lies outside isn't counted.
  std::optional<std::pair<double, double>> range = std::nullopt;
  std::optional<ConstDynamicView> weights = std::nullopt;
  /// Divided by the widths of the bins and the sum.
  bool density = false;
};

struct Histogram {
  Array counts;  ///< int64, the weights' dtype, or float64 densities
  Array edges;   ///< one more
};

/// numpy.histogram of all elements. A bin holds its left edge, the last one both. Errors: complex elements, no finite
/// range, fewer than one bin, edges that fall, weights of another shape, weights with an estimator, from 2.1 on bins
/// too narrow for their edges to differ.
Expected<Histogram> histogram(const ConstDynamicView& input, const HistogramOptions& options = {});

}  // namespace fairplay::arraycore
