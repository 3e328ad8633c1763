#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.histogramdd.
struct PointHistogramOptions {
  Release release = newest_release;
  /// Of each coordinate: how many bins of one width, or their edges, which don't fall.
  std::vector<std::variant<std::int64_t, ConstDynamicView>> bins = {};
  /// Of each coordinate the outer edges; none: the smallest and the largest one. Empty: none for all.
  std::vector<std::optional<std::pair<double, double>>> ranges = {};
  std::optional<ConstDynamicView> weights = std::nullopt;
  /// Divided by the volumes of the bins and the sum.
  bool density = false;
};

struct PointHistogram {
  Array counts;              ///< float64, an axis for each coordinate
  std::vector<Array> edges;  ///< of each coordinate one more than bins
};

/// numpy.histogramdd of points, a row each, as it is since 1.17: a bin holds its left edge, the last one both. Errors:
/// other than two axes, another number of bins or ranges than columns, fewer than one bin, edges that fall or have
/// other than one axis, no finite range, weights of another length or that float64 doesn't hold, more bins than memory.
Expected<PointHistogram> histogram_of_points(const ConstDynamicView& points, const PointHistogramOptions& options);

}  // namespace fairplay::arraycore
