#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/statistics/median.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.ptp: the largest element less the smallest, in the dtype of the elements: that of small integers wraps.
/// Errors: those of reduce and subtract (truth values have no difference).
Expected<Array> ptp(const ConstDynamicView& input, const MedianOptions& options = {});

}  // namespace fairplay::arraycore
