#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The arguments of statistics that sort.
struct MedianOptions {
  Release release = newest_release;
  /// None: all axes.
  std::optional<std::span<const std::int64_t>> axes = std::nullopt;
  bool keepdims = false;
};

/// numpy.median: the middle element, or the mean of the two in the middle, which doesn't overflow. Where there is a
/// NaN, it is the result; of no elements NaN. Integers and truth values give float64. Errors: bad axes, text,
/// datetimes.
Expected<Array> median(const ConstDynamicView& input, const MedianOptions& options = {});

/// numpy.nanmedian: the same of the elements that are no NaN.
Expected<Array> nanmedian(const ConstDynamicView& input, const MedianOptions& options = {});

}  // namespace fairplay::arraycore
