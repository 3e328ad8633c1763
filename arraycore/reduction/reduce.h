#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/float_flags.h"

namespace fairplay::arraycore {

/// The keyword arguments of a reduction.
struct ReduceOptions {
  Release release = newest_release;
  /// None: all axes, as in numpy.sum. (The ufuncs' own method takes the first axis if none is named.)
  std::optional<std::span<const std::int64_t>> axes = std::nullopt;
  /// Reduced axes stay with extent 1.
  bool keepdims = false;
  /// The dtype to compute in. Otherwise the input's; sums and products of smaller integers are int64 or uint64.
  std::optional<DType> dtype = std::nullopt;
  /// One element to begin with. Otherwise the ufunc's identity, or where it has none the first element.
  std::optional<ConstDynamicView> initial = std::nullopt;
  /// Booleans, broadcast to the input: only where they are true an element takes part.
  std::optional<ConstDynamicView> where = std::nullopt;
  FloatFlags* flags = nullptr;
};

/// numpy.NAME.reduce: the operation between all elements along some axes. Sums of floating and complex numbers have the
/// bits of the release: they depend on the input's layout in memory (order.h). Errors: no such ufunc or loop, a ufunc
/// without two inputs, bad axes, several axes where the order matters, no element where there is no identity.
Expected<Array> reduce(std::string_view ufunc, const ConstDynamicView& input, const ReduceOptions& options = {});

/// numpy.NAME.accumulate: along an axis each element is the result of all up to it. Errors: as reduce, a bad axis.
Expected<Array> accumulate(std::string_view ufunc, const ConstDynamicView& input, std::int64_t axis,
                           std::optional<DType> dtype = std::nullopt, Release release = newest_release);

/// numpy.NAME.reduceat: along an axis the reduction from each index up to the next, or one element where that isn't
/// larger. Errors also: an index out of bounds.
Expected<Array> reduce_at(std::string_view ufunc, const ConstDynamicView& input, std::span<const std::int64_t> indices,
                          std::int64_t axis, std::optional<DType> dtype = std::nullopt,
                          Release release = newest_release);

/// numpy.NAME.at: `target[indices] = NAME(target[indices], values)`, one index after the other in row-major order, so
/// that an element that is named twice takes both. Without values for ufuncs of one input. Errors: those of indexing
/// and of the ufunc.
Expected<void> apply_at(std::string_view ufunc, const DynamicView& target, std::span<const Index> indices,
                        std::optional<ConstDynamicView> values, Release release = newest_release);

}  // namespace fairplay::arraycore
