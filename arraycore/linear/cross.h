#pragma once

#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The axes that vectors lie along: in either operand, and in the result.
struct CrossAxes {
  std::int64_t a = -1;
  std::int64_t b = -1;
  std::int64_t result = -1;
};

/// numpy.cross: the vectors that are perpendicular to those of `a` and `b`, whose other axes are broadcast; computed in
/// their common dtype, each product and each difference rounded. Up to 2.4 vectors may have two elements, a third being
/// zero; of two such vectors the result is the third element alone. Errors: other extents, no such axis, shapes that
/// don't fit, no common dtype, no difference (truth values).
Expected<Array> cross(const ConstDynamicView& a, const ConstDynamicView& b, const CrossAxes& axes = {},
                      Release release = newest_release);

}  // namespace fairplay::arraycore
