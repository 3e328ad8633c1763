#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// Statistics of the elements that are no NaN. Of integers and truth values they are those without "nan".

/// numpy.nansum and nanprod: NaN counts as 0 or 1. Errors: those of reduce.
Expected<Array> nansum(const ConstDynamicView& input, const ReduceOptions& options = {});
Expected<Array> nanprod(const ConstDynamicView& input, const ReduceOptions& options = {});

/// numpy.nanmin and nanmax; where all elements are NaN, NaN. Errors: those of reduce.
Expected<Array> nanmin(const ConstDynamicView& input, const ReduceOptions& options = {});
Expected<Array> nanmax(const ConstDynamicView& input, const ReduceOptions& options = {});

/// numpy.nancumsum and nancumprod, along an axis or of the flat array.
Expected<Array> nancumsum(const ConstDynamicView& input, std::optional<std::int64_t> axis = std::nullopt,
                          std::optional<DType> dtype = std::nullopt, Release release = newest_release);
Expected<Array> nancumprod(const ConstDynamicView& input, std::optional<std::int64_t> axis = std::nullopt,
                           std::optional<DType> dtype = std::nullopt, Release release = newest_release);

/// numpy.nanmean: float16 is added up in float32, as in numpy.mean. Of no elements NaN. Errors: those of mean, a dtype
/// of integers for floating elements.
Expected<Array> nanmean(const ConstDynamicView& input, const MeanOptions& options = {});

/// numpy.nanvar and nanstd. NaN where not more than `ddof` elements are no NaN.
Expected<Array> nanvar(const ConstDynamicView& input, const MeanOptions& options = {});
Expected<Array> nanstd(const ConstDynamicView& input, const MeanOptions& options = {});

/// numpy.nanargmax and nanargmin. Error also: all elements along the axis are NaN.
Expected<Array> nanargmax(const ConstDynamicView& input, std::optional<std::int64_t> axis = std::nullopt,
                          bool keepdims = false, Release release = newest_release);
Expected<Array> nanargmin(const ConstDynamicView& input, std::optional<std::int64_t> axis = std::nullopt,
                          bool keepdims = false, Release release = newest_release);

}  // namespace fairplay::arraycore
