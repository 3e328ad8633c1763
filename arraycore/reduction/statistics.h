#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The arguments of numpy.mean, var and std.
struct MeanOptions {
  Release release = newest_release;
  std::optional<std::span<const std::int64_t>> axes = std::nullopt;
  bool keepdims = false;
  std::optional<DType> dtype = std::nullopt;
  double ddof = 0;  ///< var and std divide by the number of elements less this
  std::optional<ConstDynamicView> where = std::nullopt;
};

/// numpy.mean: the sum over the number of elements. Integers and truth values as float64, float16 in float32. Of none
/// NaN. Errors: those of reduce.
Expected<Array> mean(const ConstDynamicView& input, const MeanOptions& options = {});

/// numpy.var: the mean of the squared distances from the mean, in two passes; real for complex numbers.
Expected<Array> variance(const ConstDynamicView& input, const MeanOptions& options = {});

/// numpy.std: the square root of the variance.
Expected<Array> standard_deviation(const ConstDynamicView& input, const MeanOptions& options = {});

/// Squares the elements where they lie, as variances need it. Of complex numbers the squared magnitudes take the place
/// of the real parts, which are the result.
Expected<DynamicView> square_in_place(const DynamicView& view, Release release = newest_release);

/// numpy.argmax and argmin: the place of the first of the largest (smallest) elements along an axis, or in row-major
/// order of all; the first NaN or NaT wins. Errors: an axis without elements, a bad axis, text.
Expected<Array> argmax(const ConstDynamicView& input, std::optional<std::int64_t> axis = std::nullopt,
                       bool keepdims = false);
Expected<Array> argmin(const ConstDynamicView& input, std::optional<std::int64_t> axis = std::nullopt,
                       bool keepdims = false);

}  // namespace fairplay::arraycore
