#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The arguments of numpy.unique.
struct UniqueOptions {
  Release release = newest_release;
  /// Whole subarrays along this axis are compared, in the order of their elements; without one, single elements.
  std::optional<std::int64_t> axis = std::nullopt;
  bool indices = false;
  bool inverse = false;
  bool counts = false;
  /// Whether all NaNs (all NaT) are one element. Only of single elements, from 1.21 on; up to 1.23 always. From 2.4 on
  /// an array of one axis has single elements, even where that axis is given.
  bool equal_nan = true;
};

/// Distinct elements and, as far as they were asked for, arrays of int64.
struct Unique {
  /// In their order, one after the other along the axis.
  Array values;
  /// The first place of each value.
  std::optional<Array> indices = std::nullopt;
  /// For each element the place of its value: flat up to 1.26 and where an axis was given, else in the shape of the
  /// input.
  std::optional<Array> inverse = std::nullopt;
  /// How often each value is there.
  std::optional<Array> counts = std::nullopt;
};

/// numpy.unique. Error: a bad axis.
Expected<Unique> unique(const ConstDynamicView& input, const UniqueOptions& options = {});

}  // namespace fairplay::arraycore
