#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Where the elements beyond an array come from (numpy.pad).
enum class PadMode {
  edge,       ///< the outermost element: a a a b c c c
  reflect,    ///< mirrored at it: c b a b c b a
  symmetric,  ///< mirrored beyond it: b a a b c c b
  wrap,       ///< from the other end: b c a b c a b
};

/// Errors: negative widths, not one pair for each axis, a result too large, an axis without elements that is extended.
Expected<void> margins_have_elements(const ConstDynamicView& view,
                                     std::span<const std::pair<std::int64_t, std::int64_t>> widths);

/// Elements added before and after each axis, {before, after} for each. Errors: those of
/// margins_have_elements.
Expected<Array> pad(const ConstDynamicView& view, std::span<const std::pair<std::int64_t, std::int64_t>> widths,
                    PadMode mode);

/// The same with one value: an array without axes, which is converted to the dtype of the view.
Expected<Array> pad_constant(const ConstDynamicView& view,
                             std::span<const std::pair<std::int64_t, std::int64_t>> widths,
                             const ConstDynamicView& value);

}  // namespace fairplay::arraycore
